"""Emoji that move: asked for or made of others, in the chats, in sets and servers, on the page."""

import base64
import gzip
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import av
import pytest
import pytest_asyncio
from PIL import Image

from bot import messages, options, pace
from bot.container import Container
from bot.discord.buttons import motions_view
from bot.domain import MOTION_ASKED, Actor, Form, Person, Platform, Refused
from model.image.moving import limits, moved
from model.image.moving.webm import webm
from tests.support import discord_bot, telegram_bot
from tests.support.arrived import keep
from tests.support.bot_stack import open_stack, paint_one
from tests.support.discord_server import GUILD, custom_ids, option
from tests.support.fake_engine import FakeEngine, SketchingEngine
from tests.support.people import actor, address
from tests.support.recording_courier import RecordingCourier
from tests.support.telegram_server import ANN, TelegramCall
from tests.support.web_stack import Visitor, open_page

CREATE_EXPRESSIONS = 1 << 43
MOTIONS = FakeEngine.motions


@pytest_asyncio.fixture
async def stack(tmp_path: Path) -> AsyncIterator[Container]:
    async with open_stack(tmp_path, SketchingEngine()) as stack:
        yield stack


async def animated(stack: Container, emoji: int, motion: str, name: str = "ann") -> int:
    """Make a moving emoji of another and return its number."""
    courier = RecordingCourier()
    request = f"{emoji} {motion} {name}"
    await stack.service.animate(emoji, motion, request, actor(name), address())
    async with stack.serve(courier):
        await courier.until(1)
    return courier.emoji[0][1].id


def frames(data: bytes) -> int:
    with Image.open(io.BytesIO(data)) as picture:
        return getattr(picture, "n_frames", 1)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("dancing lemon", ("dancing lemon", None)),
        ("dancing lemon --move", ("dancing lemon", MOTION_ASKED)),
        ("lemon --move spin", ("lemon", "spin")),
        ("--move=Spin lemon", ("lemon", "spin")),
        ("—move dancing lemon", ("dancing lemon", MOTION_ASKED)),
        ("lemon --move moonwalk", ("lemon", "moonwalk")),
        ("--move", ("", MOTION_ASKED)),
        ("a --mover and a shaker", ("a --mover and a shaker", None)),
    ],
)
def test_options_in_a_prompt(prompt: str, expected: tuple[str, str | None]) -> None:
    assert options.read(prompt, MOTIONS) == expected


async def test_words_that_ask_for_a_motion_get_it_and_the_file_is_kept(stack: Container) -> None:
    number = await paint_one(stack, "dancing lemon --move")
    emoji = await stack.service.emoji.get(number, actor())
    assert (emoji.recipe.prompt, emoji.recipe.motion) == ("dancing lemon", MOTION_ASKED)
    first = await stack.service.moving.file(emoji, Form.GIF)
    assert frames(first.data) > 10
    assert first.says.startswith("dance: ")
    assert await stack.service.moving.file(emoji, Form.GIF) == first
    assert f"moves: {first.says}" in await stack.service.emoji.how(number, actor())
    row = await stack.store.moving._db.one("SELECT count(*) AS n FROM moving")
    assert row is not None
    assert row["n"] == 1


async def test_a_moving_emoji_is_one_of_its_own(stack: Container) -> None:
    still = await paint_one(stack)
    await stack.service.emoji.pick(still, 1, actor())
    moves = await animated(stack, still, "spin", name="bob")
    emoji = await stack.service.emoji.get(moves, actor("bob"))
    assert (emoji.person, emoji.recipe.motion, emoji.chosen) == (actor("bob").person, "spin", 1)
    before = await stack.service.emoji.picture(still, actor())
    after = await stack.service.emoji.picture(moves, actor("bob"))
    assert before == after
    assert "as a whole" in (await stack.service.moving.file(emoji, Form.GIF)).says
    assert messages.CACHED not in messages.Messages(str).caption(emoji)
    await stack.service.votes.vote(moves, actor("bob"), 1)
    assert await stack.service.votes.tally(still) == (0, 0)
    assert [own.id for own in await stack.service.emoji.history(actor("bob"))] == [moves]
    # Another try moves too.
    courier = RecordingCourier()
    await stack.service.again(moves, "again", actor("bob"), address())
    async with stack.serve(courier):
        await courier.until(1)
    again = courier.emoji[0][1]
    assert (again.recipe.motion, again.chosen) == ("spin", 0)
    # Its creator forgets everything; the other keeps the pictures.
    await stack.service.people.forget(actor("bob"))
    with pytest.raises(Refused, match="no such emoji"):
        await stack.service.emoji.get(moves, actor("bob"))
    await stack.service.emoji.remove(still, actor())
    row = await stack.store.moving._db.one("SELECT count(*) AS n FROM moving")
    assert row is not None
    assert row["n"] == 0


