"""kill -9 at every state change of a real process: no job is lost or painted twice."""

import asyncio
import json
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

ROOT = Path(__file__).resolve().parents[3]
ALL = {"lemon of ann", "lemon of bob"}
MOMENTS = (
    "before:accept",
    "after:accept",
    "before:begin",
    "after:begin",
    "before:painted",
    "after:painted",
    "after:undelivered",
    "before:delivered",
    "after:delivered",
)


class CrashPlatform:
    """A server that counts delivered emoji and answers `/done` when all have come."""

    def __init__(self) -> None:
        self.brought: Counter[str] = Counter()
        self.due: Counter[str] = Counter(ALL)
        self.painted: Counter[str] = Counter()
        self._all = asyncio.Event()
        self.url = ""

    async def emoji(self, request: web.Request) -> web.Response:
        self.brought[request.match_info["name"]] += 1
        if self.brought >= self.due:
            self._all.set()
        return web.Response()

    async def noted(self, request: web.Request) -> web.Response:
        self.painted[request.match_info["name"]] += 1
        return web.Response()

    def expect(self, due: Counter[str]) -> None:
        self.due = due
        (self._all.set if self.brought >= due else self._all.clear)()

    async def done(self, _: web.Request) -> web.Response:
        await self._all.wait()
        return web.Response()


@pytest_asyncio.fixture
async def platform() -> AsyncIterator[CrashPlatform]:
    platform, app = CrashPlatform(), web.Application()
    app.router.add_post("/emoji/{name}", platform.emoji)
    app.router.add_post("/painted/{name}", platform.noted)
    app.router.add_get("/done", platform.done)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    platform.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield platform
    await runner.cleanup()


async def run_bot(database: Path, platform: CrashPlatform, moment: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.crash_bot",
        str(database),
        platform.url,
        moment,
        cwd=ROOT,
    )
    return await process.wait()


@pytest.mark.parametrize("moment", MOMENTS)
async def test_killed_at(moment: str, tmp_path: Path, platform: CrashPlatform) -> None:
    database = tmp_path / "bot.db"
    assert await run_bot(database, platform, moment) == -signal.SIGKILL
    painted_before = pictures(database)
    # Sent, but not yet recorded: the one ambiguous state.
    ambiguous = set(platform.brought) - delivered(database)
    assert ambiguous or moment != "before:delivered"
    platform.expect(Counter([*ALL, *ambiguous]))
    assert await run_bot(database, platform, "never") == 0
    assert platform.brought == platform.due
    # Emoji that were painted before the crash are only delivered after it.
    assert not painted_before & set(platform.painted)
    connection = sqlite3.connect(database)
    states = connection.execute("SELECT state, address FROM jobs").fetchall()
    connection.close()
    assert [state for state, _ in states] == ["delivered", "delivered"]
    assert not any("token" in address and "a token" in address for _, address in states)


def delivered(database: Path) -> set[str]:
    """The prompts of the delivered jobs in the database."""
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT recipe FROM jobs WHERE state = 'delivered'").fetchall()
    connection.close()
    return {json.loads(recipe)["prompt"] for (recipe,) in rows}


def pictures(database: Path) -> set[str]:
    """The prompts of the emoji in the database."""
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT words FROM emoji").fetchall()
    connection.close()
    return {words for (words,) in rows}


async def test_a_killed_pack_goes_on_where_it_was(tmp_path: Path) -> None:
    """kill -9 after the emoji and two of four parts."""
    file = tmp_path / "log"
    for paintings, code in ((3, -signal.SIGKILL), (100, 0)):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.support.crash_pack",
            str(tmp_path / "bot.db"),
            str(file),
            str(paintings),
            cwd=ROOT,
        )
        assert await process.wait() == code
    lines = Counter(file.read_text().splitlines())
    moods = ("happy", "sad", "angry", "love")
    assert lines == {
        "painted lemon": 1,
        "delivered lemon": 1,
        **{f"painted lemon, {mood}": 1 for mood in moods},
        "pack happy sad angry love": 1,
    }
