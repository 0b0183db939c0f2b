"""`python -m training rollback`: paint with the previously promoted model again."""

import argparse

from bot.settings.config import read_settings
from training.config import add_config_argument
from training.evaluation.promote import described


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `python -m training rollback`."""
    add_config_argument(parser)


def run(options: argparse.Namespace) -> None:
    """Roll back and say to which model. Raises BadRequest, BadModel or Unavailable."""
    from model.files.promotion import promoted, rollback

    base = read_settings(options.config).model.path
    before = promoted(base)
    now = rollback(base)
    print(f"Rolled back to {described(now, base)}; before, it was {described(before, base)}.")