async def test_what_cannot_move_is_refused(stack: Container) -> None:
    still = await paint_one(stack)
    with pytest.raises(Refused, match="Choose one of bounce, dance"):
        await stack.service.animate(still, "moonwalk", "1", actor(), address())
    with pytest.raises(Refused, match="no such emoji"):
        await stack.service.animate(still, "spin", "2", actor("eve", chat="hers"), address())
    with pytest.raises(Refused, match="no such emoji"):
        await stack.service.moving.motions(still, actor("eve", chat="hers"))
    with pytest.raises(Refused, match="stands still"):
        await stack.service.moving.file(await stack.service.emoji.get(still, actor()), Form.GIF)
    assert (await stack.service.moving.motions(still, actor()))[0] == "dance"
    await stack.service.emoji.remove(still, actor())
    for call in (
        stack.service.animate(still, "spin", "3", actor(), address()),
        stack.service.moving.motions(still, actor()),
    ):
        with pytest.raises(Refused, match="pictures are gone"):
            await call


async def test_on_telegram_a_moving_sticker_comes_and_goes_into_the_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "CALM_SECONDS", 0.0)
    # Six frames a second: encoding thirty takes a busy machine longer than the test waits.
    slow = replace(limits.STICKER_WEBM, fps=6.0)
    monkeypatch.setitem(moved.FORMS, "webm", (webm, slow))
    async with telegram_bot.open_world(tmp_path, FakeEngine()) as world:
        server, shown = world.server, await world.emoji("lemon")
        await server.press("e:animate:1", shown)

        def offers() -> list[TelegramCall]:
            sent = server.sent("sendMessage")
            return [call for call in sent if call.fields["text"] == messages.WHICH_MOTION]

        await server.until(lambda: bool(offers()))
        (offered,) = offers()
        assert list(offered.buttons)[:2] == ["bounce", "party"]
        await server.press(offered.buttons["spin"], shown)
        moving = await world.delivered()
        data = keep("telegram.webm", (await server.call("sendSticker", 2)).files["sticker"])
        with av.open(io.BytesIO(data), "r") as video:
            (stream,) = video.streams.video
            assert (stream.width, stream.height, stream.metadata["alpha_mode"]) == (512, 512, "1")
        how = await world.stack.service.emoji.how(2, telegram_actor())
        assert "spin, the picture as a whole: 8 frames" in how
        assert "A painting has no parts for an animated sticker" in how
        await server.press("e:add:2", moving)
        await server.until(lambda: bool(server.sent("createNewStickerSet")))
        (sticker,) = server.sent("createNewStickerSet")[0].fields["stickers"]
        assert sticker["format"] == "video"


def telegram_actor() -> Actor:
    return Actor(Person(Platform.TELEGRAM, str(ANN["id"])), chat=str(ANN["id"]))


async def test_on_telegram_a_sketch_is_an_animated_sticker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "CALM_SECONDS", 0.0)
    async with telegram_bot.open_world(tmp_path, SketchingEngine()) as world:
        server, shown = world.server, await world.emoji("dancing lemon --move")
        data = keep("telegram.tgs", (await server.call("sendSticker")).files["sticker"])
        told = json.loads(gzip.decompress(data))
        assert (told["tgs"], told["fr"], told["w"], told["h"]) == (1, 60, 512, 512)
        await server.press("e:add:1", shown, user=ANN | {"is_premium": True})
        await server.until(lambda: len(server.sent("createNewStickerSet")) == 2)
        for made in server.sent("createNewStickerSet"):
            (sticker,) = made.fields["stickers"]
            assert sticker["format"] == "animated"


