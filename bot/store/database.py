"""One SQLite file: lock, version, transactions, backup."""

import asyncio
import fcntl
import shutil
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any, Self

import aiosqlite

from bot.domain import BadSettings
from bot.store.migrations import MIGRATIONS

BUSY_MILLISECONDS = 5000


class Database:
    """The connection of the only process that writes. Use as `async with Database(path)`.

    With `reading` it only reads, also while the bot runs. Raises BadSettings if the file belongs to
    another program, is damaged, newer or in use; for reading also if it is older or missing.
    """

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        self._path = path
        self._reading = reading
        self._turn = asyncio.Lock()
        self._guard: IO[bytes]
        self._connection: aiosqlite.Connection

    async def __aenter__(self) -> Self:
        if not self._reading:
            self._guard = await asyncio.to_thread(_locked, self._path)
        elif not self._path.exists():
            raise BadSettings(f"There is no database at {self._path} yet.")
        mode = "ro" if self._reading else "rwc"
        try:
            self._connection = await aiosqlite.connect(
                f"{self._path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None
            )
            await self._prepare()
        except sqlite3.DatabaseError as error:
            await self.__aexit__()
            raise BadSettings(
                f"{self._path} is damaged, or not a database of this program ({error}): "
                "replace it with a backup, or change database.path."
            ) from error
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if hasattr(self, "_connection"):
            await self._connection.close()
        if not self._reading:
            self._guard.close()

    async def _prepare(self) -> None:
        connection = self._connection
        connection.row_factory = sqlite3.Row
        for pragma in (
            *(() if self._reading else ("journal_mode = WAL",)),
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            f"busy_timeout = {BUSY_MILLISECONDS}",
        ):
            await connection.execute(f"PRAGMA {pragma}")
        found = await self.one("PRAGMA quick_check(1)")
        if found is None or found[0] != "ok":
            raise sqlite3.DatabaseError(found and found[0])
        await self._migrate()

    async def _migrate(self) -> None:
        row = await self.one("PRAGMA user_version")
        assert row is not None
        if row[0] > len(MIGRATIONS):
            raise BadSettings(
                f"{self._path} was written by a newer version of this program: update the program."
            )
        if self._reading and row[0] < len(MIGRATIONS):
            raise BadSettings(
                f"{self._path} was written by an older version of this program: start the bot "
                "once to upgrade it."
            )
        for version, script in enumerate(MIGRATIONS[row[0] :], row[0] + 1):
            # One transaction, so that a crash leaves the old version intact.
            await self._connection.executescript(
                f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {version}; COMMIT;"
            )

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """One transaction; no other task of this process writes during it."""
        async with self._turn:
            try:
                # If this is cancelled while it waits, the transaction has begun all the same.
                await self._connection.execute("BEGIN IMMEDIATE")
                yield
            except BaseException:
                await self._connection.rollback()
                raise
            await self._connection.execute("COMMIT")

    async def do(self, sql: str, *values: Any) -> int:
        """Run a statement inside `writing`: the number of rows it changed."""
        cursor = await self._connection.execute(sql, values)
        return cursor.rowcount

    async def insert(self, sql: str, *values: Any) -> int:
        """Run an INSERT inside `writing`: the id of the new row."""
        cursor = await self._connection.execute(sql, values)
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    async def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row inside `writing`."""
        await self._connection.executemany(sql, rows)

    async def one(self, sql: str, *values: Any, **named: Any) -> sqlite3.Row | None:
        """The first row, or None."""
        return next(iter(await self.all(sql, *values, **named)), None)

    async def all(self, sql: str, *values: Any, **named: Any) -> list[sqlite3.Row]:
        """All rows, read at once: an open statement would block `clear_log`."""
        return list(await self._connection.execute_fetchall(sql, named or values))

    async def sizes(self) -> tuple[int, int]:
        """Bytes of the database's files, and free bytes on the disk."""
        return await asyncio.to_thread(_sizes, self._path)

    async def clear_log(self) -> None:
        """Empty the write-ahead log, so that no file contains deleted data."""
        async with self._turn:
            # It returns a row; left unread, it would block the next commit.
            await self.all("PRAGMA wal_checkpoint(TRUNCATE)")


def backup(path: Path, copy: Path) -> None:
    """Copy a database, even while it is in use. Raises BadSettings if that is not possible."""
    if not path.exists():
        raise BadSettings(f"There is no database at {path} yet.")
    try:
        source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        target = sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            target.close()
            source.close()
    except sqlite3.Error as error:
        raise BadSettings(f"{copy} cannot be written: {error}.") from error


def _sizes(path: Path) -> tuple[int, int]:
    files = (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"))
    used = sum(file.stat().st_size for file in files if file.exists())
    return used, shutil.disk_usage(path.parent).free


def _locked(path: Path) -> IO[bytes]:
    """Lock a file next to the database; the system unlocks it when the process ends."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        guard = path.with_name(f"{path.name}.lock").open("wb")
    except OSError as error:
        raise BadSettings(f"{path} cannot be opened ({error.strerror}).") from error
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        guard.close()
        raise BadSettings(
            f"Another process of this bot uses {path}: stop it, or change database.path."
        ) from error
    return guard
