"""Faults of the disk and of other programs: the bot waits, and nothing and nobody loses by it."""

import asyncio
import os
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot import messages, run
from bot.domain import BadSettings, StoreUnavailable
from bot.jobs import store_retry
from bot.settings.config import Settings
from bot.store import Store, backup, database, faults
from bot.store.faults import TEMPORARY, translated
from tests.support.bot_stack import open_stack, paint_one
from tests.support.fake_engine import FakeEngine
from tests.support.people import actor, request
from tests.support.recording_courier import RecordingCourier

LIMIT_SECONDS = 10
QUICK = Settings.model_validate({"queue": {"stop_seconds": 0.1}})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_retry, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(database, "CLEAR_SECONDS", 0.01)
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 20)


@asynccontextmanager
async def locked(path: Path) -> AsyncIterator[None]:
    """Another program writes and does not end."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        # In a thread: the bot may be within a transaction, which this loop has to end.
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def error_of(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("code", TEMPORARY)
def test_a_temporary_fault_does_not_advise_a_backup(code: int, tmp_path: Path) -> None:
    for extended in (code, code | 1 << 8):
        with pytest.raises(StoreUnavailable) as caught, translated(tmp_path / "bot.db"):
            raise error_of(extended)
        assert "backup" not in caught.value.cause
        assert "SQLite" not in str(caught.value)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB])
def test_a_damaged_file_does(code: int, tmp_path: Path) -> None:
    with (
        pytest.raises(BadSettings, match="replace it with a backup"),
        translated(tmp_path / "bot.db"),
    ):
        raise error_of(code)


def test_a_disk_error_without_room_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "LITTLE", 1 << 62)
    with pytest.raises(StoreUnavailable) as caught, translated(tmp_path / "bot.db"):
        raise error_of(sqlite3.SQLITE_IOERR)
    assert "the disk is full" in caught.value.cause


async def test_a_folder_that_cannot_be_opened_does_not_advise_a_backup(tmp_path: Path) -> None:
    (tmp_path / "bot.db").mkdir()
    with pytest.raises(BadSettings, match="cannot be opened") as caught:
        async with Store.open(tmp_path / "bot.db"):
            pass
    assert "backup" not in str(caught.value)


async def test_a_lock_of_another_program_ends_nothing_and_costs_no_attempt(
    tmp_path: Path,
) -> None:
    hold, courier = asyncio.Event(), RecordingCourier()
    engine = FakeEngine(hold=hold)
    async with asyncio.timeout(LIMIT_SECONDS), open_stack(tmp_path, engine, QUICK) as stack:
        ticket = await stack.service.ask(request("lemon"))
        async with stack.serve(courier):
            await engine.begun.wait()
            async with locked(tmp_path / "bot.db"):
                hold.set()
                # People who ask meanwhile get a sentence.
                with pytest.raises(StoreUnavailable, match="Try again in a minute"):
                    await stack.service.ask(request("unicorn", "bob"))
            await courier.until(1)
            await stack.service.ask(request("unicorn", "bob"))
            await courier.until(2)
        job = await stack.store.jobs.get(ticket.job)
    assert job is not None
    assert job.attempts == 1
    assert len(engine.painted) == 2


async def fill(store: Store) -> None:
    for number in range(1000):
        await store.notes.set(f"note {number}", "x" * 5000)


async def test_a_full_disk_ends_nothing(tmp_path: Path) -> None:
    courier = RecordingCourier()
    async with asyncio.timeout(LIMIT_SECONDS), open_stack(tmp_path, None, QUICK) as stack:
        connection = stack.store.jobs._db._connection
        async with stack.serve(courier):
            pages = await (await connection.execute("PRAGMA page_count")).fetchone()
            assert pages is not None
            await stack.service.ask(request("lemon"))
            # SQLite then reports SQLITE_FULL, as on a full disk.
            await connection.execute(f"PRAGMA max_page_count = {pages[0]}")
            with pytest.raises(StoreUnavailable):
                await fill(stack.store)
            await connection.execute("PRAGMA max_page_count = 1000000")
            await courier.until(1)


async def test_a_transaction_that_could_not_commit_leaves_none_open(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "bot.db") as store:
        async with locked(tmp_path / "bot.db"):
            with pytest.raises(StoreUnavailable):
                await store.notes.set("a", "1")
        await store.notes.set("a", "2")
        assert await store.notes.get("a") == "2"


async def test_only_the_task_that_writes_reads_what_is_not_committed(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "bot.db") as store:
        await store.notes.set("a", "1")
        database = store.notes._db
        async with database.writing():
            await database.do("UPDATE notes SET value = '2' WHERE key = 'a'")
            assert await store.notes.get("a") == "2"
            assert await asyncio.create_task(store.notes.get("a")) == "1"
        assert await store.notes.get("a") == "2"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: mode(path) for path in folder.iterdir()}


async def test_only_the_owner_can_read_what_is_stored(tmp_path: Path) -> None:
    settings = Settings.model_validate({"database": {"path": str(tmp_path / "bot.db")}})
    before = os.umask(0)
    try:
        async with open_stack(tmp_path) as stack:
            await paint_one(stack)
            await run.export(settings, tmp_path / "votes.jsonl")
            backup(tmp_path / "bot.db", tmp_path / "copy.db")
            found = modes(tmp_path)
    finally:
        os.umask(before)
    assert len(found) == 6
    assert set(found.values()) == {0o600}, found


async def test_an_older_database_is_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with Store.open(path):
        pass
    path.chmod(0o664)
    async with Store.open(path):
        pass
    assert mode(path) == 0o660


def test_a_backup_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_bytes(b"no database" * 100)
    copy = tmp_path / "copy.db"
    copy.write_text("the old copy")
    with pytest.raises(BadSettings, match="cannot be written"):
        backup(tmp_path / "bot.db", copy)
    assert copy.read_text() == "the old copy"
    assert {path.name for path in tmp_path.iterdir()} == {"bot.db", "copy.db"}


async def test_forgetting_says_what_is_pending_and_completes(tmp_path: Path) -> None:
    def copies() -> int:
        files = (path for path in tmp_path.iterdir() if path.name.startswith("bot.db"))
        return sum(path.read_bytes().count(b"zebra") for path in files)

    async with asyncio.timeout(LIMIT_SECONDS), open_stack(tmp_path, None, QUICK) as stack:
        await paint_one(stack, "a zebra with a hat")
        with closing(sqlite3.connect(tmp_path / "bot.db")) as reader:
            rows = reader.execute("SELECT recipe FROM jobs")
            rows.fetchone()
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM emoji").fetchone()
            assert await stack.service.people.forget(actor()) == messages.FORGETTING
            assert copies() > 0
        async with stack.serve():
            while copies():
                await stack.store.jobs.waiting()
        assert await stack.service.people.forget(actor()) == messages.FORGOTTEN


async def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "bot.db"):
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        with pytest.raises(BadSettings, match="it is not a file"):
            backup(tmp_path / "bot.db", pipe)
        link, target = tmp_path / "link.db", tmp_path / "target.db"
        link.symlink_to(target)
        backup(tmp_path / "bot.db", link)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert link.is_symlink()
    assert mode(target) == 0o600
