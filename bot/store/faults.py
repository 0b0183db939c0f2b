"""What SQLite's errors mean: wait and try again, or stop with a sentence."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain import BadSettings, StoreUnavailable

_PRIMARY = 0xFF
"""The lowest byte of an extended code is its primary code."""
TEMPORARY = {
    sqlite3.SQLITE_BUSY: "another program has locked it: end that program",
    sqlite3.SQLITE_LOCKED: "another program has locked it: end that program",
    sqlite3.SQLITE_PROTOCOL: "another program has locked it: end that program",
    sqlite3.SQLITE_FULL: "the disk is full: free some space",
    sqlite3.SQLITE_IOERR: "the disk reports an error: look at the system's log",
    sqlite3.SQLITE_READONLY: "it may not be written: check the permissions of it and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check its folder, permissions and free space",
    sqlite3.SQLITE_PERM: "it may not be opened: check the permissions of it and its folder",
    sqlite3.SQLITE_NOMEM: "there is not enough memory",
}
"""Errors that say nothing against the file: its content is sound."""
LITTLE = 1 << 16
"""Fewer free bytes than this are a full disk."""
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise StoreUnavailable for a temporary error of SQLite, BadSettings for a damaged file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
        if code in TEMPORARY:
            code = sqlite3.SQLITE_FULL if _is_full(path) else code
            raise StoreUnavailable(f"{path}: {TEMPORARY[code]} ({error})") from error
        if code in DAMAGED:
            raise BadSettings(damaged(path, error)) from error
        raise


def _is_full(path: Path) -> bool:
    """SQLite calls a full disk a disk error when it needs room for its shared memory."""
    try:
        return shutil.disk_usage(path.parent).free < LITTLE
    except OSError:
        return False


def damaged(path: Path, why: object) -> str:
    """What to do about a file that SQLite cannot read."""
    return (
        f"{path} is damaged, or not a database of this program ({why}): "
        "replace it with a backup, or change database.path."
    )
