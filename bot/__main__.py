"""`python -m bot`: the one place where everything meets."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import emoji_command
from bot.domain import BadSettings, BotError
from model.errors import BadRequest, EmojismithError

CONFIG = Path(__file__).resolve().parent.parent / "config.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit code 1: it failed; 2: bad input or settings; 130: interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Words in, emoji out.")
    parser.add_argument(
        "--config", type=Path, default=CONFIG, help="the settings (default: config.toml)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    purpose = "paint emoji from prompts into files"
    emoji_command.add_arguments(commands.add_parser("emoji", help=purpose, description=purpose))
    options = parser.parse_args(arguments)
    try:
        emoji_command.run(options)
    except (BadRequest, BadSettings) as error:
        return _say(error, 2)
    except (BotError, EmojismithError) as error:
        return _say(error, 1)
    except KeyboardInterrupt:
        return _say("Interrupted.", 130)
    return 0


def _say(sentence: object, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
