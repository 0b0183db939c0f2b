"""`python -m bot`: the one place where everything meets."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import emoji_command
from bot.config import read_settings
from bot.domain import BadSettings, BotError
from model.errors import BadRequest, EmojismithError
from model.threads import sleep_while_waiting


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit code 1: it failed; 2: bad input or settings; 130: interrupted."""
    sleep_while_waiting()
    options = _parser().parse_args(arguments)
    try:
        options.work(options)
    except (BadRequest, BadSettings) as error:
        return _say(error, 2)
    except (BotError, EmojismithError) as error:
        return _say(error, 1)
    except KeyboardInterrupt:
        return _say("Interrupted.", 130)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Words in, emoji out. Without a command: serve the page, Discord and Telegram.",
    )
    parser.add_argument("--config", type=Path, help="the settings (default: config.toml)")
    parser.add_argument(
        "--check", action="store_true", help="say whether all is right, and do not serve"
    )
    parser.add_argument(
        "--open", action="store_true", help="open the page in a browser, where there is one"
    )
    parser.set_defaults(work=_serve)
    commands = parser.add_subparsers(metavar="COMMAND")
    emoji = _command(commands, "emoji", "paint emoji from prompts into files", emoji_command.run)
    emoji_command.add_arguments(emoji)
    _command(commands, "stats", "what was made, liked, refused", _stats)
    backup = _command(commands, "backup", "copy the database, also while the bot runs", _backup)
    backup.add_argument("file", type=Path, help="where the copy goes")
    export = _command(commands, "export", "votes of people who agreed, as JSON lines", _export)
    export.add_argument("file", type=Path, help="where the lines go")
    return parser


def _command(commands: object, name: str, purpose: str, work: object) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(  # type: ignore[attr-defined]
        name, help=purpose, description=purpose
    )
    parser.set_defaults(work=work)
    return parser


def _serve(options: argparse.Namespace) -> None:
    from bot import run

    settings = read_settings(options.config)
    if options.check:
        print("\n".join(asyncio.run(run.check(settings))))
    else:
        asyncio.run(run.run(settings, options.open))


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


def _say(sentence: object, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
