"""The Discord adapter connected to a small Discord on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.container import Container
from bot.discord.app import DiscordApp
from bot.domain import Engine, Job
from tests.support.bot_stack import open_stack
from tests.support.discord_server import IDENTIFY, SECONDS, DiscordServer, option

TOKEN = "secret.token"


@dataclass
class DiscordWireWorld:
    """The server, the bot connected to it, and the ids of messages that show an emoji."""

    server: DiscordServer
    stack: Container
    running: "asyncio.Task[None]"
    kept: "asyncio.Queue[str]"

    async def emoji(self, prompt: str = "lemon") -> str:
        """Ask for an emoji, and return the message that shows it."""
        await self.server.slash("emoji", option("prompt", prompt))
        return await self.delivered()

    async def delivered(self) -> str:
        """The next message that shows an emoji, once the store knows it."""
        async with asyncio.timeout(SECONDS):
            return await self.kept.get()


@asynccontextmanager
async def open_world(
    folder: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine | None = None
) -> AsyncIterator[DiscordWireWorld]:
    async with DiscordServer.open(monkeypatch) as server, open_stack(folder, engine) as stack:
        app = DiscordApp(stack.service, stack.settings.discord, TOKEN)
        kept: asyncio.Queue[str] = asyncio.Queue()
        keep = stack.store.jobs.delivered

        async def noted(job: Job, emoji: int, message: str) -> None:
            await keep(job, emoji, message)
            kept.put_nowait(message)

        monkeypatch.setattr(stack.store.jobs, "delivered", noted)
        async with app, stack.serve(app.courier):
            running = asyncio.create_task(app.run())
            await server.said(IDENTIFY)
            try:
                yield DiscordWireWorld(server, stack, running, kept)
            finally:
                running.cancel()
                await asyncio.wait({running})
