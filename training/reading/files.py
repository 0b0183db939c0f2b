"""Opens the files that a data set names, and only those inside its folder."""

import os
import stat
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path

from training.data.cache import digest_of
from training.reading.source import BadRow

LARGEST = 1 << 26
"""Bytes of the largest file that is read."""


def content(root: Path, name: str) -> bytes:
    """The bytes of the file `name` in the folder `root`.

    Raises BadRow if it is missing, unreadable, larger than LARGEST or not a plain file, or if it
    lies outside the folder, also by a symbolic link.
    """
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root.resolve()):
            raise BadRow("outside the data set's folder")
        # Opening a named pipe would otherwise wait for a writer.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise BadRow("not a plain file")
            if status.st_size > LARGEST:
                raise BadRow(f"larger than {LARGEST >> 20} MiB")
            return file.read(LARGEST)
    except (OSError, ValueError) as error:  # ValueError: the name has a NUL or a lone surrogate
        raise BadRow("missing file") from error


def files_digest(root: Path, files: Iterable[Path]) -> str:
    """A hash of the contents of the plain files and of their names below `root`, in any order.

    Of files that `content` does not read, only what tells that they changed counts.
    """
    named = [
        (os.fsencode(path.relative_to(root)).decode(errors="replace"), _hash(root, path))
        for path in sorted(path for path in files if path.is_file())
    ]
    return digest_of(named)


def _hash(root: Path, path: Path) -> str:
    if not path.resolve().is_relative_to(root.resolve()):
        return "outside"
    status = path.stat()
    if status.st_size > LARGEST:
        return f"{status.st_size} {status.st_mtime_ns}"
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
