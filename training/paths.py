"""Where caches, checkpoints and runs live: outside the work tree."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model.errors import Unavailable
from model.home import home

__all__ = ["home", "writing"]


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
