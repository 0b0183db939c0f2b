"""A real browser, headless, for tests of the page; it keeps its pictures in artifacts/."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
SERIOUS = ("serious", "critical")


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Debian's Chromium; as root it runs without its sandbox only."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def visit(browser: Browser, url: str, **options: Any) -> AsyncIterator[Page]:
    """A visitor with cookies of their own; fails on an error in the console or a foreign request.

    Chromium calls each refusal of the server an error: those are sentences on the page.
    """
    context = await browser.new_context(
        permissions=["clipboard-read", "clipboard-write"],
        **{"viewport": {"width": 900, "height": 820}, "reduced_motion": "reduce", **options},
    )
    context.set_default_timeout(15_000)
    page, errors = await context.new_page(), list[str]()

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            errors.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((url, "data:", "blob:")):
            errors.append(f"asks {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", watch)
    try:
        await page.goto(url)
        yield page
        assert not errors, errors
    finally:
        await context.close()


async def keep(page: Page, name: str) -> None:
    """A screenshot, for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)
    await page.screenshot(path=ARTIFACTS / f"{name}.png")


async def barriers(page: Page) -> list[str]:
    """What axe finds serious: rules and the elements that break them."""
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{rule['id']}: {[node['target'] for node in rule['nodes']]}"
        for rule in found
        if rule["impact"] in SERIOUS
    ]
