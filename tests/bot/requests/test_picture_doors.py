"""Pictures by each door: Discord's option and menu, Telegram's photos, the page; and avatars."""

import asyncio
import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot import messages, options
from bot.domain import PICTURE_BYTES, Person, Platform, Turn
from bot.telegram.pictures import NO_AVATAR
from bot.web import chat
from model.image.from_picture import MOST_BYTES
from tests.support import discord_bot, discord_server, telegram_bot, telegram_server
from tests.support.browser import barriers, keep, open_browser, visit
from tests.support.pictures import CopyingEngine, disc, encoded
from tests.support.web_stack import Visitor, open_page

PNG = encoded(disc())
COPY = """async (data) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const picture = new Blob([bytes], { type: "image/png" });
  await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
}"""
COPY_WITH_TEXT = COPY.replace(
    '{ "image/png": picture }',
    '{ "image/png": picture, "text/plain": new Blob(["a table"], { type: "text/plain" }) }',
)
CUT = "Cut out of its plain ground."


def test_both_sides_of_the_model_have_one_limit() -> None:
    assert PICTURE_BYTES == MOST_BYTES


def test_about_me_is_the_word_alone_or_with_a_colon() -> None:
    said = {"me": "", " ME ": "", "me: a frog": "a frog", "me --outline": "--outline"}
    assert {words: options.about_me(words) for words in said} == said
    assert options.about_me("me on monday") is options.about_me("meme") is None


def picked(option: str, attachment: dict[str, Any]) -> dict[str, Any]:
    return {"name": option, "type": 11, "value": attachment["id"]}


async def last_turn(stack: Any, platform: Platform, own: str) -> Turn:
    turns: tuple[Turn, ...] = await stack.service.turns(Person(platform, own))
    return turns[-1]


async def test_discord_takes_a_picture_a_menu_and_the_askers_avatar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with discord_bot.open_world(tmp_path, monkeypatch, CopyingEngine()) as world:
        server, alice = world.server, discord_server.ALICE
        file = server.attachment(PNG)
        await server.slash(
            "emoji",
            picked("picture", file),
            {"name": "outline", "type": 5, "value": True},
            resolved={"attachments": {file["id"]: file}},
        )
        shown = await world.delivered()
        assert discord_server.text_in(server.messages[shown]) == f"“from a picture”\n{CUT}"
        await server.use_menu("Make it an emoji", server.attachment(PNG, "b.png"))
        await world.delivered()
        # Messages of this bot have their picture in a layout.
        name = server.messages[shown]["components"][0]["items"][0]["media"]["url"].split("/")[-1]
        server.files[name.partition("?")[0]] = PNG
        await server.use_menu("Make it an emoji", message=server.messages[shown])
        await world.delivered()
        server.files["0.png"] = PNG
        for number in range(6):
            server.files[f"{number}.png"] = PNG
        await server.slash("emoji", discord_server.option("prompt", "me: a frog"))
        await world.delivered()
        recipe = (await last_turn(world.stack, Platform.DISCORD, alice)).job.recipe
        assert (recipe.prompt, bool(recipe.picture)) == ("a frog", True)


async def test_discord_says_what_is_wrong_with_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with discord_bot.open_world(tmp_path, monkeypatch, CopyingEngine()) as world:
        server = world.server
        for attachment in (
            server.attachment(PNG, "large.png", PICTURE_BYTES + 1),
            server.attachment(b"no picture", "bad.png"),
        ):
            await server.slash(
                "emoji",
                picked("picture", attachment),
                resolved={"attachments": {attachment["id"]: attachment}},
            )
        await server.use_menu("Make it an emoji")
        said = [await server.call("POST", "webhooks", count) for count in (1, 2, 3)]
        texts = "\n".join(one.json["content"] for one in said)
        assert messages.PICTURE_TOO_LARGE in texts
        assert "This picture cannot be used" in texts
        assert "no picture that I could use" in texts


async def test_telegram_takes_photos_files_replies_and_the_askers_avatar(tmp_path: Path) -> None:
    async with telegram_bot.open_world(tmp_path, CopyingEngine()) as world:
        server, group = world.server, telegram_server.GROUP

        async def recipe() -> Any:
            await world.delivered()
            return (await last_turn(world.stack, Platform.TELEGRAM, "40")).job.recipe

        await server.send_picture(PNG)
        assert (await recipe()).prompt == messages.FROM_PICTURE
        await server.send_picture(PNG, "/emoji angry disc", document=True, chat=group)
        assert (await recipe()).prompt == "angry disc"
        photo = await server.send_picture(PNG, "look at this", chat=group)
        await server.say("/emoji", chat=group, reply_to=photo)
        assert (await recipe()).picture
        server.files["face"], server.avatars[40] = PNG, ["face"]
        await server.say("/emoji me")
        assert (await recipe()).picture
        assert len(await world.stack.service.turns(Person(Platform.TELEGRAM, "40"))) == 4


