"""Files and their hashes."""

import json
from collections.abc import Iterable
from hashlib import file_digest, sha256
from pathlib import Path

from training.reading.source import BadRow


def content(file: Path) -> bytes:
    """A file's bytes. Raises BadRow where it is not there or may not be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadRow("missing file") from error


def digest_of(*parts: object) -> str:
    """A hash of plain data: 16 hex digits."""
    return sha256(json.dumps(parts).encode()).hexdigest()[:16]


def files_digest(root: Path, files: Iterable[Path]) -> str:
    """A hash of files' contents and of their names below `root`, in whatever order they come."""
    named = []
    for path in sorted(files):
        with path.open("rb") as file:
            content = file_digest(file, "sha256").hexdigest()
        named.append((path.relative_to(root).as_posix(), content))
    return digest_of(named)
