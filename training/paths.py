"""Writing to the data folder (`home`), which holds caches, checkpoints and runs."""

import errno
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from model.errors import Unavailable
from model.files.durable import write_text
from model.files.home import home

__all__ = ["home", "write_json", "writing"]


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """Create `folder`. Raises Unavailable if the disk is full, there or inside the block."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Unavailable(
            f"No space is left to write to {folder}: free some, or set EMOJISMITH_HOME to a "
            "folder on a larger disk."
        ) from error


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write or replace a JSON file in one step. Raises Unavailable if the disk is full."""
    with writing(path.parent):
        write_text(path, json.dumps(data, indent=2, ensure_ascii=False) + "\n")
