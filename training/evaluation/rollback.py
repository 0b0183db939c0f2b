"""`python -m training rollback`: let the model paint again that painted before."""

import argparse

from bot.config import read_settings
from training.config import add_config_argument
from training.evaluation.promote import described


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training rollback`."""
    add_config_argument(parser)


def run(options: argparse.Namespace) -> None:
    """Go back and say to what. Raises BadRequest, BadModel or Unavailable."""
    from model.files.promotion import promoted, rollback

    base = read_settings(options.config).model.path
    before = promoted(base)
    now = rollback(base)
    print(f"{described(now, base)} paints again, before it was {described(before, base)}.")
