"""Changes of emoji in the service, in both chats and on the page; the chain and going back."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot import messages
from bot.container import Container
from bot.domain import Change, Emoji, Refused, Unsuitable
from bot.messages import Messages
from bot.settings.config import Settings
from tests.support import telegram_bot as telegram
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import SceneEngine
from tests.support.people import actor, address, request
from tests.support.recording_courier import RecordingCourier
from tests.support.web_stack import Visitor, open_page

CAT, LEMON = "1F408", "1F34B"


@pytest.fixture
def engine() -> SceneEngine:
    return SceneEngine()


@pytest_asyncio.fixture
async def stack(tmp_path: Path, engine: SceneEngine) -> AsyncIterator[Container]:
    settings = Settings.model_validate({"limits": {"burst": 30, "per_day": 30}})
    async with open_stack(tmp_path, engine, settings) as stack:
        yield stack


async def asked(stack: Container, **more: Any) -> int:
    """The number of an emoji of a cat by ann."""
    await stack.service.ask(request("cat", **more))
    return await _delivered(stack)


async def change(stack: Container, emoji: int, words: str, name: str = "ann") -> Emoji:
    """What comes of a change."""
    request_id = f"{emoji} {words} {name}"
    await stack.service.change(emoji, words, request_id, actor(name), address())
    found = await stack.store.emoji.get(await _delivered(stack))
    assert found is not None
    return found


async def _delivered(stack: Container) -> int:
    courier = RecordingCourier()
    async with stack.serve(courier):
        await courier.until(1)
    return courier.emoji[0][1].id


def scene(emoji: Emoji) -> dict[str, object]:
    read: dict[str, object] = json.loads(emoji.recipe.scene)
    return read


async def test_a_change_keeps_what_it_does_not_speak_of(stack: Container) -> None:
    first = await asked(stack, style="noto", seed=7, wildness=30, candidates=3)
    await stack.service.emoji.pick(first, 2, actor())
    hat = await change(stack, first, "now with a hat")
    blue = await change(stack, hat.id, "make it blue")
    assert scene(hat) == {"base": CAT, "accessories": ["top hat"]}
    assert scene(blue) == {"base": CAT, "accessories": ["top hat"], "colour": "blue"}
    assert blue.recipe.prompt == "blue cat with a top hat"
    for one in (hat, blue):
        recipe = one.recipe
        assert (recipe.style, recipe.seed, recipe.wildness, recipe.candidates) == ("noto", 7, 30, 3)
        # The picture that was picked has the same seed in each.
        picture = await stack.store.emoji.picture(one.id, one.chosen)
        assert picture is not None
        assert picture.seed == 8 * 7 + 2
    assert blue.change == Change(hat.id, "make it blue")
    caption = Messages(str).caption(blue)
    assert f"changed from #{hat.id}: make it blue" in caption
    how = (await stack.service.emoji.how(blue.id, actor())).splitlines()
    assert how[1:3] == [
        f"changed from #{hat.id}: make it blue",
        f"changed from #{first}: now with a hat",
    ]


async def test_the_chain_is_walked_back_and_on(stack: Container, engine: SceneEngine) -> None:
    first = await asked(stack)
    hat = await change(stack, first, "now with a hat")
    blue = await change(stack, hat.id, "make it blue")
    painted = len(engine.painted)
    back = await change(stack, blue.id, "back")
    assert scene(back) == scene(hat)
    assert back.change == Change(first, "now with a hat")
    assert back.id not in (hat.id, blue.id)
    start = await change(stack, back.id, "back")
    assert start.change is None
    assert start.recipe.prompt == "cat"
    original = await change(stack, blue.id, "back to the start")
    assert original.change is None
    assert len(engine.painted) == painted, "what was painted is shown again"
    with pytest.raises(Refused, match="nothing to go back to"):
        await change(stack, start.id, "back")
    red = await change(stack, back.id, "make it red")
    assert scene(red) == {**scene(hat), "colour": "red"}


async def test_what_is_not_understood_is_said_and_costs_nothing(stack: Container) -> None:
    emoji = await asked(stack)
    for words, says in (
        ("with a qwzx", "did not understand “qwzx”"),
        ("without the hat", "no “hat” to take away"),
        ("", "Say what to draw"),
        ("x" * 201, "201 characters"),
    ):
        with pytest.raises(Refused, match=says):
            await change(stack, emoji, words)
    with pytest.raises(Unsuitable):
        await change(stack, emoji, "with a fucking hat")
    assert await stack.store.jobs.get(emoji + 1) is None
    for number in (0, 99):
        with pytest.raises(Refused, match=messages.NO_EMOJI):
            await change(stack, number, "make it blue")


async def test_another_style_and_motion(stack: Container, engine: SceneEngine) -> None:
    emoji = await asked(stack, style="fluent", motion="dance")
    noto = await change(stack, emoji, "in noto style")
    assert (noto.recipe.style, noto.recipe.motion, noto.recipe.prompt) == ("noto", "dance", "cat")
    painted = len(engine.painted)
    still = await change(stack, noto.id, "stop moving")
    assert still.recipe.motion is None
    moving = await change(stack, still.id, "animate it")
    assert moving.recipe.motion == "asked"
    assert len(engine.painted) == painted, "the same picture"
    hat = await change(stack, moving.id, "with a hat")
    assert hat.recipe.motion == "asked"


async def test_a_chain_outlives_one_who_had_their_part_deleted(stack: Container) -> None:
    first = await asked(stack)
    hat = await change(stack, first, "now with a hat", "bob")
    blue = await change(stack, hat.id, "make it blue", "ann")
    await stack.service.people.forget(actor("bob"))
    how = await stack.service.emoji.how(blue.id, actor())
    assert f"changed from #{hat.id}: make it blue" in how
    assert "hat\n" not in how.replace("with a top hat", "")
    with pytest.raises(Refused, match="creator deleted it"):
        await change(stack, blue.id, "back")
    red = await change(stack, blue.id, "make it red")
    assert scene(red)["accessories"] == ["top hat"]


async def test_the_same_press_twice_is_one_change(stack: Container) -> None:
    emoji = await asked(stack)
    one = await stack.service.change(emoji, "make it blue", "press", actor(), address())
    two = await stack.service.change(emoji, "make it blue", "press", actor(), address())
    assert (one.job, two.repeated) == (two.job, True)


async def test_an_emoji_from_before_scenes_is_not_changed(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        emoji = await asked(stack)
        with pytest.raises(Refused, match="too old to be changed"):
            await change(stack, emoji, "make it blue")


async def test_telegram_changes_by_replies(tmp_path: Path) -> None:
    async with telegram.open_world(tmp_path, SceneEngine()) as world:
        cat = await world.emoji("cat")
        await world.server.say("now with a hat", reply_to=cat)
        hat = await world.delivered()
        assert (await world.job(2)).recipe.prompt == "cat with a top hat"
        assert (await world.job(2)).recipe.seed == (await world.job(1)).recipe.seed
        await world.server.say("make it blue", reply_to=hat)
        await world.delivered()
        await world.server.say("back", reply_to=await _shown(world, 3))
        await world.delivered()
        assert (await world.job(4)).recipe == (await world.job(2)).recipe
        # What is not understood is said; a comment in private is a prompt like any other text.
        await world.server.say("with a qwzx", reply_to=hat)
        await world.server.until(lambda: any("qwzx" in text for text in _texts(world)))
        assert await world.stack.store.jobs.get(5) is None
        await world.server.say("lol", reply_to=hat)
        await world.delivered()
        assert (await world.job(5)).recipe.prompt == "lol"


async def test_the_pencil_asks_for_a_change_on_telegram_too(tmp_path: Path) -> None:
    async with telegram.open_world(tmp_path, SceneEngine()) as world:
        await world.emoji("cat")
        await world.server.press("e:edit:1", await _shown(world, 1))
        await world.server.until(lambda: any("be different" in text for text in _texts(world)))
        asked = world.server.sent("sendMessage")[-1]
        assert asked.fields["reply_markup"]["force_reply"] is True
        bots = (own for own, sent in world.server.messages.items() if sent["from"]["is_bot"])
        await world.server.say("now with a hat", reply_to=max(bots))
        await world.delivered()
        hat = await world.stack.store.emoji.get(2)
        assert hat is not None
        assert hat.recipe.prompt == "cat with a top hat"
        assert hat.change == Change(1, "now with a hat")


async def _shown(world: telegram.TelegramWorld, emoji: int) -> int:
    (message, *_) = await world.stack.store.emoji.messages(emoji)
    return int(message.message)


def _texts(world: telegram.TelegramWorld) -> list[str]:
    return [str(call.fields.get("text")) for call in world.server.sent("sendMessage")]


async def test_the_page_changes_in_the_same_thread(tmp_path: Path) -> None:
    async with open_page(tmp_path, SceneEngine()) as page, Visitor(page) as ann:
        async with ann.follow() as events:
            await ann.post("/api/ask", id="a", prompt="cat", seed=5)
            cat = await events.until("turn", standing="done")
            emoji = cat["emoji"]["id"]
            await ann.post("/api/change", id="b", emoji=emoji, words="now with a hat")
            hat = await events.until("turn", standing="done")
            assert hat["emoji"]["prompt"] == "cat with a top hat"
            assert hat["emoji"]["seed"] == 5
            assert hat["change"] == {"emoji": emoji, "words": "now with a hat"}
            assert hat["emoji"]["changed"] == f"changed from #{emoji}: now with a hat"
            refused = await ann.post("/api/change", 409, id="c", emoji=emoji, words="a qwzx")
            assert "did not understand “qwzx”" in refused["error"]
        async with Visitor(page) as eve:
            refused = await eve.post("/api/change", 409, id="d", emoji=emoji, words="make it red")
            assert refused["error"] == messages.NO_EMOJI
