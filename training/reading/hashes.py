"""Contents of files and their hashes."""

from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path

from training.data.cache import digest_of
from training.reading.source import BadRow


def content(file: Path) -> bytes:
    """The bytes of a file. Raises BadRow if it is missing or unreadable."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadRow("missing file") from error


def files_digest(root: Path, files: Iterable[Path]) -> str:
    """A hash of the contents of files and of their names below `root`, in any order."""
    named = []
    for path in sorted(files):
        with path.open("rb") as file:
            hashed = file_digest(file, "sha256").hexdigest()
        named.append((path.relative_to(root).as_posix(), hashed))
    return digest_of(named)
