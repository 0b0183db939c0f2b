"""Discord's message commands, results as layouts, and places where only a person has the bot."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from bot.discord.buttons import STILL_SHOWN
from bot.discord.emoji import NO_SERVER
from bot.discord.message_words import NO_WORDS
from bot.discord.replies import OUTSIDE, TOO_LATE_OUTSIDE
from bot.domain import JobState
from tests.support.discord_bot import open_world
from tests.support.discord_server import (
    BOT,
    COMPONENTS_V2,
    GROUP_CHANNEL,
    IN_SERVER,
    OTHER_SERVER,
    PRIVATE_CHANNEL,
    SECONDS,
    WITH_THE_BOT,
    DiscordCall,
    custom_ids,
    member,
    option,
    text_in,
    user,
)
from tests.support.fake_engine import FakeEngine

PNG = b"\x89PNG"
EPHEMERAL, CREATE_EXPRESSIONS = 64, 1 << 43
OUTSIDE_PLACES = [OTHER_SERVER, PRIVATE_CHANNEL, GROUP_CHANNEL]


async def test_the_words_of_a_message_become_an_emoji(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each message with what is drawn, or with what is said instead."""
    async with open_world(tmp_path, monkeypatch) as world:
        server = world.server
        shown: dict[str, Any] = {}
        for content, drawn in (
            ("a **dancing** ~~lemon~~", "a dancing lemon"),
            ("<@!41> look: <a:party_frog:99> https://x.org/y?z <t:1:R>", "look: party frog"),
            ("> an angry\n> unicorn @everyone", "an angry unicorn"),
        ):
            await server.use_menu("Emojify these words", content=content)
            shown = server.messages[await world.delivered()]
            assert text_in(shown) == f"“{drawn}”"
        # Of a result of this bot, the words that it was made from.
        own = shown | {"author": user(BOT, True), "attachments": []}
        await server.use_menu("Emojify these words", message=own)
        assert text_in(server.messages[await world.delivered()]).startswith("“an angry unicorn”")
        forwarded = {
            "message_snapshots": [{"message": own | {"content": "a cat", "components": []}}]
        }
        await server.use_menu("Emojify these words", message=forwarded)
        assert text_in(server.messages[await world.delivered()]) == "“a cat”"
        for number, (content, files, said) in enumerate(
            (
                ("", [server.attachment(PNG)], "no words. “Make it an emoji” draws its picture."),
                ("https://x.org <@41>", [], NO_WORDS),
                ("lemon " * 50, [], "characters. The limit is 200."),
            ),
            1,
        ):
            await server.use_menu("Emojify these words", *files, content=content)
            refused = await server.call("POST", "/webhooks/", number)
            assert said in refused.json["content"]
            assert refused.json["flags"] == EPHEMERAL


async def test_a_vote_changes_the_counts_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        server = world.server
        message = await world.emoji()
        picture, words, _ = server.messages[message]["components"]
        token = await server.press("e:up:1", message)
        counted = await server.call("PATCH", f"/{token}/messages/@original")
        assert counted.json["flags"] == COMPONENTS_V2
        assert not counted.files
        assert "attachments" not in counted.json
        assert _labels(counted) == {"e:up:1": "1", "e:more:1": "…"}
        assert server.messages[message]["components"][:2] == [picture, words]
        # Were Discord to refuse that, the picture is sent again.
        server.fault("PATCH", "/webhooks/", 400, code=50035, message="Invalid Form Body")
        token = await server.press("e:down:1", message)
        again = await server.call("PATCH", f"/{token}/messages/@original", 2)
        assert [name for _, name, _ in again.files] == ["lemon_1.png"]
        assert _labels(again) == {"e:down:1": "1", "e:more:1": "…"}


async def test_messages_from_before_results_were_layouts_keep_their_buttons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        server = world.server
        message = await world.emoji()
        actions = ("up", "down", "again", "animate", "edit", "add", "more", "remove")
        buttons = [{"type": 2, "style": 2, "custom_id": f"e:{own}:1"} for own in actions]
        rows = [{"type": 1, "components": row} for row in (buttons[:5], buttons[5:])]
        old = {"content": "“lemon”", "flags": 0, "components": rows}
        server.messages[message] |= old
        token = await server.press("e:animate:1", message)
        menu = await server.call("PATCH", f"/{token}/messages/@original")
        assert custom_ids(menu.json["components"])[0].startswith("e:move:1:")
        token = await server.press("e:edit:1", message)
        form = await server.call("POST", f"/{token}/callback")
        assert form.json["data"]["components"][1]["components"][0]["value"] == "lemon"
        token = await server.press("e:up:1", message)
        counted = await server.call("PATCH", f"/{token}/messages/@original")
        assert _labels(counted) == {"e:up:1": "1", "e:more:1": "…"}
        assert not counted.json.get("flags")
        assert server.messages[message]["content"] == "“lemon”"


