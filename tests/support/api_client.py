"""The API on loopback: a real store and server, a fake engine, and a program that asks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.api.app import ApiApp
from bot.container import Container
from bot.domain import Engine
from bot.settings.config import Settings
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import SceneEngine

TOKENS = {"blog": "blog-token-0123456789", "shop": "shop-token-0123456789"}


@dataclass(frozen=True, slots=True)
class Api:
    """The bot and its API."""

    stack: Container
    app: ApiApp

    @asynccontextmanager
    async def client(self, name: str = "blog", token: str | None = None) -> AsyncIterator["Client"]:
        """A program with this client's token."""
        headers = {"Authorization": f"Bearer {TOKENS[name] if token is None else token}"}
        async with aiohttp.ClientSession(f"{self.app.root}/", headers=headers) as session:
            yield Client(session)


@dataclass(frozen=True, slots=True)
class Client:
    """A program that uses the API."""

    session: aiohttp.ClientSession

    async def call(
        self, method: str, path: str, status: int = 200, key: str | None = None, **body: Any
    ) -> Any:
        """The JSON of an answer with this status."""
        more: dict[str, Any] = {"json": body} if method in ("POST", "PUT", "PATCH") else {}
        headers = {} if key is None else {"Idempotency-Key": key}
        async with self.session.request(method, path, headers=headers, **more) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def ask(self, path: str = "emoji", **body: Any) -> dict[str, Any]:
        """The job of a request, once it has ended."""
        job = await self.call("POST", path, 202, **body)
        while job["state"] in ("waiting", "painting"):
            await asyncio.sleep(0.01)
            job = await self.call("GET", f"jobs/{job['id']}")
        return dict(job)

    async def emoji(self, path: str = "emoji", **body: Any) -> dict[str, Any]:
        """A finished emoji."""
        return dict((await self.ask(path, **body))["emoji"])

    async def file(self, path: str) -> tuple[str, bytes]:
        """The media type and bytes of a file."""
        async with self.session.get(path) as answer:
            assert answer.status == 200, await answer.text()
            return answer.content_type, await answer.read()

    async def send(
        self, method: str, path: str, data: Any = None, **headers: str
    ) -> tuple[int, Any]:
        """The status and JSON that any data gets; headers are named with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.request(method, path, data=data, headers=named) as answer:
            return answer.status, await answer.json()

    async def follow(self) -> AsyncIterator[tuple[str, str]]:
        """The kind and data of each event."""
        kind = ""
        async with self.session.get("events") as answer:
            async for line in answer.content:
                name, _, value = line.decode().strip().partition(": ")
                if name == "event":
                    kind = value
                elif name == "data":
                    yield kind, value


@asynccontextmanager
async def open_api(folder: Path, engine: Engine | None = None, **client: Any) -> AsyncIterator[Api]:
    """Serve the API, paint and deliver until the context ends; `client` are blog's settings."""
    settings = Settings.model_validate(
        {
            "queue": {"stop_seconds": 0.1},
            "api": {"enabled": True, "port": 0, "clients": {"blog": client, "shop": {}}},
        }
    )
    async with (
        open_stack(folder, engine or SceneEngine(), settings) as stack,
        ApiApp(stack.service, settings.api, TOKENS) as app,
        stack.serve(app.courier),
    ):
        yield Api(stack, app)
