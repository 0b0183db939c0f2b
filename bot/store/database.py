"""One SQLite file: lock, version, transactions, backup."""

import asyncio
import fcntl
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import IO, Any, Self

import aiosqlite

from bot.domain import BadSettings, StoreUnavailable
from bot.store.faults import damaged, translated
from bot.store.migrations import MIGRATIONS
from bot.store.private_file import make_private

BUSY_MILLISECONDS = 5000
CLEAR_SECONDS = 2.0
"""Between tries to empty the write-ahead log while another program reads."""


class Database:
    """The connections of the only process that writes. Use as `async with Database(path)`.

    A task that writes reads its own rows; every other task reads what was committed, and does not
    wait for a transaction that is open. With `reading` it only reads, also while the bot runs.
    Raises BadSettings if the file belongs to another program, is damaged, newer or in use; for
    reading also if it is older or missing.
    """

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        self._path = path
        self._reading = reading
        self._turn = asyncio.Lock()
        self._uncleared = asyncio.Event()
        self._writer: asyncio.Task[object] | None = None
        self.faults = 0
        self._guard: IO[bytes]
        self._connection: aiosqlite.Connection
        self._committed: aiosqlite.Connection

    async def __aenter__(self) -> Self:
        if not self._reading:
            self._guard = await asyncio.to_thread(_locked, self._path)
        elif not self._path.exists():
            raise BadSettings(f"There is no database at {self._path} yet.")
        mode, address = "ro" if self._reading else "rwc", self._path.absolute().as_uri()
        try:
            with translated(self._path):
                self._connection = self._committed = await _connected(f"{address}?mode={mode}")
                await self._prepare()
                if not self._reading:
                    self._committed = await _connected(f"{address}?mode=ro")
        except StoreUnavailable as error:
            await self.__aexit__()
            raise BadSettings(f"{error.cause}.") from error
        except sqlite3.DatabaseError as error:
            await self.__aexit__()
            raise BadSettings(damaged(self._path, error)) from error
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        opened = (getattr(self, name, None) for name in ("_committed", "_connection"))
        for connection in {connection for connection in opened if connection is not None}:
            await connection.close()
        if not self._reading:
            self._guard.close()

    async def _prepare(self) -> None:
        for pragma in (
            *(() if self._reading else ("journal_mode = WAL",)),
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            await self._connection.execute(f"PRAGMA {pragma}")
        found = await self.one("PRAGMA quick_check(1)")
        if found is None or found[0] != "ok":
            raise sqlite3.DatabaseError(found and found[0])
        await self._migrate()
        if not self._reading:
            # What a crash left of deleted data.
            await self.clear_log()

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
        """One transaction; no other task of this process writes during it.

        Raises StoreUnavailable, and then nothing was changed.
        """
        async with self._turn:
            with self._translated():
                try:
                    # If this is cancelled while it waits, the transaction has begun all the same.
                    await self._connection.execute("BEGIN IMMEDIATE")
                    self._writer = asyncio.current_task()
                    yield
                    await self._connection.execute("COMMIT")
                except BaseException:
                    await self._connection.rollback()
                    raise
                finally:
                    self._writer = None

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """As `translated`; counts the faults."""
        try:
            with translated(self._path):
                yield
        except StoreUnavailable:
            self.faults += 1
            raise

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
        own = self._writer is not None and self._writer is asyncio.current_task()
        connection = self._connection if own else self._committed
        with self._translated():
            return list(await connection.execute_fetchall(sql, named or values))

    async def sizes(self) -> tuple[int, int]:
        """Bytes of the database's files, and free bytes on the disk."""
        return await asyncio.to_thread(_sizes, self._path)

    async def clear_log(self) -> bool:
        """Empty the write-ahead log, so that no file contains deleted data.

        False if another program reads the database now: then `clear_later` has to do it.
        """
        async with self._turn:
            await self._connection.execute("PRAGMA busy_timeout = 0")
            try:
                # It returns a row; left unread, it would block the next commit.
                with translated(self._path):
                    (row,) = await self._connection.execute_fetchall(
                        "PRAGMA wal_checkpoint(TRUNCATE)"
                    )
            except StoreUnavailable:
                row = None
            finally:
                await self._connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        if row is None or row[0]:
            self._uncleared.set()
            return False
        self._uncleared.clear()
        return True

    async def clear_later(self) -> None:
        """Whenever the log could not be emptied, try until it is. Runs until cancelled."""
        while True:
            await self._uncleared.wait()
            if not await self.clear_log():
                await asyncio.sleep(CLEAR_SECONDS)


def backup(path: Path, copy: Path) -> None:
    """Copy a database, even while it is in use; only its owner can read the copy.

    A file that is there is replaced once the copy is whole. Raises BadSettings.
    """
    if not path.exists():
        raise BadSettings(f"There is no database at {path} yet.")
    if copy.exists() and not copy.is_file():
        raise BadSettings(f"{copy} cannot be written: it is not a file.")
    copy = copy.resolve()
    part = copy.with_name(f".{copy.name}.{os.getpid()}.part")
    try:
        make_private(part)
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target)
        part.replace(copy)
    except (sqlite3.Error, OSError) as error:
        raise BadSettings(f"{copy} cannot be written: {error}.") from error
    finally:
        part.unlink(missing_ok=True)


async def _connected(address: str) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(address, uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    await connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    return connection


def _sizes(path: Path) -> tuple[int, int]:
    files = (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"))
    used = sum(file.stat().st_size for file in files if file.exists())
    return used, shutil.disk_usage(path.parent).free


def _locked(path: Path) -> IO[bytes]:
    """Lock a file next to the database; the system unlocks it when the process ends."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f"{path.name}.lock")
        for file in (lock, path):
            make_private(file)
        for ending in ("-wal", "-shm"):
            # SQLite gives new ones the permissions of the database.
            if (extra := path.with_name(f"{path.name}{ending}")).exists():
                make_private(extra)
        guard = lock.open("wb")
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
