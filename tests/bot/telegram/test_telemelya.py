"""The Telegram adapter against Telemelya, an independent fake of Telegram.

Telemelya delivers by webhook and has no stickers, so this tests texts, edits and presses.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fakeredis
import pytest
import uvicorn
from aiohttp import web
from fastapi import FastAPI
from telegram import Update
from telemelya.client.client import TelegramTestClient  # type: ignore[import-untyped]
from telemelya.server import bot_api, config, control_api  # type: ignore[import-untyped]
from telemelya.server.state import state_manager  # type: ignore[import-untyped]

from bot import messages, pace
from bot.container import Container
from bot.domain import JobState
from bot.telegram.app import TelegramApp
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine
from tests.support.pseudo_language import pseudo

TOKEN, KEY, CHAT, SECONDS = "123456789:token", "a key", 40, 10.0
GERMAN = 41
LANGUAGES = {CHAT: "en", GERMAN: "de-CH"}


@dataclass
class TelemelyaWorld:
    """A chat with the bot."""

    client: TelegramTestClient
    stack: Container

    async def say(self, command: str, chat: int = CHAT) -> None:
        """Send a command and wait until the bot has handled it."""
        await asyncio.to_thread(self.client.send_command, chat, command)

    async def press(self, data: str, message: int) -> None:
        """Press a button and wait until the bot has handled it."""
        await asyncio.to_thread(self.client.send_callback_query, CHAT, data, message)

    async def calls(self, method: str) -> list[dict[str, Any]]:
        """The calls of the bot so far."""
        every = await asyncio.to_thread(self.client.get_responses)
        return [call for call in every if call["method"] == method]


@asynccontextmanager
async def telemelya() -> AsyncIterator[str]:
    """Telemelya on loopback, with its state in memory."""
    app = FastAPI()
    app.include_router(bot_api.router)
    app.include_router(control_api.router)
    state_manager._redis = redis = fakeredis.FakeAsyncRedis(decode_responses=True)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=1)
    )
    serving = asyncio.create_task(server.serve([listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        await redis.aclose()


@asynccontextmanager
async def webhook(handle: Callable[[Update], Any], app: TelegramApp) -> AsyncIterator[str]:
    """The handler of posted updates; it answers when the bot has handled them."""

    async def posted(request: web.Request) -> web.Response:
        data = await request.json()
        for kind in data.keys() - {"update_id"}:
            # Telemelya leaves it out.
            data[kind]["from"]["language_code"] = LANGUAGES.get(data[kind]["from"]["id"])
        update = Update.de_json(data, app.courier._session.bot)
        await handle(update)
        return web.Response()

    receiver = web.Application()
    receiver.router.add_post("/", posted)
    runner = web.AppRunner(receiver)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def open_world(
    folder: Path, monkeypatch: pytest.MonkeyPatch, engine: FakeEngine | None = None
) -> AsyncIterator[TelemelyaWorld]:
    monkeypatch.setattr(config.settings, "auth_keys", KEY)
    monkeypatch.setattr(config.settings, "strict_edit", True)
    async with (
        telemelya() as url,
        open_stack(folder, engine) as stack,
        TelegramApp(stack.service, stack.settings.telegram, TOKEN, url) as app,
        webhook(app._application.process_update, app) as address,
        stack.serve(app.courier),
    ):
        await app.courier._session.bot.set_webhook(address)
        client = TelegramTestClient(url, KEY, TOKEN)
        yield TelemelyaWorld(client, stack)
        client.close()


async def test_a_keyboard_and_its_press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        await world.say("/style")
        [asked] = await world.calls("sendMessage")
        assert asked["raw"]["reply_parameters"]["message_id"]
        rows = asked["reply_markup"]["inline_keyboard"]
        assert rows[0][1] == {"text": "noto", "callback_data": "e:style:1"}
        await world.press("e:style:1", asked["message_id"])
        [answer] = await world.calls("answerCallbackQuery")
        assert answer["text"] == "Your emoji are now drawn in noto style."
        await world.press("e:dance:1", asked["message_id"])
        assert len(await world.calls("answerCallbackQuery")) == 2


async def test_progress_is_edited_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "CALM_SECONDS", 0.0)
    hold, shown = asyncio.Event(), asyncio.Event()
    async with open_world(tmp_path, monkeypatch, FakeEngine(hold=hold)) as world:
        push = state_manager.push_response

        async def noted(session: str, call: dict[str, Any]) -> None:
            await push(session, call)
            if call["method"] == "editMessageText":
                shown.set()

        monkeypatch.setattr(state_manager, "push_response", noted)
        await world.say("/emoji Dancing Lemon")
        [said] = await world.calls("sendMessage")
        assert said["text"].startswith("On it: “Dancing Lemon”")
        hold.set()
        async with asyncio.timeout(SECONDS):
            await shown.wait()
        [edited] = await world.calls("editMessageText")
        assert edited["message_id"] == said["message_id"]
        assert edited["text"].startswith("Painting “Dancing Lemon”")
        assert edited["reply_markup"] == said["reply_markup"]


async def test_cancelling_deletes_the_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = FakeEngine(hold=asyncio.Event())
    async with open_world(tmp_path, monkeypatch, engine) as world:
        await world.say("/emoji lemon")
        [said] = await world.calls("sendMessage")
        [[button]] = said["reply_markup"]["inline_keyboard"]
        await world.press(button["callback_data"], said["message_id"])
        [answer] = await world.calls("answerCallbackQuery")
        assert answer["text"] == messages.CANCELLED
        job = await world.stack.store.jobs.get(1)
        assert job is not None
        assert job.state is JobState.CANCELLED


async def test_inline_answers_are_personal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        user = {"id": CHAT, "first_name": "Ann"}
        await asyncio.to_thread(world.client.send_inline_query, "lemon", user)
        [answer] = await world.calls("answerInlineQuery")
        assert answer["raw"]["is_personal"] is True
        assert answer["results"] == []


async def test_two_people_are_told_the_same_in_two_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "CALM_SECONDS", 0.0)
    hold, told = asyncio.Event(), asyncio.Semaphore(0)
    push = state_manager.push_response

    async def noted(session: str, call: dict[str, Any]) -> None:
        await push(session, call)
        if messages.FAILED in str(call.get("text")):
            told.release()

    engine = FakeEngine(hold=hold)
    with pseudo(tmp_path, "de"):
        async with open_world(tmp_path, monkeypatch, engine) as world:
            monkeypatch.setattr(state_manager, "push_response", noted)
            for chat in (CHAT, GERMAN):
                for command in ("/emoji broken lemon", "/help", "/privacy", "/style x", "/mix"):
                    await world.say(command, chat)
            hold.set()
            async with asyncio.timeout(SECONDS):
                await told.acquire()
                await told.acquire()
            said = await world.calls("sendMessage")
    english, german = (
        [call["text"] for call in said if call["raw"]["chat_id"] == chat] for chat in (CHAT, GERMAN)
    )
    assert len(english) == len(german) == 6
    assert {recipe.language for recipe in engine.painted} == {"", "de"}
    for number, (ours, theirs) in enumerate(zip(english, german, strict=True)):
        assert "«" not in ours
        # The second person is behind the first in the queue.
        assert number == 0 or theirs.replace("«de ", "").replace("»", "") == ours
    assert german[0].startswith("«de On it: «de “broken lemon”» (place")
    assert german[-1] == f"«de “broken lemon”»: «de {messages.FAILED}»"
    [cancel] = [call for call in said if call["text"] == german[0]]
    assert cancel["reply_markup"]["inline_keyboard"][0][0]["text"] == "«de Cancel»"
