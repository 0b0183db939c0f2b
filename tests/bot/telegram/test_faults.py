"""Telegram forgets files, moves groups and refuses calls; the bot is killed: what follows."""

import asyncio
from pathlib import Path

import pytest

from bot import backoff, messages, pace
from bot.domain import Actor, JobState, Person, Platform
from bot.telegram import rate_limiter
from bot.telegram.replies import UNAVAILABLE
from bot.telegram.unconfirmed import PREFIX
from tests.support.fake_engine import FakeEngine
from tests.support.telegram_bot import TelegramWorld, open_world
from tests.support.telegram_server import ANN, BOT, GROUP, PRIVATE, TelegramServer

MOVED = -100_777
PERSON = Person(Platform.TELEGRAM, "40")


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(pace, "CALM_SECONDS", 0.0)
    monkeypatch.setattr(rate_limiter, "BURST_SECONDS", 0.001)


async def _texts(world: TelegramWorld, words: str) -> None:
    sent = world.server.sent
    await world.server.until(
        lambda: any(words in call.fields["text"] for call in sent("sendMessage"))
    )


async def test_a_file_that_telegram_forgot_is_uploaded_anew(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        await world.emoji()
        server.files.clear()
        await server.say("/history")
        await _texts(world, "1. ")
        await server.press("e:show:1", max(server.messages))
        await server.call("sendSticker", 3)
        assert [len(call.files) for call in server.sent("sendSticker")] == [1, 0, 1]
        # The new id is known from now on.
        await server.press("e:show:1", max(server.messages))
        await server.call("sendSticker", 4)
        assert not server.sent("sendSticker")[3].files


async def test_one_stale_file_does_not_empty_the_inline_results(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        await world.emoji("Dancing Lemon")
        gone = set(server.files)
        await world.emoji("Angry Unicorn")
        for file in gone:
            del server.files[file]
        await server.inline("")
        shown = await server.call("answerInlineQuery", 2)
        assert [result["id"] for result in shown.fields["results"]] == ["2"]
        await server.inline("")
        assert (await server.call("answerInlineQuery", 3)).fields["results"]
        assert len(server.sent("getFile")) == 2


@pytest.mark.parametrize(
    ("status", "text", "sentence"),
    [
        (400, "Bad Request: something new", messages.BROKEN),
        (403, "Forbidden: bot was kicked", messages.BROKEN),
        (502, "Bad Gateway", UNAVAILABLE),
    ],
)
async def test_only_a_silent_telegram_is_said_to_be_silent(
    tmp_path: Path, status: int, text: str, sentence: str
) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        server.fault("sendMessage", status, text)
        await server.press("e:how:1", shown)
        await _texts(world, sentence)


async def test_a_press_without_a_text_shows_none(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.emoji()
        await world.server.press("e:how:1", shown)
        assert "text" not in (await world.server.call("answerCallbackQuery")).fields


@pytest.mark.parametrize("told", [True, False], ids=["by a message", "by an error"])
async def test_a_group_that_moves_is_known_by_its_new_id_everywhere(
    tmp_path: Path, told: bool
) -> None:
    hold = asyncio.Event()
    async with open_world(tmp_path, FakeEngine(hold=hold)) as world:
        server, store = world.server, world.stack.store
        hold.set()
        await world.emoji("first", chat=GROUP)
        hold.clear()
        server.chats[MOVED] = GROUP | {"id": MOVED}
        await server.say("/emoji second", chat=GROUP)
        await server.call("sendMessage", 2)
        if told:
            base = {"message_id": 9, "date": 1, "from": ANN, "chat": GROUP}
            await server.update(message=base | {"migrate_to_chat_id": MOVED})
            await server.say("/about", chat=server.chats[MOVED])
            await _texts(world, "Model")
        server.fault(
            "sendSticker", 400, "Bad Request: group chat was upgraded", migrate_to_chat_id=MOVED
        )
        hold.set()
        await world.delivered()
        shown = server.sent("sendSticker")[-1]
        assert shown.fields["chat_id"] == str(MOVED)
        assert shown.fields.get("reply_parameters") is None
        for number in (1, 2):
            job = await world.job(number)
            assert (job.address.chat, job.space) == (str(MOVED), f"telegram:{MOVED}")
        # Its people may still use what was shown there, and reactions to the new message count.
        assert await store.emoji.shown_in(Platform.TELEGRAM, "-50", "1") is None
        _, there = await store.emoji.reach(1, Platform.TELEGRAM, str(MOVED))
        assert there


async def test_a_progress_message_that_a_kill_left_goes_when_it_is_pressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path) as world:
        server = world.server

        async def killed(*_: object) -> None:
            """The number of the message is not stored."""

        monkeypatch.setattr(world.stack.store.jobs, "set_message", killed)
        await world.emoji()
        await world.server.call("deleteMessage")
        left = server._message(BOT, PRIVATE)
        left["text"] = "On it"
        await server.press("e:cancel:1", left["message_id"])
        answer = await server.call("answerCallbackQuery")
        assert answer.fields["text"] == messages.FINISHED
        gone = await server.call("deleteMessage", 2)
        assert gone.fields["message_id"] == str(left["message_id"])
        assert (await world.job(1)).state is JobState.DELIVERED


@pytest.mark.parametrize("ended", [False, True])
async def test_a_progress_message_that_a_kill_left_is_found_at_the_next_start(
    ended: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kill comes after Telegram has the message and before its number is stored."""
    async with TelegramServer.open() as server:
        held = FakeEngine(hold=asyncio.Event())
        async with open_world(tmp_path, held, server=server) as world:
            never = asyncio.Event()
            monkeypatch.setattr(world.stack.store.jobs, "set_message", lambda *_: never.wait())
            await server.say("/emoji lemon")
            await server.call("sendMessage")
            if ended:
                await world.stack.service.cancel(1, Actor(PERSON, None, chat="40"))
        assert not server.sent("deleteMessage")
        [left] = [own for own, sent in server.messages.items() if "On it" in sent.get("text", "")]
        # Somebody else's message comes between.
        server._ids += 5
        server.messages[left + 1] = server.messages[left] | {"message_id": left + 1}
        server.messages[left] |= {"from": ANN}
        server.keyboards[left + 1] = server.keyboards.pop(left)
        async with open_world(tmp_path, server=server) as world:
            gone = await server.call("deleteMessage")
            assert gone.fields["message_id"] == str(left + 1)
            assert not await world.stack.service.notes.starting(PREFIX)


async def test_a_progress_message_whose_answer_was_lost_goes(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        server.lose.add("sendMessage")
        await world.emoji()
        left = [own for own, sent in server.messages.items() if "On it" in sent.get("text", "")]
        await server.until(lambda: not set(left) & set(server.messages))


async def test_forgetting_takes_the_progress_messages_along(tmp_path: Path) -> None:
    async with open_world(tmp_path, FakeEngine(hold=asyncio.Event())) as world:
        server = world.server
        await server.say("/emoji first")
        await server.say("/emoji second")
        await server.call("sendMessage", 2)
        left = {own for own, sent in server.messages.items() if "On it" in sent.get("text", "")}
        await server.until(lambda: not server.unconfirmed)
        await server.say("/privacy forget")
        await server.call("sendMessage", 3)
        await server.press("e:forgotten:40", max(server.messages))
        await server.call("deleteMessage", 2)
        assert len(left) == 2
        assert not left & set(server.messages)


async def test_forged_callback_data_is_refused_without_a_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_world(tmp_path) as world:
        message = await world.emoji()
        forged = (
            "e:pick:1",
            "e:style:99",
            "e:nothing:1",
            "e:pick:1:9999",
            "null",
            "e:move:1:99",
            "e:move:1",
        )
        for count, data in enumerate(forged, 1):
            await world.server.press(data, message)
            answer = await world.server.call("answerCallbackQuery", count)
            assert answer.fields["text"] in (messages.NO_BUTTON, messages.NO_CANDIDATE), data
    assert not [record for record in caplog.records if record.exc_info]
