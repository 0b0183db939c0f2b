"""The gallery, an emoji's page and the operator's page in a real browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Page as Tab
from playwright.async_api import expect

from bot.domain import Actor, Person, Platform
from tests.support.browser import barriers, keep, open_browser, visit
from tests.support.web_stack import Page, Visitor, open_page

PHONE = 360
WORDS = "<b>bold</b> lemon"


@asynccontextmanager
async def tab(page: Page, **options: Any) -> AsyncIterator[Tab]:
    """A tab in a new browser."""
    url = page.app.url
    async with open_browser() as browser, visit(browser, url, base_url=url, **options) as tab:
        yield tab


async def check(tab: Tab, name: str) -> None:
    """Save a screenshot, and check that the page fits and is accessible."""
    await tab.wait_for_load_state("networkidle")
    await keep(tab, name)
    assert await barriers(tab) == []


async def published(page: Page, *prompts: str) -> list[int]:
    """Publish another person's emoji."""
    found = []
    async with Visitor(page) as somebody, somebody.follow() as events:
        for number, prompt in enumerate(prompts):
            await somebody.post("/api/ask", id=str(number), prompt=prompt)
            turn = await events.until("turn", prompt=prompt, standing="done")
            found.append(turn["emoji"]["id"])
            await somebody.post(f"/api/gallery/{found[-1]}/publish", published=True)
    return found


async def test_searching_opening_liking_and_making_again(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, tab(page) as ann:
        await published(page, WORDS, "angry unicorn")
        await ann.goto("/gallery")
        cards = ann.locator("#emoji li")
        await expect(cards).to_have_count(2)
        await check(ann, "gallery")
        await ann.get_by_label("Search the words").fill("LEMON")
        await expect(cards).to_have_count(1)
        await expect(ann.get_by_role("status")).to_have_text("1 emoji shown.")
        # The search is in the address, so going back restores it.
        await ann.get_by_role("link", name=WORDS).click()
        await expect(ann.get_by_role("heading", level=1)).to_have_text(WORDS)
        await ann.go_back()
        await expect(cards).to_have_count(1)
        await ann.get_by_role("link", name=WORDS).click()
        await check(ann, "emoji")
        like = ann.get_by_role("button", name="like")
        await like.click()
        await expect(like).to_have_attribute("aria-pressed", "true")
        await ann.get_by_role("button", name="Yes, use my votes").click()
        await expect(ann.get_by_role("status")).to_have_text("Your votes may train the model.")
        await like.click()
        await expect(like).to_have_attribute("aria-pressed", "false")
        async with ann.expect_download() as download:
            await ann.get_by_role("link", name="WEBP 512").click()
        assert (await download.value).suggested_filename == "_b_bold_b_lemon.webp"
        await ann.get_by_role("button", name="Make it again").click()
        await ann.wait_for_url("/")
        await expect(ann.locator(".stage")).to_have_count(1)
        await ann.goto("/gallery?scope=own")
        await expect(cards).to_have_count(1)
        await cards.get_by_role("link").click()
        await ann.get_by_role("button", name="Publish").click()
        await expect(ann.get_by_role("button", name="Take out of the gallery")).to_be_visible()


async def test_with_the_keyboard_alone_page_after_page(tmp_path: Path) -> None:
    limits = {"burst": 50}
    async with open_page(tmp_path, limits=limits) as page, tab(page) as ann:
        await published(page, *(f"lemon {number}" for number in range(26)))
        await ann.goto("/gallery")
        cards = ann.locator("#emoji li")
        await expect(cards).to_have_count(24)
        more = ann.get_by_role("button", name="Show more")
        await more.focus()
        await ann.keyboard.press("Enter")
        await expect(cards).to_have_count(26)
        await expect(cards.nth(24).get_by_role("link")).to_be_focused()
        await ann.keyboard.press("Tab")
        await ann.keyboard.press("Enter")
        await expect(ann.get_by_role("heading", level=1)).to_have_text("lemon 0")


async def test_on_a_phone_in_the_dark(tmp_path: Path) -> None:
    size = {"width": PHONE, "height": 640}
    async with (
        open_page(tmp_path) as page,
        tab(page, viewport=size, color_scheme="dark") as ann,
    ):
        (emoji,) = await published(page, "lemon" * 40)
        for path in ("/gallery", f"/emoji/{emoji}", "/operator", "/operator/gallery"):
            await ann.goto(path)
            await check(ann, f"phone-dark-{path.strip('/').replace('/', '-')}")
            assert await ann.evaluate("document.documentElement.scrollWidth") <= PHONE, path
            assert await ann.evaluate("getComputedStyle(document.body).backgroundColor") == (
                "rgb(23, 25, 26)"
            )


async def test_the_operator_looks_pauses_and_takes_out(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, tab(page) as operator:
        (emoji,) = await published(page, "angry lemon")
        await page.stack.service.votes.vote(emoji, Actor(Person(Platform.WEB, "another")), 1)
        await operator.goto("/operator")
        await expect(
            operator.get_by_role("img", name="1 asked for in the last day")
        ).to_be_visible()
        await expect(operator.get_by_role("img", name="1 of 1 liked")).to_be_visible()
        await check(operator, "operator")
        await operator.get_by_role("button", name="Pause").click()
        await expect(operator.get_by_role("status")).to_contain_text("Painting is paused")
        await operator.get_by_role("button", name="Resume").click()
        await expect(operator.get_by_role("status")).to_have_text("Painting is resumed.")
        await operator.get_by_role("link", name="Everybody's emoji").click()
        await operator.get_by_role("link", name="angry lemon").click()
        await operator.get_by_role("button", name="Take out").click()
        await expect(operator.get_by_role("status")).to_contain_text("Only its asker")


async def test_behind_a_proxy_the_operator_enters_the_token(tmp_path: Path) -> None:
    token = "a long token of the operator"
    forwarded = {"X-Forwarded-For": "192.0.2.1"}
    async with (
        open_page(tmp_path, token=token) as page,
        tab(page, extra_http_headers=forwarded) as operator,
    ):
        await operator.goto("/operator")
        await operator.get_by_label("The operator's token").fill("a guess")
        await operator.keyboard.press("Enter")
        await expect(operator.get_by_role("status")).to_contain_text("not the operator's token")
        await operator.get_by_label("The operator's token").fill(token)
        await operator.keyboard.press("Enter")
        await expect(operator.get_by_role("button", name="Pause")).to_be_visible()
        await operator.get_by_role("button", name="Log out").click()
        await expect(operator.get_by_label("The operator's token")).to_be_visible()
        await expect(operator.get_by_role("status")).to_have_text("You are logged out.")
