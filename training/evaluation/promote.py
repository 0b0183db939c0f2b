"""`python -m training promote FOLDER`: paint with a model folder instead of the configured one."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings.config import read_settings
from training.config import add_config_argument

if TYPE_CHECKING:
    from model.files.promotion import Promoted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `python -m training promote`."""
    parser.add_argument("folder", type=Path, help="model folder, such as one written by training")
    add_config_argument(parser)


def run(options: argparse.Namespace) -> None:
    """Promote the model and say so. Raises BadRequest, BadModel or Unavailable."""
    from model.files.promotion import promote, promoted

    base = read_settings(options.config).model.path
    before = promoted(base)
    now = promote(options.folder, base)
    print(f"Promoted {described(now, base)}; before, it was {described(before, base)}.")
    print("A running bot switches within seconds. `python -m training rollback` undoes this.")


def described(entry: "Promoted | None", base: str) -> str:
    """A promoted model, or the base model for None, in words."""
    return f"{entry.model} ({entry.digest[:12]})" if entry else f"the base {base}"
