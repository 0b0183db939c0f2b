"""The time and memory that the bot itself takes, with a fake engine."""

import asyncio
import logging
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.container import Container
from bot.settings.config import QueueSettings, Settings
from bot.views import Scope, Search
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine
from tests.support.many_emoji import add_emoji
from tests.support.people import person, request
from tests.support.recording_courier import RecordingCourier
from tests.support.web_load import load, resident_mib, unfairness

FREE = Settings.model_validate({"limits": {"burst": 10**6, "per_hour": 1e6, "per_day": 10**6}})
ROOMY = FREE.model_copy(update={"queue": QueueSettings(per_person=10**6, total=10**6)})
PEOPLE, PAINTING_SECONDS = 50, 0.02
REQUESTS, ROUND = 2000, 100
WAITING = (10, 1000, 10_000)
REPEATS = 200
WRITES = 500
BLOCKED_SECONDS = 0.05
VISITORS, EACH = 20, 25
ANYBODY = person("person 7")
SEARCHES = {
    "own emoji": Search(ANYBODY, Scope.OWN),
    "published emoji": Search(ANYBODY, Scope.PUBLISHED, style="noto"),
    "words that occur": Search(ANYBODY, Scope.ALL, words="lemon 1"),
    "words that do not occur": Search(ANYBODY, Scope.ALL, words="nowhere"),
    "liked emoji": Search(ANYBODY, Scope.ALL, liked=True),
}


class SlowCallbacks(logging.Handler):
    """Counts the callbacks that asyncio's debug mode reports as slow."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += "took" in record.getMessage()


@asynccontextmanager
async def loop_lag() -> AsyncIterator[list[float]]:
    """Record how many seconds late a task runs that is due every millisecond."""
    late: list[float] = []

    async def measure() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append(time.perf_counter() - before - 0.001)

    task = asyncio.create_task(measure())
    yield late
    task.cancel()


async def crowd(folder: Path) -> dict[str, float]:
    """50 people ask at once; the engine takes 20 ms: total time, and delays of the event loop."""
    asyncio.get_running_loop().slow_callback_duration = BLOCKED_SECONDS
    slow = SlowCallbacks()
    logging.getLogger("asyncio").addHandler(slow)
    courier = RecordingCourier()
    async with open_stack(folder, FakeEngine(PAINTING_SECONDS), ROOMY) as stack, loop_lag() as late:
        started = time.perf_counter()
        async with stack.serve(courier):
            await asyncio.gather(
                *(stack.service.ask(request("lemon", f"person {i}")) for i in range(PEOPLE))
            )
            await courier.until(PEOPLE)
        seconds = time.perf_counter() - started
    served = [job.person.id for job, _ in courier.emoji]
    assert len(set(served)) == PEOPLE
    return {
        "people": PEOPLE,
        "seconds": seconds,
        "times the engine's own time": seconds / (PEOPLE * PAINTING_SECONDS),
        "callbacks over 50 ms": slow.count,
        "longest delay of the event loop, ms": 1000 * max(late),
    }


async def soak(folder: Path) -> dict[str, float]:
    """2,000 requests through the whole bot: memory, and CPU time for each."""
    courier, memory = RecordingCourier(), []
    async with open_stack(folder, FakeEngine(), ROOMY) as stack, stack.serve(courier):
        started = time.process_time()
        for _ in range(REQUESTS // ROUND):
            for i in range(ROUND):
                await stack.service.ask(request("lemon", f"person {i}"))
            await courier.until(ROUND)
            courier.emoji.clear()
            courier.steps.clear()
            memory.append(resident_mib())
        seconds = time.process_time() - started
    return {
        "requests": REQUESTS,
        "CPU ms a request": 1000 * seconds / REQUESTS,
        "MiB after 10 %": memory[len(memory) // 10],
        "MiB at the end": memory[-1],
    }


async def dequeue(folder: Path) -> dict[str, float]:
    """Milliseconds to take the next job, by the number of waiting jobs."""
    found = {}
    for waiting in WAITING:
        async with open_stack(folder / str(waiting), FakeEngine(), ROOMY) as stack:
            await add_waiting(stack, waiting)
            timings = []
            for _ in range(min(REPEATS, waiting)):
                before = time.perf_counter()
                await stack.store.jobs.begin(time.time())
                timings.append(1000 * (time.perf_counter() - before))
        found[f"ms with {waiting} waiting"] = statistics.median(timings)
    return found


async def add_waiting(stack: Container, waiting: int) -> None:
    """Insert this many waiting jobs, ten for each person."""
    first = await stack.service.ask(request("lemon", "person 0"))
    database = stack.store.jobs._db
    async with database.writing():
        await database.many(
            "INSERT INTO jobs (platform, request, person, address, recipe, state, created)"
            " SELECT platform, ?, ?, address, recipe, state, created FROM jobs WHERE id = ?",
            [
                (f"copy {i}", f"discord:person {i % (waiting // 10)}", first.job)
                for i in range(1, waiting)
            ],
        )
        await database.do(
            "INSERT OR IGNORE INTO people (person, tokens, refilled, day, used)"
            " SELECT DISTINCT person, 0, 0, 0, 0 FROM jobs"
        )
    await stack.store.jobs.recover()


async def gallery(folder: Path) -> dict[str, float]:
    """Milliseconds for a page of the gallery, by the number of emoji."""
    found = {}
    for emoji in WAITING:
        async with open_stack(folder / f"gallery {emoji}", FakeEngine(), ROOMY) as stack:
            await add_emoji(stack, emoji)
            for name, search in SEARCHES.items():
                timings = []
                for _ in range(REPEATS // 10):
                    before = time.perf_counter()
                    await stack.store.emoji.search(search)
                    timings.append(1000 * (time.perf_counter() - before))
                found[f"ms for {name} of {emoji}"] = statistics.median(timings)
    return found


async def page(folder: Path) -> dict[str, float]:
    """20 visitors with open event streams send 500 requests; the process is killed half-way."""
    crowd = await load(folder, VISITORS, EACH, VISITORS * EACH // 2)
    return {
        "requests": VISITORS * EACH,
        "delivered": crowd.states["delivered"],
        "largest lead of one visitor, emoji": unfairness(crowd.order),
        "MiB at the start": crowd.memory[1],
        "MiB at the end": crowd.memory[-1],
    }


async def writes(folder: Path) -> dict[str, float]:
    """Requests per second that are stored durably, one after another."""
    async with open_stack(folder, FakeEngine(), ROOMY) as stack:
        started = time.perf_counter()
        for i in range(WRITES):
            await stack.service.ask(request("lemon", f"person {i}"))
        return {"requests stored a second": WRITES / (time.perf_counter() - started)}


def measured() -> dict[str, Any]:
    """All of these benchmarks, by name."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("crowd", "soak", "writes"):
            (folder / part).mkdir()
        return {
            "crowd": asyncio.run(crowd(folder / "crowd"), debug=True),
            "soak": asyncio.run(soak(folder / "soak")),
            "dequeue": asyncio.run(dequeue(folder)),
            "writes": asyncio.run(writes(folder / "writes")),
            "gallery": asyncio.run(gallery(folder)),
            "page": asyncio.run(page(folder)),
        }
