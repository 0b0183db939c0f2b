"""The folder of a run: the same settings and data always get the same one."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

from model.errors import Unavailable
from model.files.lock import locked
from training.paths import home, writing
from training.processes import processes

DONE = "receipt.json"
"""Written when a run has finished."""


def run_folder(name: str, *ingredients: object) -> Path:
    """`runs/NAME-HASH`, where the hash depends on all `ingredients`."""
    text = json.dumps([str(ingredient) for ingredient in ingredients])
    return home() / "runs" / f"{name}-{sha256(text.encode()).hexdigest()[:10]}"


@contextmanager
def lock_folder(folder: Path) -> Iterator[Path]:
    """Lock the folder for this command; only the main process does.

    Raises Unavailable if another command has locked it, or if the disk is full.
    """
    with ExitStack() as stack:
        if processes().is_main_process:
            try:
                with writing(folder):
                    stack.enter_context(locked(folder / "lock", wait=False))
            except BlockingIOError as error:
                raise Unavailable(
                    f"Another training is running in {folder}: wait until it ends, or change a "
                    "setting to get another folder."
                ) from error
        yield folder
