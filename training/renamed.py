"""Renamed options and settings: the error for an old name gives the new one."""

import argparse
from collections.abc import Iterable

from model.errors import BadRequest

RENAMED = {
    "accumulation": "gradient_accumulation_steps",
    "batch": "batch_size",
    "checkpointing": "gradient_checkpointing",
    "clip": "max_grad_norm",
    "fewest_updates": "min_updates",
    "offset_noise": "noise_offset",
    "side": "resolution",
}


def option_of(name: str) -> str:
    """`batch_size` -> `--batch-size`."""
    return f"--{name.replace('_', '-')}"


def add_renamed_options(parser: argparse.ArgumentParser, names: Iterable[str] = RENAMED) -> None:
    """Accept the old options, without mentioning them in the help; then `refuse_renamed`."""
    for name in names:
        parser.add_argument(
            option_of(name), dest=f"renamed_{name}", nargs="?", const="", help=argparse.SUPPRESS
        )


def refuse_renamed(options: argparse.Namespace, config: Iterable[str] = ()) -> None:
    """Raises BadRequest with the new name if an old option or key of the settings is used."""
    for old in RENAMED.keys() & set(config):
        raise BadRequest(f"The setting `{old}` is now called `{RENAMED[old]}`: rename it.")
    for old, new in RENAMED.items():
        if getattr(options, f"renamed_{old}", None) is not None:
            raise BadRequest(f"{option_of(old)} is now called {option_of(new)}.")
