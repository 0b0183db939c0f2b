"""A browser without pages: it keeps its cookie and says where its requests come from."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.settings.config import WebSettings
from bot.web.safety import COOKIE, guard

Client = TestClient[web.Request, web.Application]

LOCAL = WebSettings()


@asynccontextmanager
async def visitor(*found: web.RouteDef, settings: WebSettings = LOCAL) -> AsyncIterator[Client]:
    """A client of a server with these routes, behind the page's own checks of requests."""
    app = web.Application()
    guard(app, settings)
    app.add_routes(found)
    server = TestServer(app)
    # Cookies of a server that has no name but a number.
    jar = aiohttp.CookieJar(unsafe=True)
    async with TestClient(server, cookie_jar=jar) as client:
        origin = str(client.make_url("/")).rstrip("/")
        client.session.headers.update({"Origin": origin})
        jar.update_cookies({COOKIE: secrets.token_hex(32)}, client.make_url("/"))
        yield client


async def get(client: Client, path: str, status: int = 200) -> Any:
    """The JSON of an answer with this status."""
    async with client.get(path) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()


async def post(client: Client, path: str, status: int = 200, **body: Any) -> Any:
    """The JSON of an answer with this status."""
    async with client.post(path, json=body) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json()
