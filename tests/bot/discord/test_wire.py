"""The Discord adapter over sockets: requests, errors, expired tokens, and reconnecting."""

import asyncio
import io
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
from PIL import Image

from bot import backoff
from bot.discord import courier as discord_courier
from bot.discord import replies as discord_replies
from bot.discord.app import WRONG_TOKEN, DiscordApp
from bot.discord.buttons import RESULT_BUTTONS
from bot.domain import Actor, BadSettings, Form, JobState, Person, Platform
from bot.emoji.export import export
from bot.messages import CONSENT_QUESTION, NO_BUTTON
from tests.support.bot_stack import open_stack
from tests.support.discord_bot import TOKEN, DiscordWireWorld, open_world
from tests.support.discord_server import (
    ALICE,
    CHANNEL,
    GUILD,
    IDENTIFY,
    RESUME,
    SECONDS,
    DiscordCall,
    DiscordServer,
    custom_ids,
    option,
    text_in,
)
from tests.support.fake_engine import FakeEngine, SketchingEngine
from tests.support.people import OPERATOR

CREATE_EXPRESSIONS = 1 << 43
EPHEMERAL = 64


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten all waits."""
    monkeypatch.setattr(backoff, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(discord_courier, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(discord_courier, "REPLY_TIMEOUT", 0.2)
    monkeypatch.setattr(discord_replies, "REPLY_TIMEOUT", 0.2)

    async def at_once(*_: Any, **__: Any) -> None:
        """Skip the five seconds that discord.py waits before each session but the first."""

    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)


@asynccontextmanager
async def painting(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[DiscordWireWorld, asyncio.Event]]:
    """A world in which an emoji is being painted and its progress is shown, until the event."""
    hold = asyncio.Event()
    async with open_world(folder, monkeypatch, FakeEngine(hold=hold)) as world:
        token = await world.server.slash("emoji", option("prompt", "lemon"))
        await world.server.call("PATCH", f"/{token}/messages/@original")
        yield world, hold


async def test_the_pictures_bytes_arrive_in_the_deferred_reply(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        server = world.server
        token = await server.slash("emoji", option("prompt", "Dancing Lemon"), option("seed", 7))
        message = await world.delivered()
        first = next(c for c in server.calls if token in c.path)
        assert first.path.endswith("/callback")
        assert first.json == {"type": 5}
        assert message == f"9{token.removeprefix('token')}"
        call = next(c for c in server.calls if c.files)
        [(field, name, data)] = call.files
        assert (field, name) == ("files[0]", "dancing_lemon.png")
        assert data == await export(await world.stack.service.emoji.picture(1, OPERATOR), Form.PNG)
        assert Image.open(io.BytesIO(data)).size == (128, 128)
        assert call.json["attachments"] == [
            {
                "id": 0,
                "filename": "dancing_lemon.png",
                "description": "Emoji: Dancing Lemon (fluent style)",
            }
        ]
        assert text_in(call.json) == "“Dancing Lemon”"
        assert call.json["allowed_mentions"]["parse"] == []
        gallery, _, _ = call.json["components"]
        (item,) = gallery["items"]
        assert item["media"]["url"] == "attachment://dancing_lemon.png"
        assert item["description"] == "Emoji: Dancing Lemon (fluent style)"
        ids = custom_ids(server.messages[message]["components"])
        assert ids == [f"e:{button.action}:1" for button in RESULT_BUTTONS]


async def test_a_refusal_deletes_the_reply_and_tells_the_asker_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        token = await world.server.slash("emoji", option("prompt", " "))
        follow = await world.server.call("POST", f"/webhooks/1/{token}")
        assert "Say what to draw" in follow.json["content"]
        assert follow.json["flags"] == EPHEMERAL
        calls = [(c.method, c.path) for c in world.server.calls if token in c.path]
        assert [method for method, _ in calls] == ["POST", "DELETE", "POST"]
        assert calls[1][1].endswith("/messages/@original")


async def test_a_button_that_is_not_known_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        message = await world.emoji()
        shown = world.server.messages[message]["components"]
        shown[-1]["components"][0]["custom_id"] = "e:dance:1"
        pressed = await world.server.press("e:dance:1", message)
        answer = await world.server.call("POST", f"/{pressed}/callback")
        assert answer.json["data"]["content"] == NO_BUTTON
        assert answer.json["data"]["flags"] == EPHEMERAL


async def test_an_expired_token_becomes_a_message_in_the_channel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with painting(tmp_path, monkeypatch) as (world, hold):
        server = world.server
        server.fault("PATCH", "/webhooks/", 401, times=99, code=50027, message="Invalid")
        hold.set()
        call = await server.call("POST", f"/channels/{CHANNEL}/messages")
        assert text_in(call.json) == f"<@{ALICE}> “lemon”"
        assert call.json["allowed_mentions"] == {"parse": [], "users": [int(ALICE)]}
        assert call.files


def fourteen_minutes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + 14 * 60)


async def test_after_fourteen_minutes_the_token_is_not_even_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with painting(tmp_path, monkeypatch) as (world, hold):
        server = world.server
        before = len(server.calls)
        fourteen_minutes_later(monkeypatch)
        hold.set()
        await server.call("POST", f"/channels/{CHANNEL}/messages")
        assert not [c for c in server.calls[before:] if c.method == "PATCH"]


async def test_a_reply_that_somebody_deleted_comes_back_without_a_ping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with painting(tmp_path, monkeypatch) as (world, hold):
        server = world.server
        server.fault("PATCH", "/webhooks/", 404, times=9, code=10008, message="Unknown Message")
        hold.set()
        call = await server.call("POST", f"/channels/{CHANNEL}/messages")
        assert "<@" not in text_in(call.json)
        assert call.json["flags"] & 1 << 12
        assert call.files


async def test_the_reply_of_an_expired_token_is_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with painting(tmp_path, monkeypatch) as (world, hold):
        server = world.server
        job = await world.stack.store.jobs.get(1)
        assert job is not None
        fourteen_minutes_later(monkeypatch)
        hold.set()
        await server.call("DELETE", f"/channels/{CHANNEL}/messages/{job.address.message}")


async def test_where_nobody_can_be_reached_the_limit_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        ended = asyncio.Event()
        keep = world.stack.store.jobs.end

        async def noted(*parts: Any, **more: Any) -> bool:
            kept = await keep(*parts, **more)
            ended.set()
            return kept

        monkeypatch.setattr(world.stack.store.jobs, "end", noted)
        server = world.server
        server.fault("PATCH", "/webhooks/", 404, times=99, code=10008, message="Unknown Message")
        server.fault("POST", "/channels/", 403, times=99, code=50001, message="Missing Access")
        await server.slash("emoji", option("prompt", "lemon"))
        async with asyncio.timeout(SECONDS):
            await ended.wait()
        job = await world.stack.store.jobs.get(1)
        assert job is not None
        assert job.state is JobState.FAILED


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("status", "body"), [(503, {}), (429, {"retry_after": 60.0, "global": False})]
)
async def test_an_ill_discord_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, body: dict[str, Any]
) -> None:
    """discord.py would sleep longer than anybody waits."""
    async with painting(tmp_path, monkeypatch) as (world, hold):
        server = world.server
        # The message about its progress has one of them.
        server.fault("PATCH", "/webhooks/", status, times=2, **body)
        hold.set()
        assert await world.delivered()


async def test_too_many_uploads_are_a_sentence_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        server = world.server
        message = await world.emoji()
        server.fault("POST", f"/guilds/{GUILD}/emojis", 429, retry_after=1800.0)
        pressed = await server.press_in_menu("add", message, permissions=CREATE_EXPRESSIONS)
        said = await server.call("POST", f"/webhooks/1/{pressed}")
        assert said.json["content"] == "Discord asks me to wait: try again in 1800 s."


async def test_the_audit_log_and_the_picture_of_an_added_emoji(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        server = world.server
        server.emojis.append({"id": "77", "name": "lemon", "animated": False})
        message = await world.emoji()
        await server.press_in_menu("add", message, permissions=CREATE_EXPRESSIONS)
        added = await server.call("POST", f"/guilds/{GUILD}/emojis")
        assert added.json["name"] == "lemon_2"
        assert added.json["image"].startswith("data:image/png;base64,")
        assert added.reason == f"For user{ALICE} %28{ALICE}%29%3A lemon"


async def test_reactions_become_votes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        server = world.server
        seen: asyncio.Queue[Any] = asyncio.Queue()
        keep = world.stack.service.votes.react

        async def noted(*parts: Any) -> Any:
            voted = await keep(*parts)
            seen.put_nowait(voted and voted.value)
            return voted

        monkeypatch.setattr(world.stack.service.votes, "react", noted)
        message = await world.emoji()
        # Alice has used the bot in a direct message before, so it may ask her there.
        await world.stack.service.people.heard(Actor(Person(Platform.DISCORD, ALICE)))
        await server.react(message, "👍", bot=True)
        await server.react(message, "👍")
        assert await seen.get() == 1
        question = await server.call("POST", "/channels/")
        assert question.json["content"] == CONSENT_QUESTION
        await server.react(message, "👍", added=False)
        assert await seen.get() is None
        assert seen.empty()


async def test_a_session_is_resumed_and_nothing_asked_meanwhile_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        await world.server.ask_to_reconnect()
        await world.server.slash("emoji", option("prompt", "lemon"))
        resumed = await world.server.said(RESUME)
        assert resumed["d"]["session_id"] == "session"
        assert await world.delivered()


async def test_a_dropped_socket_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        world.server.drop()
        await world.server.slash("emoji", option("prompt", "lemon"))
        await world.server.said(RESUME)
        assert await world.delivered()


@pytest.mark.usefixtures("hurried")
async def test_an_invalid_session_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        await world.server.invalidate()
        await world.server.said(IDENTIFY, 2)
        await world.server.slash("emoji", option("prompt", "lemon"))
        assert await world.delivered()


@pytest.mark.usefixtures("hurried")
async def test_an_event_that_cannot_be_read_is_survived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        await world.server.dispatch("INTERACTION_CREATE", {"id": "1"})
        await world.server.said(IDENTIFY, 2)
        message = await world.emoji()
        pressed = await world.server.press("e:more:1", message)
        assert await world.server.call("PATCH", f"/{pressed}/messages/@original")
        assert len([c for c in world.server.calls if c.method == "PUT"]) == 1


@pytest.mark.usefixtures("hurried")
async def test_a_discord_that_is_down_at_the_start_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with DiscordServer.open(monkeypatch) as server, open_stack(tmp_path) as stack:
        server.fault("GET", "/users/@me", 400, times=2)
        async with DiscordApp(stack.service, stack.settings.discord, TOKEN) as app:
            running = asyncio.create_task(app.run())
            await server.said(IDENTIFY)
            running.cancel()
            await asyncio.wait({running})


async def test_emoji_are_brought_also_after_the_gateway_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with painting(tmp_path, monkeypatch) as (world, hold):
        world.running.cancel()
        await asyncio.wait({world.running})
        hold.set()
        assert await world.delivered()


async def test_a_wrong_token_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with DiscordServer.open(monkeypatch) as server, open_stack(tmp_path) as stack:
        server.fault("GET", "/users/@me", 401)
        with pytest.raises(BadSettings, match=r"^Discord does not accept DISCORD_TOKEN"):
            async with DiscordApp(stack.service, stack.settings.discord, TOKEN):
                pass


async def test_a_token_that_is_changed_meanwhile_is_the_same_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with DiscordServer.open(monkeypatch) as server, open_stack(tmp_path) as stack:
        async with DiscordApp(stack.service, stack.settings.discord, TOKEN) as app:
            running = asyncio.create_task(app.run())
            await server.said(IDENTIFY)
            await server.close(4004)
            with pytest.raises(BadSettings) as refused:
                await running
        assert str(refused.value) == WRONG_TOKEN
        assert TOKEN not in caplog.text


async def test_a_pack_is_made_added_to_the_server_and_downloaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hurried: None
) -> None:
    async with open_world(tmp_path, monkeypatch, SketchingEngine()) as world:
        server = world.server
        await server.slash("emoji", option("prompt", "lemon"), option("seed", 7))
        shown = await world.delivered()
        token = await server.press("e:more:1", shown)
        menu = await server.call("PATCH", f"/{token}/messages/@original")
        assert f"e:pack:1@{shown}" in custom_ids(menu.json["components"])
        own = f"9{token.removeprefix('token')}"
        token = await server.press(f"e:pack:1@{shown}", own)
        offer = await server.call("PATCH", f"/{token}/messages/@original")
        assert custom_ids(offer.json["components"]) == ["e:makepack:1:0", "e:makepack:1:1"]
        await server.slash("pack", option("emoji", "lemon"), option("moods", "happy, sad, ok"))
        sheet = await _pack_shown(server)
        assert "3 emoji, happy, sad, ok." in text_in(sheet.json)
        assert Image.open(io.BytesIO(sheet.files[0][2])).width > 3 * 256
        ids = custom_ids(sheet.json["components"])
        assert ids == [
            "e:addpack:2",
            *(f"e:archive:2:{place}" for place in range(3)),
            "e:removepack:2",
        ]
        message = f"9{sheet.path.split('/')[-3].removeprefix('token')}"
        token = await server.press("e:archive:2:1", message)
        call = await server.call("PATCH", f"/{token}/messages/@original")
        [(_, name, data)] = call.files
        assert (name, data[:2]) == ("lemon-mastodon.tar.gz", b"\x1f\x8b")
        # Two places are free; a later press goes on where the first one ended.
        server.emojis += [
            {"id": str(10 + place), "name": f"old_{place}", "animated": False}
            for place in range(48)
        ]
        rights = {"permissions": CREATE_EXPRESSIONS, "app_permissions": str(CREATE_EXPRESSIONS)}
        token = await server.press("e:addpack:2", message, **rights)
        said = await _said_last(server, token, "are in this server")
        assert "2 of 3 are in this server. All 50 places" in said
        server.emojis = [each for each in server.emojis if not each["name"].startswith("old")]
        token = await server.press("e:addpack:2", message, **rights)
        assert await _said_last(server, token, "are in this server") == "3 of 3 are in this server."
        assert [each["name"] for each in server.emojis] == ["lemon_happy", "lemon_sad", "lemon_ok"]
        token = await server.press("e:removepack:2", message)
        await server.call("DELETE", f"/{token}/messages/@original")
        assert not await world.stack.store.emoji.pictures(2)


async def _pack_shown(server: DiscordServer) -> DiscordCall:
    """The call that shows a contact sheet."""
    await server.until(lambda: any(c.files and c.files[0][1] == "pack.png" for c in server.calls))
    return next(c for c in server.calls if c.files and c.files[0][1] == "pack.png")


async def _said_last(server: DiscordServer, token: str, part: str) -> str:
    """What a reply says once it contains these words."""

    def found() -> list[str]:
        own = [c for c in server.calls if c.method == "PATCH" and token in c.path]
        return [c.json["content"] for c in own if part in c.json["content"]]

    await server.until(lambda: bool(found()))
    return found()[-1]
