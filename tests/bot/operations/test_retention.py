"""Old pictures are deleted, but not because the clock is wrong."""

import asyncio
import time
from pathlib import Path

import pytest

from bot.limits import DAY
from bot.operations import retention
from bot.operations.retention import Clock
from tests.support.bot_stack import open_stack
from tests.support.people import request
from tests.support.recording_courier import RecordingCourier


async def test_a_clock_a_year_ahead_deletes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_stack(tmp_path) as stack:
        courier = RecordingCourier()
        await stack.service.ask(request("lemon"))
        async with stack.serve(courier):
            await courier.until(1)
        (emoji,) = await stack.store.emoji.recent_prompts(9)
        ahead = time.time() + 366 * DAY
        monkeypatch.setattr(time, "time", lambda: ahead)
        async with stack.serve(courier):
            for _ in range(20):
                await asyncio.sleep(0)
            newest = await stack.store.emoji.newest()
        assert emoji
        assert newest is not None
        assert await stack.store.emoji.expire(newest + 1) == 1, "the picture was gone"


async def test_a_clock_is_believed_after_a_day_of_running(tmp_path: Path) -> None:
    running = 0.0
    async with open_stack(tmp_path) as stack:
        clock = Clock(stack.store, lambda: running)
        now = time.time()
        assert await clock.believed(now)
        assert await clock.believed(now + 2 * DAY)
        later = now + 366 * DAY
        assert not await clock.believed(later)
        running = DAY / 2
        assert not await clock.believed(later + DAY / 2)
        running = DAY
        assert await clock.believed(later + DAY)
        assert await Clock(stack.store, lambda: running).believed(later + DAY)
        assert not await Clock(stack.store, lambda: running).believed(now)
        assert await stack.store.notes.get(retention.NOTE) == str(later + DAY)
