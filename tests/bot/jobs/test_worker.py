"""The worker: as many concurrent jobs as the engine can paint; each fails by itself."""

import asyncio
from pathlib import Path

import pytest

from bot import messages
from bot.domain import JobState
from bot.settings.config import QueueSettings, Settings
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine
from tests.support.people import actor, request
from tests.support.recording_courier import RecordingCourier


async def begun(engine: FakeEngine, count: int) -> None:
    """Wait until the engine has begun this many paintings."""
    while len(engine.painted) < count:
        engine.begun.clear()
        await engine.begun.wait()


def held(capacity: int) -> tuple[FakeEngine, asyncio.Event]:
    hold = asyncio.Event()
    return FakeEngine(hold=hold, capacity=capacity), hold


async def test_as_many_as_fit_are_painted_in_the_queues_order(tmp_path: Path) -> None:
    (engine, hold), courier = held(2), RecordingCourier()
    async with open_stack(tmp_path, engine) as stack:
        for name in ("ann", "ann", "bob", "cyd"):
            await stack.service.ask(request(f"lemon of {name}", name))
        async with stack.serve(courier):
            await begun(engine, 2)
            assert await stack.store.statistics.jobs_by_state() == {"painting": 2, "waiting": 2}
            hold.set()
            await courier.until(4)
        assert [recipe.prompt.rsplit(" ", 1)[-1] for recipe in engine.painted] == [
            "ann",
            "bob",
            "cyd",
            "ann",
        ]


async def test_a_place_that_is_free_is_filled_while_others_are_painted(tmp_path: Path) -> None:
    (engine, hold), courier = held(2), RecordingCourier()
    async with open_stack(tmp_path, engine) as stack:
        first = await stack.service.ask(request("one", "ann"))
        await stack.service.ask(request("two", "bob"))
        await stack.service.ask(request("three", "cyd"))
        async with stack.serve(courier):
            await begun(engine, 2)
            await stack.service.cancel(first.job, actor("ann"))
            await begun(engine, 3)
            hold.set()
            await courier.until(2)
        assert sorted(job.recipe.prompt for job, _ in courier.emoji) == ["three", "two"]


async def test_more_room_is_used_at_the_next_free_place(tmp_path: Path) -> None:
    (engine, hold), courier = held(1), RecordingCourier()
    async with open_stack(tmp_path, engine) as stack:
        first = await stack.service.ask(request("one", "ann"))
        for name in ("bob", "cyd"):
            await stack.service.ask(request("more", name))
        async with stack.serve(courier):
            await begun(engine, 1)
            engine.capacity = 2
            await stack.service.cancel(first.job, actor("ann"))
            await begun(engine, 3)
            hold.set()
            await courier.until(2)


async def test_one_that_fails_is_tried_again_beside_the_others(tmp_path: Path) -> None:
    engine, courier = FakeEngine(capacity=3), RecordingCourier()
    async with open_stack(tmp_path, engine) as stack:
        for prompt, name in (("broken", "ann"), ("two", "bob"), ("three", "cyd")):
            await stack.service.ask(request(prompt, name))
        async with stack.serve(courier):
            await courier.until(2, words=1)
        assert [recipe.prompt for recipe in engine.painted].count("broken") == 2
        assert len(engine.painted) == 4


@pytest.mark.parametrize("seconds", [0.01, 10.0])
async def test_stopping_waits_for_all_that_is_painted_or_puts_it_back(
    tmp_path: Path, seconds: float
) -> None:
    (engine, hold), courier = held(2), RecordingCourier()
    settings = Settings(queue=QueueSettings(stop_seconds=seconds))
    async with open_stack(tmp_path, engine, settings) as stack:
        jobs = [
            (await stack.service.ask(request("lemon", name))).job for name in ("ann", "bob", "cyd")
        ]
        async with stack.serve(courier):
            await begun(engine, 2)
            if seconds > 1:
                asyncio.get_running_loop().call_soon(hold.set)
        found = [await stack.store.jobs.get(job) for job in jobs]
        states = [job.state for job in found if job is not None]
        assert [job.attempts for job in found if job is not None][2] == 0
        if seconds > 1:
            assert JobState.PAINTING not in states
            assert states[2] == JobState.WAITING
            assert not stack.worker.busy
        else:
            assert states == [JobState.WAITING] * 3


async def test_each_job_is_known_by_what_is_painted_for_it(tmp_path: Path) -> None:
    (engine, hold), courier = held(2), RecordingCourier()
    async with open_stack(tmp_path, engine) as stack:
        one = await stack.service.ask(request("one", "ann"))
        two = await stack.service.ask(request("two", "bob"))
        async with stack.serve(courier):
            await begun(engine, 2)
            for ticket, recipe in zip((one, two), engine.painted, strict=True):
                assert stack.worker.painting(ticket.job) == recipe
            seen = [await stack.service.preview(ticket.job) for ticket in (one, two)]
            assert None not in seen
            assert seen[0] != seen[1]
            hold.set()
            await courier.until(2)
        assert stack.worker.painting(one.job) is None
        assert await stack.service.preview(one.job) is None


async def test_what_is_painted_when_the_bot_stops_is_delivered_before_the_end(
    tmp_path: Path,
) -> None:
    (engine, hold), courier = held(2), RecordingCourier()
    async with open_stack(tmp_path, engine) as stack:
        jobs = [(await stack.service.ask(request("lemon", name))).job for name in ("ann", "bob")]
        async with stack.serve(courier):
            await begun(engine, 2)
            # The paintings end while the bot is stopping: nothing wakes the delivery in time.
            asyncio.get_running_loop().call_soon(hold.set)
        assert sorted(job.id for job, _ in courier.emoji) == jobs
        found = [await stack.store.jobs.get(job) for job in jobs]
        assert [job.state for job in found if job is not None] == [JobState.DELIVERED] * 2


async def test_words_are_not_blamed_when_the_process_died(tmp_path: Path) -> None:
    courier = RecordingCourier()
    async with open_stack(tmp_path) as stack:
        await stack.service.ask(request("lemon", "ann"))
        for _ in range(2):
            await stack.store.jobs.begin(0.0)
            if _ == 0:
                await stack.store.jobs.recover()
        async with stack.serve(courier):
            await courier.until(words=1)
        assert [words for _, words in courier.words] == [messages.DIED]
        assert "other words" not in messages.DIED
