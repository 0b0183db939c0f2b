"""`python -m training promote FOLDER`: let a model paint instead of the configured one."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import read_settings
from training.config import add_config_argument

if TYPE_CHECKING:
    from model.files.promotion import Promoted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training promote`."""
    parser.add_argument("folder", type=Path, help="the model, a folder that training left")
    add_config_argument(parser)


def run(options: argparse.Namespace) -> None:
    """Promote and say so. Raises BadRequest, BadModel or Unavailable."""
    from model.files.promotion import promote, promoted

    base = read_settings(options.config).model.path
    before = promoted(base)
    now = promote(options.folder, base)
    print(f"{described(now, base)} paints now, before it was {described(before, base)}.")
    print("A bot that runs takes it within seconds; `python -m training rollback` goes back.")


def described(entry: "Promoted | None", base: str) -> str:
    """A promoted model, or the base, for a person."""
    return f"{entry.model} ({entry.digest[:12]})" if entry else f"the base {base}"
