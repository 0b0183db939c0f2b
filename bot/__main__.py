"""The command line: `emojismith`, also `python -m bot`."""

import argparse
import asyncio
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.cli import emoji, pack
from bot.domain import BadSettings, BotError
from bot.language import of_environment, sentence, speak_to
from bot.settings.config import Settings, read_settings
from bot.settings_check import check_settings
from model.errors import BadModel, BadRequest, EmojismithError
from model.threads import sleep_while_waiting

CONFIG = "config.toml"
DEFAULTS = Path(__file__).parent / "settings" / CONFIG
"""Every setting with its default and an explanation."""
Work = Callable[[argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit code 1: it failed; 2: bad input or settings; 130: interrupted."""
    sleep_while_waiting()
    for stream in (sys.stdout, sys.stderr):
        # What a terminal cannot show must not end a command whose work is done.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["train"]:
        return _train(words[1:])
    options = _parse(words)
    try:
        options.work(options)
    except BadRequest as error:
        return _say(sentence(error), 2)
    except BadSettings as error:
        return _say(error, 2)
    except EmojismithError as error:
        return _say(sentence(error), 1)
    except BotError as error:
        return _say(error, 1)
    except KeyboardInterrupt:
        return _say("Interrupted.", 130)
    return 0


def _parse(words: Sequence[str]) -> argparse.Namespace:
    """The options of a command line; words that start with no command are prompts to paint."""
    shared = _shared_options()
    parser, commands = _parser(shared)
    options, rest = shared.parse_known_args(words)
    if rest and rest[0] not in (*commands, "-h", "--help"):
        if meant := emoji.mistyped(rest[0], commands):
            parser.error(
                f"Did you mean `emojismith {meant}`? "
                f"To paint the word, use `emojismith emoji {rest[0]}`."
            )
        rest = ["emoji", *rest]
    return parser.parse_args(rest, options)


def _shared_options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="emojismith", add_help=False, allow_abbrev=False)
    parser.add_argument(
        "--config", type=Path, help="the settings file (default: config.toml, if there is one)"
    )
    parser.add_argument(
        "--check", action="store_true", help="check settings, database, model and tokens, then stop"
    )
    parser.add_argument("--open", action="store_true", help="open the page in a browser")
    return parser


def _parser(shared: argparse.ArgumentParser) -> tuple[argparse.ArgumentParser, list[str]]:
    """The parser of everything, and the names of its commands."""
    parser = argparse.ArgumentParser(
        prog="emojismith",
        parents=[shared],
        description="Makes emoji from words. A prompt paints it; without a prompt or a command "
        "it serves the page, Discord and Telegram.",
    )
    parser.set_defaults(work=_serve)
    commands = parser.add_subparsers(metavar="PROMPT | COMMAND")

    def command(name: str, purpose: str, work: Work) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=purpose, description=purpose)
        added.set_defaults(work=work)
        return added

    emoji.add_arguments(command("emoji", "paint prompts into files", _paint))
    pack.add_arguments(command("pack", "paint one character in twelve moods", _pack))
    command("serve", "serve the page, Discord and Telegram", _serve)
    command("stats", "how many emoji were made, liked and refused", _stats)
    backup = command("backup", "copy the database, also while the bot runs", _backup)
    backup.add_argument("file", type=Path, help="the copy")
    export = command("export", "write votes as JSON lines, of people who agreed", _export)
    export.add_argument("file", type=Path, help="the file to write")
    config = command("config", "write a settings file with every default, explained", _config)
    config.add_argument("file", type=Path, nargs="?", default=Path(CONFIG), help=f"({CONFIG})")
    command(
        "train",
        "fine-tune, learn from votes, evaluate: see `emojismith train --help`",
        _options_first,
    )
    return parser, list(commands.choices)


def _paint(options: argparse.Namespace) -> None:
    speak_to(of_environment())
    emoji.run(options, read_settings(options.config))


def _pack(options: argparse.Namespace) -> None:
    speak_to(of_environment())
    pack.run(options, read_settings(options.config))


def _serve(options: argparse.Namespace) -> None:
    from bot import run

    settings = read_settings(options.config)
    check_settings(settings)
    _check_training(settings)
    if options.check:
        print("\n".join(asyncio.run(run.check(settings))))
    else:
        asyncio.run(run.run(settings, options.open))


def _check_training(settings: Settings) -> None:
    """Judge the defaults of training, if there are any. Raises BadSettings."""
    if not settings.training:
        return
    # It imports torch, which takes seconds.
    from model.files.folders import find, hub_id
    from training.runs.plan import read_plan

    own, refresh = settings.training, settings.training.get("refresh", {})
    plain = argparse.Namespace(preset=None)
    for table, values, preset in (("", own, "bundled"), (".refresh", refresh, "refresh")):
        try:
            if not isinstance(values, dict):
                raise BadRequest("it must be a table")
            model = read_plan(plain, values, preset)[0].model
            if hub_id(model) is None:
                find(model)
        except (BadModel, BadRequest) as error:
            raise BadSettings(f"[training{table}]: {error}") from error


def _stats(options: argparse.Namespace) -> None:
    from bot import run

    print(asyncio.run(run.stats(read_settings(options.config))))


def _export(options: argparse.Namespace) -> None:
    from bot import run

    count = asyncio.run(run.export(read_settings(options.config), options.file))
    print(f"{count} votes are in {options.file}.")


def _backup(options: argparse.Namespace) -> None:
    from bot.store import backup

    backup(Path(read_settings(options.config).database.path), options.file)
    print(f"The database is copied to {options.file}.")


def _config(options: argparse.Namespace) -> None:
    try:
        with options.file.open("x", encoding="utf-8") as file:
            file.write(DEFAULTS.read_text(encoding="utf-8"))
    except FileExistsError as error:
        raise BadSettings(f"{options.file} exists already: name another file.") from error
    except OSError as error:
        options.file.unlink(missing_ok=True)
        raise BadSettings(f"{options.file} cannot be written: {error.strerror}.") from error
    print(f"Every setting with its default is in {options.file}.")


def _train(words: Sequence[str]) -> int:
    from training import __main__ as training

    return training.start(words, "emojismith train")


def _options_first(_: argparse.Namespace) -> None:
    raise BadRequest("Write the options after `train`: emojismith train --help.")


def _say(sentence: object, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
