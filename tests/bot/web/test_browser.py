"""The chat in a real browser: asking, voting, picking, reloading; by keyboard; on a phone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Route, expect

from bot.messages import CACHED, FORGET_YES, FORGOTTEN
from tests.support import web_stack
from tests.support.browser import barriers, keep, open_browser, visit
from tests.support.fake_engine import FakeEngine, SceneEngine, SketchingEngine
from tests.support.pseudo_language import pseudo
from tests.support.web_stack import open_page

AT_THE_END = """() => {
  const { scrollHeight, scrollTop, clientHeight } = document.getElementById("scroll");
  return scrollHeight - scrollTop - clientHeight < 2;
}"""
LEMON = "Dancing Lemon with Sunglasses"


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


async def ask(page: Page, words: str) -> None:
    await page.fill("#words", words)
    await page.press("#words", "Enter")


def finished(page: Page) -> Locator:
    return page.locator(".stage")


def said(page: Page, words: str) -> Locator:
    """Text in the conversation, without the live region for screen readers."""
    return page.locator("#turns").get_by_text(words)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def test_ask_watch_vote_retract_pick_again(tmp_path: Path, browser: Browser) -> None:
    engine = FakeEngine(delay=1.0)
    async with open_page(tmp_path, engine) as bot, visit(browser, bot.app.url) as page:
        await expect(page.locator("#start")).to_contain_text("I draw emoji from your words")
        await keep(page, "chat-welcome")
        assert not await barriers(page)
        await ask(page, f"/emoji {LEMON}")
        await expect(page.locator(".painting img")).to_be_visible()
        await expect(page.locator(".painting p")).to_contain_text("step")
        await keep(page, "chat-painting")
        assert not await barriers(page)
        await expect(finished(page)).to_be_visible()
        await expect(page.locator("#said")).to_contain_text(f"Done. Emoji: {LEMON}")
        assert await page.input_value("#words") == ""
        link = page.get_by_role("link", name="Its page")
        await expect(link).to_have_attribute("href", "/emoji/1")
        like = button(page, "Like")
        await like.click()
        await expect(like).to_have_attribute("aria-pressed", "true")
        await expect(said(page, "May I use your votes")).to_be_visible()
        await button(page, "Yes, use my votes").click()
        await expect(said(page, "Your votes may train the model.")).to_be_visible()
        await like.click()
        await expect(like).to_have_attribute("aria-pressed", "false")
        third = page.get_by_role("button", name="Candidate 3")
        await third.click()
        await expect(third).to_have_attribute("aria-pressed", "true")
        await expect(page.locator(".stage img").first).to_have_attribute(
            "src", "/api/picture/1/2.png"
        )
        await button(page, "How it was made").click()
        await expect(page.locator(".how")).to_contain_text("model 0123456789ab")
        await keep(page, "chat-done")
        assert not await barriers(page)
        await button(page, "Again").click()
        await expect(finished(page)).to_have_count(2)
        assert engine.painted[0].seed != engine.painted[1].seed


async def test_other_words_and_an_own_seed(tmp_path: Path, browser: Browser) -> None:
    engine = FakeEngine()
    async with open_page(tmp_path, engine) as bot, visit(browser, bot.app.url) as page:
        await page.get_by_text("noto").click()
        await page.get_by_text("More", exact=True).click()
        await page.fill("#seed", "7")
        await page.fill("#candidates", "2")
        await keep(page, "chat-more")
        await ask(page, "lemon")
        await expect(finished(page)).to_be_visible()
        first = engine.painted[0]
        assert (first.style, first.seed, first.candidates) == ("noto", 7, 2)
        await button(page, "Change").click()
        await button(page, "Other words").click()
        await expect(page.locator("#changing")).to_contain_text("Other words for “lemon”")
        assert not await barriers(page)
        await ask(page, "sad lemon")
        await expect(finished(page)).to_have_count(2)
        await expect(page.locator("#changing")).to_be_hidden()
        assert (engine.painted[1].prompt, engine.painted[1].style) == ("sad lemon", "noto")
        await expect(said(page, CACHED)).to_have_count(0)
        await ask(page, "Lemon")
        await expect(finished(page)).to_have_count(3)
        await expect(said(page, CACHED)).to_be_visible()
        await keep(page, "chat-cached")
        assert not await barriers(page)
        assert len(engine.painted) == 2


async def test_an_emoji_is_changed_in_the_same_thread(tmp_path: Path, browser: Browser) -> None:
    engine = SceneEngine()
    async with open_page(tmp_path, engine) as bot, visit(browser, bot.app.url) as page:
        await ask(page, "cat")
        await button(page, "Change").click()
        await expect(page.locator("#changing")).to_contain_text("What to change in “cat”")
        assert not await barriers(page)
        await ask(page, "now with a hat")
        await expect(finished(page)).to_have_count(2)
        await expect(page.locator(".turn .mine").last).to_have_text("now with a hat")
        await expect(page.locator(".changed")).to_have_text("changed from #1: now with a hat")
        await expect(page.locator(".changed a")).to_have_attribute("href", "/emoji/1")
        await button(page, "Change").last.click()
        await ask(page, "with a qwzx")
        await expect(page.get_by_role("alert")).to_contain_text("did not understand “qwzx”")
        assert [recipe.seed for recipe in engine.painted] == [engine.painted[0].seed] * 2


async def test_copied_and_downloaded(tmp_path: Path, browser: Browser) -> None:
    async with open_page(tmp_path) as bot, visit(browser, bot.app.url) as page:
        await ask(page, "Angry Unicorn")
        await button(page, "Copy").click()
        await expect(page.locator(".note")).to_have_text("Copied.")
        kinds = "navigator.clipboard.read().then((all) => all[0].types)"
        assert await page.evaluate(kinds) == ["image/png"]
        for label, name, start in (
            ("PNG 128", "angry-unicorn.png", b"\x89PNG"),
            ("WEBP 512", "angry-unicorn.webp", b"RIFF"),
            ("PNG 100", "angry-unicorn.png", b"\x89PNG"),
        ):
            async with page.expect_download() as download:
                await page.get_by_role("link", name=label).click()
            file = await download.value
            assert file.suggested_filename == name
            assert (await asyncio.to_thread(Path(await file.path()).read_bytes)).startswith(start)


async def test_reloaded_in_the_middle_and_two_visitors(tmp_path: Path, browser: Browser) -> None:
    hold = asyncio.Event()
    engine = FakeEngine(hold=hold)
    async with (
        open_page(tmp_path, engine) as bot,
        visit(browser, bot.app.url) as ann,
        visit(browser, bot.app.url) as bob,
    ):
        await ask(ann, "lemon")
        await expect(ann.locator("progress")).to_be_visible()
        await ask(bob, "robot")
        await expect(bob.locator(".painting p")).to_contain_text("place 2 in the queue")
        await keep(bob, "chat-waiting")
        await ann.reload()
        await expect(ann.locator("progress")).to_be_visible()
        hold.set()
        for page, words in ((ann, "lemon"), (bob, "robot")):
            await expect(finished(page)).to_be_visible()
            await expect(page.locator(".mine")).to_have_text([f"/emoji {words}"])
        await ann.reload()
        await expect(finished(ann)).to_be_visible()


async def test_cancelled_failed_and_refused(tmp_path: Path, browser: Browser) -> None:
    hold = asyncio.Event()
    engine = FakeEngine(hold=hold)
    async with open_page(tmp_path, engine) as bot, visit(browser, bot.app.url) as page:
        await ask(page, "lemon")
        await button(page, "Cancel").click()
        await expect(said(page, "Cancelled. It does not count towards your limit.")).to_be_visible()
        await ask(page, "what the fuck")
        await expect(page.get_by_role("alert")).to_contain_text("I can't draw that")
        # The refused words are there to be edited, or replaced by typing.
        await expect(page.locator("#words")).to_have_value("what the fuck")
        await page.keyboard.type("/nonsense")
        await page.keyboard.press("Enter")
        await expect(page.locator("#words")).to_have_value("/nonsense")
        assert await page.evaluate("getSelection().toString()") == "/nonsense"
        hold.set()
        await ask(page, "broken robot")
        answer = page.locator("#turns .bot").last
        await expect(answer).to_contain_text("could not be painted, even on a second try")
        await ask(page, "/help")
        await expect(answer).to_contain_text("/privacy")
        await keep(page, "chat-sentences")
        assert not await barriers(page)
        await ask(page, "/privacy forget")
        await button(page, FORGET_YES).click()
        await expect(said(page, FORGOTTEN)).to_be_visible()
        await expect(button(page, FORGET_YES)).to_have_count(0)
        assert not await barriers(page)


async def test_words_never_become_markup(tmp_path: Path, browser: Browser) -> None:
    words = "<img src=x onerror=alert(1)> <b>lemon</b>"
    async with open_page(tmp_path) as bot, visit(browser, bot.app.url) as page:
        await ask(page, words)
        await expect(finished(page)).to_be_visible()
        await expect(page.locator(".mine")).to_have_text(f"/emoji {words}")
        assert await page.locator(".mine *, .mine b").count() == 0


async def test_the_server_goes_and_comes_back(tmp_path: Path, browser: Browser) -> None:
    async with open_page(tmp_path) as bot:
        url = bot.app.url
        page_of = visit(browser, url)
        page = await page_of.__aenter__()
        await ask(page, "lemon")
        await expect(finished(page)).to_be_visible()
    await expect(page.locator("#link")).to_have_text("Connecting again…")
    await ask(page, "robot")
    await expect(page.get_by_role("alert")).to_contain_text("cannot be reached just now")
    assert await page.input_value("#words") == "robot"
    port = int(url.rpartition(":")[2])
    same = web_stack.FREE_PORT.model_copy(update={"port": port})
    async with open_page(tmp_path, web=same):
        await expect(page.locator("#link")).to_have_text("")
        await page.press("#words", "Enter")
        await expect(finished(page)).to_have_count(2)
        await page_of.__aexit__(None, None, None)


async def test_typed_on_while_the_server_is_slow(tmp_path: Path, browser: Browser) -> None:
    answer = asyncio.Event()

    async def slowly(route: Route) -> None:
        await answer.wait()
        await route.continue_()

    async with open_page(tmp_path) as bot, visit(browser, bot.app.url) as page:
        await page.route("**/api/ask", slowly)
        for words in ("lemon", "robot"):
            await page.type("#words", words)
            await page.press("#words", "Enter")
        await page.type("#words", "half a wo")
        answer.set()
        await expect(page.locator(".mine")).to_have_text(["/emoji lemon", "/emoji robot"])
        await expect(finished(page)).to_have_count(2)
        assert await page.input_value("#words") == "half a wo"


async def test_by_keyboard_alone(tmp_path: Path, browser: Browser) -> None:
    async with open_page(tmp_path) as bot, visit(browser, bot.app.url) as page:
        await expect(page.locator("#words")).to_be_focused()
        await expect(page.locator("#styles input").first).to_be_attached()
        await page.keyboard.type("lemon")
        await page.keyboard.press("Enter")
        await expect(finished(page)).to_have_count(1)
        await page.keyboard.type("robot")
        await page.keyboard.press("Enter")
        await expect(finished(page)).to_have_count(2)
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("ArrowUp")
        assert await page.input_value("#words") == "lemon"
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        assert await page.input_value("#words") == ""
        like = button(page, "Like").last
        for _ in range(20):
            if await like.evaluate("(it) => it === document.activeElement"):
                break
            await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Enter")
        await expect(like).to_have_attribute("aria-pressed", "true")
        await expect(like).to_be_focused()
        await keep(page, "chat-keyboard")


async def test_on_a_dark_phone(tmp_path: Path, browser: Browser) -> None:
    phone = {"width": 360, "height": 740}
    async with (
        open_page(tmp_path) as bot,
        visit(browser, bot.app.url, viewport=phone, color_scheme="dark", has_touch=True) as page,
    ):
        await ask(page, LEMON)
        await expect(finished(page)).to_be_visible()
        wide = "document.documentElement.scrollWidth > window.innerWidth"
        assert not await page.evaluate(wide)
        assert not await barriers(page)
        await keep(page, "chat-phone-dark")


async def test_an_animated_emoji_moves_unless_less_motion_is_asked_for(
    tmp_path: Path, browser: Browser
) -> None:
    async with open_page(tmp_path, SketchingEngine()) as bot:
        for motion, form in (("reduce", "0.png"), ("no-preference", "0.animated-webp")):
            async with visit(browser, bot.app.url, reduced_motion=motion) as page:
                await page.get_by_text("Animated").click()
                await ask(page, LEMON)
                await expect(finished(page).last).to_be_visible()
                shown = finished(page).last.locator("img").first
                await expect(shown).to_be_visible()
                await shown.evaluate("image => image.decode()")
                source = await shown.evaluate("image => image.currentSrc")
                assert source.endswith(form)
                await button(page, "Animate").last.click()
                await expect(page.locator(".motions button").first).to_have_text("dance")
                await keep(page, f"chat-animated-{motion}")
                assert not await barriers(page)
        async with visit(browser, bot.app.url, reduced_motion="no-preference") as page:
            await ask(page, "lemon")
            await expect(finished(page)).to_have_count(1)
            await button(page, "Animate").last.click()
            await page.locator(".motions").get_by_text("spin").click()
            await expect(finished(page)).to_have_count(2)
            await expect(page.get_by_role("link", name="GIF 128")).to_have_count(1)


async def test_two_emoji_are_picked_and_mixed(tmp_path: Path, browser: Browser) -> None:
    engine = FakeEngine()
    async with open_page(tmp_path, engine) as bot, visit(browser, bot.app.url) as page:
        await button(page, "🧪 Mix").click()
        await expect(button(page, "Mix them")).to_be_disabled()
        await page.fill("#find", "octop")
        await page.press("#find", "Enter")
        await page.fill("#find", "sungla")
        await button(page, "smiling face with sunglasses").click()
        await expect(page.locator(".slot")).to_have_text(["🐙", "😎"])
        await keep(page, "chat-mix")
        assert not await barriers(page)
        await button(page, "Mix them").click()
        await expect(finished(page)).to_be_visible()
        assert engine.painted[0].prompt == "🐙+😎"
        await ask(page, "/mix 🍋")
        await expect(said(page, "Name two to four different emoji")).to_be_visible()


async def test_a_pack_is_made_and_offered_as_files(tmp_path: Path, browser: Browser) -> None:
    async with open_page(tmp_path, SketchingEngine()) as bot, visit(browser, bot.app.url) as page:
        await ask(page, LEMON)
        await expect(finished(page)).to_be_visible()
        await button(page, "Pack").click()
        assert not await barriers(page)
        await button(page, "Still").click()
        sheet = page.locator("img.sheet")
        await expect(sheet).to_be_visible()
        # Its place is kept free, so that what comes below it is in view.
        wide, high = await sheet.evaluate("image => [image.width, image.height]")
        await sheet.evaluate("image => image.decode()")
        assert [wide, high] == await sheet.evaluate("image => [image.width, image.height]")
        assert await page.evaluate(AT_THE_END)
        await expect(said(page, "12 emoji, happy, sad")).to_be_visible()
        assert not await barriers(page)
        await keep(page, "chat-pack")
        async with page.expect_download() as download:
            await page.get_by_role("link", name="Mastodon").click()
        assert (await download.value).suggested_filename.endswith("-mastodon.tar.gz")


SLASH_IS_IN_FRONT = """() => {
    const text = document.querySelector("#start").firstChild, range = document.createRange();
    const left = (at) => (range.setStart(text, at), range.setEnd(text, at + 1),
        range.getBoundingClientRect().left);
    const at = text.data.indexOf("/emoji");
    return left(at) < left(at + 1);
}"""


async def test_a_language_from_right_to_left_breaks_nothing(
    tmp_path: Path, browser: Browser
) -> None:
    phone = {"width": 360, "height": 740}
    wide = "document.documentElement.scrollWidth > window.innerWidth"
    with pseudo(tmp_path, "he", "de"):
        async with (
            open_page(tmp_path) as bot,
            visit(browser, bot.app.url, viewport=phone, locale="he-IL") as page,
        ):
            assert await page.locator("html").get_attribute("dir") == "rtl"
            assert await page.evaluate(SLASH_IS_IN_FRONT)
            await ask(page, LEMON)
            await expect(finished(page)).to_be_visible()
            await expect(page.get_by_role("button", name="«he Like»")).to_be_visible()
            mine, bots = page.locator(".mine").last, page.locator("#turns .bot").last
            left, right = await mine.bounding_box(), await bots.bounding_box()
            assert left is not None
            assert right is not None
            # What the visitor says is at the end of a line: on the left.
            assert left["x"] < 20
            assert right["x"] + right["width"] > phone["width"] - 20
            assert not await page.evaluate(wide)
            assert not await barriers(page)
            await keep(page, "chat-right-to-left")
            for path in ("/gallery", "/emoji/1"):
                await page.goto(bot.app.url + path)
                await expect(page.get_by_text(LEMON).first).to_be_visible()
                assert not await page.evaluate(wide)
                assert not await barriers(page)
            await keep(page, "emoji-right-to-left")
            await page.select_option("#language", "de")
            await expect(page.locator("html")).to_have_attribute("lang", "de")
            assert await untranslated(page) == []
            await page.goto(bot.app.url)
            await expect(button(page, "«de Again»")).to_be_visible()
            assert await untranslated(page) == []


async def untranslated(page: Page) -> list[str]:
    """Texts of buttons, labels and headings that are English where all others are marked."""
    shown = page.locator("button, summary, legend, h1, h2, dt, label > span, nav a, p")
    texts = [text.strip() for text in await shown.all_inner_texts()]
    # The operator's view is English.
    names = {LEMON, f"/emoji {LEMON}", "🍋+😎", "Emojismith", "Operator", "?", *"1234"}
    names |= {*FakeEngine.styles}
    return [text for text in texts if text and text not in names and "«de " not in text]
