"""A run's folder: one for each plan and data, held by one command at a time."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from model.errors import Unavailable
from training.paths import home, writing
from training.processes import processes

DONE = "receipt.json"


def run_folder(name: str, *ingredients: object) -> Path:
    """`runs/NAME-HASH`: the same ingredients go on in the same folder, others get their own."""
    text = json.dumps([str(ingredient) for ingredient in ingredients])
    return home() / "runs" / f"{name}-{sha256(text.encode()).hexdigest()[:10]}"


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """Hold the folder. Raises Unavailable while another command does, or when the disk is full."""
    if not processes().is_main_process:
        yield folder
        return
    with writing(folder):
        guard = (folder / "lock").open("wb")
    with guard:
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unavailable(
                f"Another training runs in {folder}: wait for it, or change a setting, which gives "
                "a folder of its own."
            ) from error
        yield folder