async def test_on_discord_an_animated_emoji_and_a_sticker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with discord_bot.open_world(tmp_path, monkeypatch, SketchingEngine()) as world:
        server = world.server
        animate = {"name": "animated", "type": 5, "value": True}
        await server.slash("emoji", option("prompt", "dancing lemon"), animate)
        message = await world.delivered()
        shown = next(call for call in server.calls if call.files)
        assert shown.files[0][1] == "dancing_lemon.gif"
        assert frames(shown.files[0][2]) > 10
        # Fifty still ones leave room for one that moves.
        server.emojis += [{"id": str(n), "name": f"e{n}", "animated": False} for n in range(50)]
        await server.press_in_menu("add", message, permissions=CREATE_EXPRESSIONS)
        added = await server.call("POST", f"/guilds/{GUILD}/emojis")
        kind, _, data = added.json["image"].partition(",")
        assert kind == "data:image/gif;base64"
        assert keep("discord.gif", base64.b64decode(data)) == shown.files[0][2]
        await server.press_in_menu("sticker", message, permissions=CREATE_EXPRESSIONS)
        sticker = await server.call("POST", f"/guilds/{GUILD}/stickers")
        (picture,) = (data for field, _, data in sticker.files if field == "file")
        assert frames(keep("discord-moving-sticker.png", picture)) > 10
        server.emojis += [{"id": str(n), "name": f"a{n}", "animated": True} for n in range(90, 140)]
        full = await server.press_in_menu("add", message, permissions=CREATE_EXPRESSIONS)
        said = await server.call("POST", f"/webhooks/1/{full}")
        assert said.json["content"].startswith("All 50 places for emoji that move")


async def test_on_discord_motions_are_offered_in_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with discord_bot.open_world(tmp_path, monkeypatch, SketchingEngine()) as world:
        server = world.server
        await server.slash("emoji", option("prompt", "dancing lemon"))
        message = await world.delivered()
        pressed = await server.press_in_menu("animate", message)
        menu = await server.call("PATCH", f"/{pressed}/messages/@original")
        assert custom_ids(menu.json["components"])[0] == "e:move:1:1"
        await server.press_in_menu("sticker", message, permissions=CREATE_EXPRESSIONS)
        sticker = await server.call("POST", f"/guilds/{GUILD}/stickers")
        (picture,) = (data for field, _, data in sticker.files if field == "file")
        assert Image.open(io.BytesIO(keep("discord-sticker.png", picture))).size == (320, 320)
    names = [f"motion {number}" for number in range(40)]
    assert len(motions_view(1, names, names).children) == 25


async def test_on_the_page_it_moves_in_every_form(tmp_path: Path) -> None:
    async with open_page(tmp_path, SketchingEngine()) as page, Visitor(page) as ann:
        async with ann.follow() as events:
            await ann.post("/api/ask", id="a", prompt="dancing lemon", animated=True)
            emoji = (await events.until("turn", standing="done"))["emoji"]
            assert (emoji["motion"], emoji["cached"]) == (MOTION_ASKED, "")
            for form, start in (
                ("gif", b"GIF89a"),
                ("animated-webp", b"RIFF"),
                ("png", b"\x89PNG"),
            ):
                async with ann.session.get(f"/api/picture/{emoji['id']}/0.{form}") as answer:
                    assert answer.status == 200
                    assert (await answer.read()).startswith(start)
            offered = (await ann.get(f"/api/motions/{emoji['id']}"))["motions"]
            assert offered[0] == "dance"
            made = await ann.post("/api/animate", id="b", emoji=emoji["id"], motion="spin")
            turned = await events.until("turn", standing="done", job=made["job"])
            assert turned["emoji"]["motion"] == "spin"
        shown = await ann.get(f"/api/gallery/{emoji['id']}")
        assert shown["receipt"]["moves"].startswith("dance: ")
        async with Visitor(page) as eve:
            await eve.get(f"/api/motions/{emoji['id']}", expect=409)
            await eve.post("/api/animate", expect=409, id="c", emoji=emoji["id"], motion="spin")
