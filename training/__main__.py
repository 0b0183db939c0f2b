"""`python -m training [COMMAND]`: make data, train, learn from votes, evaluate, promote.

Without a command: `finetune` if --data or --preset is given, otherwise `refresh`.
"""

import argparse
import importlib
import logging
import os
import signal
import sys
from collections.abc import Sequence

from bot.domain import BotError
from model.errors import EmojismithError
from model.threads import sleep_while_waiting

NAME = "python -m training"
DESCRIPTION = (
    "Make data, train, learn from votes, evaluate, promote. Without a command: `finetune` if "
    "--data or --preset is given, otherwise `refresh`."
)
HUGE_PAGES = "THP_MEM_ALLOC_ENABLE"
# Each module has add_arguments(parser) and run(options); only that of the command is imported.
COMMANDS = {
    "library": ("training.library.command", "build the parts library that ships with the model"),
    "parts-sheet": ("training.library.parts_sheet", "draw every wearable part, to look at"),
    "data": ("training.data.command", "build the data set of captioned pictures"),
    "pretrain": (
        "training.pretrain.command",
        "train the bundled model from scratch, or resume",
    ),
    "finetune": ("training.finetune.command", "fine-tune a model on captioned pictures"),
    "refresh": (
        "training.refresh.command",
        "train on the votes, and promote the weights if they are no worse",
    ),
    "moderation": (
        "training.moderation.command",
        "train the classifier of harmful prompts that ships",
    ),
    "sweep": ("training.evaluation.sweep", "try steps, guidance and strengths on held-out prompts"),
    "evaluate": ("training.evaluation.command", "score a model folder, or compare two"),
    "promote": (
        "training.evaluation.promote",
        "paint with another model folder than the configured one",
    ),
    "simulate": (
        "training.simulation.command",
        "simulate voters with a hidden taste, and train on their votes",
    ),
    "queue": (
        "training.simulation.queue_command",
        "simulate how long people wait, for a load and a number of replicas",
    ),
    "rollback": ("training.evaluation.rollback", "go back to the previously promoted model"),
}
OURS = frozenset({"bot", "model", "training"})


def start(arguments: Sequence[str] | None = None, name: str = NAME) -> int:
    """Prepare this process for training, then run one command; see `main`."""
    # Large tensors on huge pages (Linux). torch reads this once, before its first tensor.
    os.environ.setdefault(HUGE_PAGES, "1")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that temporary files are removed
    return main(arguments, name)


def main(arguments: Sequence[str] | None = None, name: str = NAME) -> int:
    """Run one command; help texts call the program `name`.

    Exit code 1: it failed; 2: wrong command line; 130: interrupted.
    """
    sleep_while_waiting()
    # Importing bitsandbytes, which PEFT does too, logs which of its features a CPU lacks.
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
    words = _with_command(list(sys.argv[1:] if arguments is None else arguments))
    parser = argparse.ArgumentParser(prog=name, description=DESCRIPTION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for command, (_, purpose) in COMMANDS.items():
        commands.add_parser(command, help=purpose, description=purpose)
    try:
        module = None
        if words and words[0] in COMMANDS:
            module = importlib.import_module(COMMANDS[words[0]][0])
            module.add_arguments(commands.choices[words[0]])
        options = parser.parse_args(words)
        if module is not None:
            module.run(options)
    except (BotError, EmojismithError) as error:
        print(error, file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in OURS:
            raise
        print(f"Training needs {error.name}: pip install 'emojismith[training]'.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted: run the same command again to resume.", file=sys.stderr)
        return 130
    return 0


def _with_command(words: list[str]) -> list[str]:
    """Add the default command if the words do not start with one."""
    if words and (not words[0].startswith("-") or words[0] in ("-h", "--help")):
        return words
    finetunes = {word.partition("=")[0] for word in words} & {"--data", "--preset"}
    return ["finetune" if finetunes else "refresh", *words]


if __name__ == "__main__":
    sys.exit(start())
