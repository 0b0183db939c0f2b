"""`python -m training rollback`: let the model paint again that painted before."""

import argparse

from training.promote import add_config, base_of, described


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training rollback`."""
    add_config(parser)


def run(options: argparse.Namespace) -> None:
    """Go back and say to what. Raises BadRequest, BadModel or Unavailable."""
    from model.promotion import promoted, rollback

    base = base_of(options.config)
    before = promoted(base)
    now = rollback(base)
    print(f"{described(now, base)} paints again, before it was {described(before, base)}.")
