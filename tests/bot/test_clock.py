"""A wall clock that jumps, a year ahead or back again, harms nobody."""

import time
from pathlib import Path

import pytest

from bot.domain import JobState, Refused, TryLater
from bot.emoji.collection import UPLOADS_AN_HOUR
from bot.jobs import delivery
from bot.limits import DAY, Allowance, Limit, take
from bot.settings.config import Settings
from bot.web.logins import LOGIN_SECONDS, Logins
from tests.support.bot_stack import open_stack, paint_one
from tests.support.people import actor, request
from tests.support.recording_courier import RecordingCourier

YEAR = 366 * DAY
NOW = time.time()


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Sets the clock a year ahead; `undo` sets it right."""
    monkeypatch.setattr(time, "time", lambda: NOW + YEAR)
    return monkeypatch


def test_a_limit_that_was_reached_while_the_clock_was_ahead_refills() -> None:
    limit = Limit(burst=1, per_hour=1, per_day=9)
    left, _ = take(Allowance.full(limit, NOW + YEAR), limit, NOW + YEAR)
    assert take(left, limit, NOW)[1] == 0
    # A request that was counted a moment later than another is no jump.
    left, _ = take(Allowance.full(limit, NOW + 1), limit, NOW + 1)
    assert take(left, limit, NOW)[1] > 0


async def test_a_person_who_reached_the_limit_may_ask_when_the_clock_is_right(
    tmp_path: Path, ahead: pytest.MonkeyPatch
) -> None:
    settings = Settings.model_validate({"limits": {"burst": 1, "per_hour": 1}})
    async with open_stack(tmp_path, settings=settings) as stack:
        await stack.service.ask(request("cat"))
        with pytest.raises(Refused, match="your limit"):
            await stack.service.ask(request("dog"))
        ahead.undo()
        await stack.service.ask(request("lemon"))


async def test_a_like_from_then_gives_way_to_a_later_dislike(
    tmp_path: Path, ahead: pytest.MonkeyPatch
) -> None:
    async with open_stack(tmp_path) as stack:
        emoji = await paint_one(stack)
        shown = await stack.store.emoji.get(emoji)
        assert shown is not None
        bob = actor("bob")
        reactions = stack.store.reactions
        await reactions.add(shown, bob.person, "m", "👍", 1, time.time())
        ahead.undo()
        await reactions.add(shown, bob.person, "m", "👎", -1, time.time())
        vote = await stack.store.votes.of(emoji, bob.person)
        assert vote is not None
        assert vote[0] == -1


async def test_a_link_and_uploads_from_then_do_not_count(
    tmp_path: Path, ahead: pytest.MonkeyPatch
) -> None:
    async with open_stack(tmp_path) as stack:
        emoji = await paint_one(stack)
        token = await stack.service.links.make(emoji, actor())
        for _ in range(UPLOADS_AN_HOUR):
            await stack.service.emoji.reserve_upload("discord:1")
        ahead.undo()
        with pytest.raises(Refused):
            await stack.service.links.follow(token, actor())
        await stack.service.emoji.reserve_upload("discord:1")


async def test_a_delivery_is_tried_again_after_the_clock_was_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    def trouble(job: object) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise TryLater(0.0)

    monkeypatch.setattr(delivery, "Backoff", lambda: type("", (), {"wait": lambda *_: 0.0})())
    courier = RecordingCourier(trouble)
    async with open_stack(tmp_path) as stack:
        asked = await stack.service.ask(request("lemon"))
        monkeypatch.setattr(time, "time", lambda: NOW + YEAR)
        async with stack.serve(courier):
            await courier.until(1)
        job = await stack.store.jobs.get(asked.job)
        assert job is not None
        assert job.state is JobState.DELIVERED


def test_a_login_ends_by_the_time_that_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    running, logins = 0.0, Logins("a token")
    monkeypatch.setattr(time, "monotonic", lambda: running)
    monkeypatch.setattr(time, "time", lambda: NOW - YEAR)
    cookie, _ = logins.enter("a token", "::1")
    assert cookie is not None
    monkeypatch.setattr(time, "time", lambda: NOW + YEAR)
    assert logins.knows(cookie)
    running = LOGIN_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: NOW - YEAR)
    assert not logins.knows(cookie)