@pytest.mark.parametrize("place", OUTSIDE_PLACES, ids=["server", "private", "group"])
async def test_where_only_the_person_has_the_bot_it_offers_what_it_can_do(
    place: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        server, server.place = world.server, place
        message = await world.emoji()
        assert custom_ids(server.messages[message]["components"])[-1] == "e:more:1"
        token = await server.press("e:more:1", message)
        menu = await server.call("PATCH", f"/{token}/messages/@original")
        assert menu.json["content"] == f"“lemon”\n{OUTSIDE}"
        actions = [own.split(":")[1] for own in custom_ids(menu.json["components"])]
        assert actions == ["animate", "all", "how", "pack", "remove"]
        token = await server.slash("help")
        told = await server.call("PATCH", f"/{token}/messages/@original")
        assert told.json["content"].endswith(OUTSIDE)
        # The menus of messages work likewise, and other people's presses too.
        await server.use_menu("Emojify these words", content="a cat")
        await world.delivered()
        other = {"user": user("12")} if "user" in place else {"member": member("12")}
        await server.press("e:up:1", message, **other)
        await server.until(lambda: _counted(server.messages[message]))
        # An old button refuses; removing says that the message stays.
        server.messages[message]["components"][-1]["components"][0]["custom_id"] = "e:add:1"
        token = await server.press("e:add:1", message, permissions=CREATE_EXPRESSIONS)
        refused = await server.call("PATCH", f"/{token}/messages/@original")
        assert refused.json["content"] == NO_SERVER
        server.fault("DELETE", "/channels/", 403, code=50001, message="Missing Access")
        token = await server.press_in_menu("remove", message)
        said = await server.call("POST", f"/webhooks/1/{token}")
        assert said.json["content"] == STILL_SHOWN
        assert not [c for c in server.calls if c.method == "POST" and "/channels/" in c.path]


async def test_after_the_token_expired_nothing_is_tried_where_the_bot_is_not_a_member(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = asyncio.Event()
    async with open_world(tmp_path, monkeypatch, FakeEngine(hold=hold)) as world:
        server, server.place = world.server, GROUP_CHANNEL
        ended = asyncio.Event()
        keep = world.stack.store.jobs.end

        async def noted(*parts: Any, **more: Any) -> bool:
            kept = await keep(*parts, **more)
            ended.set()
            return kept

        async def slow() -> float:
            return 3600.0

        monkeypatch.setattr(world.stack.store.jobs, "end", noted)
        monkeypatch.setattr(world.stack.store.jobs, "seconds_each", slow)
        token = await server.slash("emoji", option("prompt", "lemon"))
        accepted = await server.call("PATCH", f"/{token}/messages/@original")
        assert accepted.json["content"].endswith(TOO_LATE_OUTSIDE)
        before, clock = len(server.calls), time.time
        monkeypatch.setattr(time, "time", lambda: clock() + 14 * 60)
        hold.set()
        async with asyncio.timeout(SECONDS):
            await ended.wait()
        assert server.calls[before:] == []
        job = await world.stack.store.jobs.get(1)
        assert job is not None
        assert job.state is JobState.FAILED
        token = await server.slash("history")
        listed = await server.call("PATCH", f"/{token}/messages/@original")
        assert "“lemon”" in listed.json["content"]


@pytest.mark.parametrize("place", [IN_SERVER, WITH_THE_BOT], ids=["server", "with the bot"])
async def test_where_the_bot_is_a_member_everything_is_offered(
    place: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path, monkeypatch) as world:
        server, server.place = world.server, place
        await server.slash("emoji", option("prompt", "lemon"))
        token = await server.press("e:more:1", await world.delivered())
        menu = await server.call("PATCH", f"/{token}/messages/@original")
        assert menu.json["content"] == "“lemon”"
        assert {"e:add:1", "e:sticker:1"} <= {
            own.partition("@")[0] for own in custom_ids(menu.json["components"])
        }


def _labels(call: DiscordCall) -> dict[str, str]:
    """The buttons with a label."""
    (row,) = (own for own in call.json["components"] if own["type"] == 1)
    return {own["custom_id"]: own["label"] for own in row["components"] if own.get("label")}


def _counted(message: dict[str, Any]) -> bool:
    return bool(message["components"][-1]["components"][0].get("label") == "1")
