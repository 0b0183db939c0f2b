"""Telegram's limits: what counts, who waits, and what people are told about it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot import backoff, pace
from bot.pace import Pace
from bot.telegram import polling, rate_limiter
from bot.telegram.rate_limiter import (
    BURST,
    BURST_SECONDS,
    GROUP_MESSAGES,
    GROUP_SECONDS,
    OPTIONAL_MESSAGES,
    ChatPace,
    RateLimiter,
    Window,
)
from tests.support.fake_engine import FakeEngine
from tests.support.telegram_bot import open_world
from tests.support.telegram_server import ANN, BOB, GROUP

CHAT = {"id": 41, "type": "private", "first_name": "Bob"}


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(pace, "CALM_SECONDS", 0.0)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def _group() -> ChatPace:
    return ChatPace([Window(BURST, BURST_SECONDS), Window(GROUP_MESSAGES, GROUP_SECONDS)])


def test_a_group_gets_a_burst_then_one_a_second_and_twenty_a_minute() -> None:
    group = _group()
    times = [group.reserve(100.0) for _ in range(45)]
    assert times == sorted(times)
    assert times[:6] == [100.0] * 3 + [103.0] * 3
    for start in times:
        assert sum(start <= each < start + 60 for each in times) <= 20
        assert sum(start <= each < start + 3 for each in times) <= 3


def test_looking_ahead_says_when_and_reserves_nothing() -> None:
    group = _group()
    group.reserve(100.0, 2)
    assert group.after(100.0, 1) == 100.0
    assert group.after(100.0, 2) == 103.0
    assert group.after(100.0, 19) == 161.0
    assert group.reserve(100.0) == 100.0
    group.silent_until = 130.0
    assert group.after(101.0, 1) == 130.0


@pytest.mark.parametrize(
    ("endpoint", "chat", "data", "count"),
    [
        ("sendMessage", -50, {}, 1),
        ("sendSticker", 40, {}, 1),
        ("sendMediaGroup", -50, {"media": [1, 2, 3]}, 3),
        ("sendChatAction", -50, {}, 0),
        ("deleteMessage", -50, {}, 0),
        ("getChatMember", -50, {}, 0),
        ("answerCallbackQuery", None, {}, 0),
        ("editMessageReplyMarkup", -50, {}, 1),
        ("editMessageText", 40, {}, 0),
    ],
)
async def test_only_messages_count(
    endpoint: str, chat: int | None, data: dict[str, Any], count: int
) -> None:
    limiter = RateLimiter()

    async def call() -> bool:
        return True

    await limiter.process_request(call, (), {}, endpoint, data | {"chat_id": chat}, None)
    now = asyncio.get_running_loop().time()
    assert limiter.chat(chat or 1).room(now) == (20 if chat == -50 else 3) - count


async def test_a_429_silences_its_chat_and_three_at_once_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rate_limiter, "RETRIES", 0)
    limiter = RateLimiter()

    async def refused() -> bool:
        raise RetryAfter(50)

    async def call() -> bool:
        return True

    async def send(what: Any, chat: int) -> Any:
        return await limiter.process_request(what, (), {}, "sendMessage", {"chat_id": chat}, None)

    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await send(refused, chat)
        assert 49 < limiter.seconds_until(chat, 1) < 51
        async with asyncio.timeout(5):
            assert await send(call, 10 + chat)
    with pytest.raises(RetryAfter):
        await send(refused, 3)
    monkeypatch.setattr(rate_limiter, "LONGEST_WAIT", 10.0)
    with pytest.raises(RetryAfter, match="Retry in 0:00:5"):
        await send(call, 20)


def test_jobs_side_by_side_share_the_pace_of_their_chat() -> None:
    shown = Pace(1000.0)
    assert shown.may(1, "chat", "a")
    assert not shown.may(2, "chat", "b")
    assert shown.may(3, "other chat", "c")
    assert not shown.may(1, "chat", "d")
    at_once = Pace(0.0)
    assert at_once.may(1, "chat", "a")
    assert at_once.may(1, "chat", "b")
    assert not at_once.may(1, "chat", "b")


def test_no_progress_of_what_is_painted_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "CALM_SECONDS", 1000.0)
    assert not Pace(0.0).may(1, "chat", "a")


async def test_twelve_requests_in_a_group_take_few_messages_and_disturb_no_other_chat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limiter, "BURST_SECONDS", 0.01)
    async with open_world(tmp_path, FakeEngine(delay=0.01)) as world:
        server = world.server
        await world.emoji("first")
        # From now on what comes soon is not announced, and the room is for results.
        monkeypatch.setattr(pace, "CALM_SECONDS", 5.0)
        for number in range(12):
            await server.say(f"/emoji lemon {number}", user=ANN | {"id": 100 + number}, chat=GROUP)
        await server.say("/help", user=BOB, chat=CHAT)
        await server.until(lambda: any(_to(call, 41) for call in server.calls))
        for _ in range(12):
            await world.delivered()
        group = [call.method for call in server.calls if _to(call, -50)]
        assert group == ["sendSticker"] * 12


async def test_a_progress_message_leaves_room_for_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limiter, "BURST_SECONDS", 0.001)
    hold = asyncio.Event()
    async with open_world(tmp_path, FakeEngine(hold=hold)) as world:
        server = world.server
        for number in range(14):
            await server.say(f"/emoji lemon {number}", user=ANN | {"id": 100 + number}, chat=GROUP)
        await server.until(lambda: not server.unconfirmed)
        hold.set()
        for _ in range(14):
            await world.delivered()
        sent = [call for call in server.calls if _to(call, -50) and call.method.startswith("send")]
        assert len(sent) == 14 + OPTIONAL_MESSAGES <= GROUP_MESSAGES
        said = [call for call in sent if call.method == "sendMessage"]
        assert said
        assert all(call.fields["disable_notification"] == "true" for call in said)


async def test_a_silent_group_delays_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "HOLD_SECONDS", 1000.0)
    async with open_world(tmp_path) as world:
        server = world.server
        server.fault("sendMessage", 429, "Too Many Requests", retry_after=30)
        await server.say("/help", chat=GROUP)
        await server.call("sendMessage")
        # The group's handler waits for half a minute; its update is not confirmed.
        began = asyncio.get_running_loop().time()
        await server.say("/help", user=BOB, chat=CHAT)
        await server.until(lambda: any(_to(call, 41) for call in server.calls))
        assert asyncio.get_running_loop().time() - began < 5
        assert len(server.unconfirmed) == 2


async def test_updates_of_one_chat_keep_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limiter, "BURST_SECONDS", 0.001)
    monkeypatch.setattr(polling, "TURN_SECONDS", 1000.0)
    async with open_world(tmp_path) as world:
        server, release = world.server, asyncio.Event()
        queue = world.stack.service.queue

        async def slow(actor: Any) -> str:
            await release.wait()
            return await queue(actor)

        monkeypatch.setattr(world.stack.service, "queue", slow)
        await server.say("/queue")
        await server.say("/help")
        await server.say("/help", user=BOB, chat=CHAT)
        await server.until(lambda: any(_to(call, 41) for call in server.calls))
        assert not any(_to(call, 40) for call in server.calls)
        release.set()
        await server.until(lambda: sum(_to(call, 40) for call in server.calls) == 2)
        texts = [call.fields["text"] for call in server.calls if _to(call, 40)]
        assert texts[0] == "Nobody is waiting."


def _to(call: Any, chat: int) -> bool:
    return bool(call.fields.get("chat_id") == str(chat))