async def test_telegram_says_what_is_wrong_with_a_picture(tmp_path: Path) -> None:
    async with telegram_bot.open_world(tmp_path, CopyingEngine()) as world:
        await world.server.send_picture(b"no picture")
        await world.server.send_picture(PNG, size=PICTURE_BYTES + 1)
        await world.server.say("/emoji me")
        await world.server.call("sendMessage", 3)
        said = "\n".join(call.fields["text"] for call in world.server.sent("sendMessage"))
        for sentence in ("This picture cannot be used", messages.PICTURE_TOO_LARGE, NO_AVATAR):
            assert sentence in said


async def test_the_page_takes_a_picture_in_base64(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_page(tmp_path, CopyingEngine()) as page, Visitor(page) as ann:
        async with ann.follow() as events:
            picture = base64.b64encode(encoded(disc(size=(200, 150)), "BMP")).decode()
            assert len(picture) > 16 * 1024
            await ann.post("/api/from-picture", id="a", picture=picture, outline=True)
            done = await events.until("turn", standing="done")
            assert done["emoji"]["misread"] == CUT
            assert done["emoji"]["painted"] is False
        for body, status, why in (
            ({"picture": base64.b64encode(b"nothing").decode()}, 409, "cannot be used"),
            ({"picture": "*"}, 409, "cannot be used"),
            ({"picture": 7}, 400, "picture"),
            ({}, 400, "picture"),
        ):
            refused = await ann.post("/api/from-picture", status, id="b", **body)
            assert why in refused["error"]
        monkeypatch.setattr(chat, "PICTURE_BODY_BYTES", 1000)
        too_large = await ann.post("/api/from-picture", 413, id="c", picture=picture)
        assert too_large["error"]


async def drop(page: Page, file: Path) -> None:
    """Drag a picture file from the desktop onto the page, as Chromium's own protocol does."""
    await asyncio.to_thread(file.write_bytes, PNG)
    data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    session = await page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        await session.send(
            "Input.dispatchDragEvent", {"type": kind, "x": 300, "y": 300, "data": data}
        )


async def test_the_page_takes_a_chosen_a_dropped_and_a_pasted_picture(tmp_path: Path) -> None:
    async with (
        open_page(tmp_path, CopyingEngine()) as bot,
        open_browser() as browser,
        visit(browser, bot.app.url) as page,
    ):
        file: Any = {"name": "disc.png", "mimeType": "image/png", "buffer": PNG}
        await page.set_input_files("#picture-file", [file])
        await expect(page.locator("#picture-what")).to_contain_text("An emoji from disc.png")
        await keep(page, "chat-picture")
        assert not await barriers(page)
        await page.get_by_text("White outline").click()
        await page.press("#words", "Enter")
        await expect(page.locator(".stage")).to_be_visible()
        await expect(page.locator("#picture")).to_be_hidden()
        await expect(page.locator(".misread")).to_have_text(CUT)
        again = page.get_by_role("button", name="Again", exact=True)
        await expect(again).to_have_count(0)
        # What the service would refuse for a picture is not offered.
        for refused in ("Pack", "Change"):
            await expect(page.get_by_role("button", name=refused, exact=True)).to_have_count(0)
        text: Any = {"name": "notes.md", "mimeType": "text/markdown", "buffer": b"notes"}
        await page.set_input_files("#picture-file", [text])
        await expect(page.get_by_role("alert")).to_contain_text("is no picture")
        await drop(page, tmp_path / "dropped.png")
        await expect(page.locator("#picture-what")).to_contain_text("dropped.png")
        await page.get_by_role("button", name="Without it").click()
        await expect(page.locator("#picture")).to_be_hidden()
        await page.evaluate(COPY, base64.b64encode(PNG).decode())
        await page.keyboard.press("Control+V")
        await expect(page.locator("#picture-what")).to_contain_text("An emoji from image.png")
        assert await page.input_value("#words") == ""
        # A text that was copied with a picture of itself is pasted as text.
        await page.get_by_role("button", name="Without it").click()
        await page.evaluate(COPY_WITH_TEXT, base64.b64encode(PNG).decode())
        await page.keyboard.press("Control+V")
        await expect(page.locator("#words")).to_have_value("a table")
        await expect(page.locator("#picture")).to_be_hidden()
        await drop(page, tmp_path / "dropped.png")
        await page.fill("#words", "an angry disc")
        await page.press("#words", "Enter")
        await expect(again).to_have_count(1)
        assert await asyncio.wait_for(bot.stack.store.jobs.waiting(), 5) == 0
