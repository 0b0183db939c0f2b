"""A headless browser for tests of the page. Screenshots go to artifacts/."""

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
    """Start the installed Chromium, without its sandbox, which does not work for root."""
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
    """Open a page with its own cookies. Fails on errors in the console and on foreign requests.

    Failed requests in the console are ignored: the page shows the server's refusals itself.
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
            errors.append(f"requests {request.url}")

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
    """Save a screenshot for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)
    await page.screenshot(path=ARTIFACTS / f"{name}.png")


async def barriers(page: Page) -> list[str]:
    """Serious accessibility violations that axe finds: rules, and the elements that break them."""
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{rule['id']}: {[node['target'] for node in rule['nodes']]}"
        for rule in found
        if rule["impact"] in SERIOUS
    ]
