"""Delivery: retried while the platform is unavailable; when it fails, the limit is given back."""

import asyncio
from pathlib import Path

import pytest

from bot import backoff
from bot.domain import Emoji, Gone, Job, JobState, Picture, Platform, TryLater
from bot.jobs import delivery
from bot.settings.config import Settings
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine
from tests.support.people import request
from tests.support.recording_courier import RecordingCourier


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(backoff, "LONGEST_WAIT", 0.004)


async def test_an_ill_platform_is_tried_again_and_holds_up_nobody(tmp_path: Path) -> None:
    def trouble(job: Job) -> None:
        if job.recipe.prompt == "ill" and not courier.emoji:
            raise TryLater(0.0)

    courier, engine = RecordingCourier(trouble), FakeEngine()
    async with open_stack(tmp_path, engine) as stack:
        await stack.service.ask(request("ill", "ann"))
        await stack.service.ask(request("well", "bob"))
        async with stack.serve(courier):
            await courier.until(2)
    assert [job.recipe.prompt for job, _ in courier.emoji] == ["well", "ill"]
    assert len(engine.painted) == 2


class HeldCourier(RecordingCourier):
    """Sends an emoji and waits for `seen` before it says so."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = asyncio.Event()

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        message = await super().deliver(job, emoji, picture)
        await self.seen.wait()
        return message


async def test_what_is_sent_while_jobs_are_looked_up_is_not_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    courier = HeldCourier()
    async with open_stack(tmp_path) as stack:
        undelivered = stack.store.jobs.undelivered

        async def slow(platform: Platform) -> list[tuple[Job, int]]:
            """When both are found, the answer comes after the first is delivered."""
            found = await undelivered(platform)
            if len(found) == 2 and not courier.seen.is_set():
                courier.seen.set()
                while len(await undelivered(platform)) == 2:
                    pass
                for _ in range(20):
                    await asyncio.sleep(0)
            return found

        monkeypatch.setattr(stack.store.jobs, "undelivered", slow)
        await stack.service.ask(request("one"))
        async with stack.serve(courier):
            await courier.until(1)
            await stack.service.ask(request("two"))
            await courier.until(2)
    assert [job.recipe.prompt for job, _ in courier.emoji] == ["one", "two"]


async def test_who_is_gone_keeps_it_in_the_history_and_gets_the_limit_back(tmp_path: Path) -> None:
    settings = Settings.model_validate({"limits": {"burst": 2, "per_hour": 0.001}})

    def trouble(job: Job) -> None:
        if job.recipe.prompt == "lost":
            raise Gone("blocked")

    courier = RecordingCourier(trouble)
    async with open_stack(tmp_path, settings=settings) as stack:
        lost = await stack.service.ask(request("lost"))
        await stack.service.ask(request("found"))
        async with stack.serve(courier):
            await courier.until(1)
        job = await stack.store.jobs.get(lost.job)
        assert job is not None
        assert (job.state, job.address.token) == (JobState.FAILED, None)
        history = await stack.store.emoji.of_person(request().actor.person)
        assert [emoji.recipe.prompt for emoji in history] == ["found", "lost"]
        await stack.service.ask(request("once more"))


async def test_a_platform_that_stays_ill_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", -1.0)

    def trouble(job: Job) -> None:
        if job.recipe.prompt == "ill":
            raise TryLater(0.0)

    courier = RecordingCourier(trouble)
    async with open_stack(tmp_path) as stack:
        ill = await stack.service.ask(request("ill"))
        await stack.service.ask(request("well"))
        async with stack.serve(courier):
            await courier.until(1)
        job = await stack.store.jobs.get(ill.job)
        assert job is not None
        assert job.state is JobState.FAILED


async def test_what_could_not_be_brought_before_a_stop_is_brought_after_it(tmp_path: Path) -> None:
    tried: list[int] = []

    def trouble(job: Job) -> None:
        tried.append(job.id)
        if job.recipe.prompt == "ill":
            raise TryLater(3600.0)

    first, second, engine = RecordingCourier(trouble), RecordingCourier(), FakeEngine()
    async with open_stack(tmp_path, engine) as stack:
        await stack.service.ask(request("ill"))
        await stack.service.ask(request("well"))
        async with stack.serve(first):
            await first.until(1)
    async with open_stack(tmp_path, engine) as stack, stack.serve(second):
        await second.until(1)
    assert [job.recipe.prompt for job, _ in second.emoji] == ["ill"]
    assert len(engine.painted) == 2


async def test_trouble_with_progress_is_harmless(tmp_path: Path) -> None:
    shown: list[tuple[int, int]] = []

    class Grumpy(RecordingCourier):
        async def progress(self, job: Job, done: int, total: int) -> None:
            shown.append((done, total))
            raise TryLater(1.0)

    courier = Grumpy()
    async with open_stack(tmp_path) as stack:
        await stack.service.ask(request())
        async with stack.serve(courier):
            await courier.until(1)
    assert shown
    assert {total for _, total in shown} == {4}
