"""Where caches, checkpoints and runs live: outside the work tree."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model.errors import Unavailable


def home() -> Path:
    """$EMOJISMITH_HOME, else the XDG data folder."""
    if chosen := os.environ.get("EMOJISMITH_HOME"):
        return Path(chosen)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "emojismith"


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
