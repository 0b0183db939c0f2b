"""An OpenAI-compatible server on loopback that answers what a test wants."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

LEMON = {"base": "lemon", "expression": "angry", "accessories": ["sunglasses"]}


class LlmServer:
    """Answers every prompt with `content`; records the requests' bodies in `asked`."""

    def __init__(self) -> None:
        self.content: Any = LEMON
        self.status = 200
        self.refuses_schema = False
        self.hold: asyncio.Event | None = None
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.url = ""

    @property
    def prompts(self) -> list[str]:
        return [body["messages"][-1]["content"] for body in self.asked]

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        self.keys.append(request.headers.get("Authorization"))
        if self.hold is not None:
            await self.hold.wait()
        if self.refuses_schema and "response_format" in self.asked[-1]:
            return web.json_response({"error": "unknown field"}, status=400)
        if self.status != 200:
            return web.Response(status=self.status, headers={"Location": "/v1/elsewhere"})
        if isinstance(self.content, bytes):
            return web.Response(body=self.content)
        text = self.content if isinstance(self.content, str) else json.dumps(self.content)
        return web.json_response({"choices": [{"message": {"content": text}}]})


@asynccontextmanager
async def open_llm() -> AsyncIterator[LlmServer]:
    server, app = LlmServer(), web.Application()
    app.router.add_post("/v1/chat/completions", server.answer)
    async with TestServer(app) as running:
        server.url = str(running.make_url("/v1"))
        yield server
        if server.hold is not None:
            server.hold.set()
