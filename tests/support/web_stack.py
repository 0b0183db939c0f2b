"""The page on loopback: a real store and server, a fake engine, and visitors."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import aiohttp
from aiohttp.abc import AbstractCookieJar

from bot.container import Container
from bot.domain import Engine
from bot.settings.config import Settings, WebSettings
from bot.web.app import WebApp
from tests.support.bot_stack import open_stack

FREE_PORT = WebSettings(port=0)


@dataclass(frozen=True, slots=True)
class Page:
    """The bot and its web server."""

    stack: Container
    app: WebApp


@asynccontextmanager
async def open_page(
    folder: Path,
    engine: Engine | None = None,
    web: WebSettings = FREE_PORT,
    token: str = "",
    limits: dict[str, Any] | None = None,
) -> AsyncIterator[Page]:
    """Serve the page, paint and deliver until the context ends."""
    settings = Settings.model_validate({"limits": limits or {}, "queue": {"stop_seconds": 0.1}})
    settings = settings.model_copy(update={"web": web})
    async with (
        open_stack(folder, engine, settings) as stack,
        WebApp(stack.service, web, token) as app,
        stack.serve(app.courier),
        asyncio.TaskGroup() as group,
    ):
        running = group.create_task(app.run())
        yield Page(stack, app)
        running.cancel()


class Visitor:
    """A visitor of a page or of a URL, with cookies. Use it with `async with`."""

    def __init__(self, page: Page | str, jar: AbstractCookieJar | None = None) -> None:
        self.url = page if isinstance(page, str) else page.app.url
        self.session = aiohttp.ClientSession(
            self.url, cookie_jar=jar or aiohttp.CookieJar(unsafe=True)
        )

    async def __aenter__(self) -> Self:
        async with self.session.get("/") as answer:
            await answer.read()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    async def post(self, path: str, expect: int = 200, **data: Any) -> Any:
        """Post JSON as the page's script does, and return the answer's JSON."""
        headers = {"Origin": self.url}
        async with self.session.post(path, json=data, headers=headers) as answer:
            found = await answer.json()
            assert answer.status == expect, found
            return found

    async def get(self, path: str, expect: int = 200) -> Any:
        """The JSON of an answer."""
        async with self.session.get(path) as answer:
            found = await answer.json()
            assert answer.status == expect, found
            return found

    @asynccontextmanager
    async def follow(self) -> AsyncIterator["Following"]:
        """Open the stream of events."""
        async with self.session.get("/api/events") as answer:
            assert answer.status == 200, await answer.text()
            assert answer.content_type == "text/event-stream"
            yield Following(answer.content)


class Following:
    """Reads the events of one stream."""

    def __init__(self, stream: aiohttp.StreamReader) -> None:
        self._stream = stream

    async def next(self) -> tuple[str, Any]:
        """The kind and the data of the next event."""
        kind = ""
        async for line in self._stream:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "event":
                kind = value
            if name == "data":
                return kind, json.loads(value)
        raise EOFError

    async def until(self, kind: str, **fields: Any) -> Any:
        """Wait for an event of this kind with these values; return its data."""
        while True:
            found, data = await self.next()
            if found == kind and all(data[key] == value for key, value in fields.items()):
                return data
