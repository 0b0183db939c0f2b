"""Where caches, checkpoints and runs live: outside the work tree."""

import errno
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from model.errors import Unavailable
from model.files.home import home

__all__ = ["home", "write_json", "writing"]


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """Make `folder` and turn a full disk into one sentence. Raises Unavailable."""
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
    """One JSON object. Raises Unavailable when the disk is full."""
    with writing(path.parent):
        path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
