"""The Telegram adapter connected to a small Telegram on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.container import Container
from bot.domain import Engine, Job
from bot.settings.config import Settings
from bot.telegram.app import TelegramApp
from tests.support.bot_stack import open_stack
from tests.support.telegram_server import TOKEN, TelegramServer

SECONDS = 10.0


@dataclass
class TelegramWorld:
    """A server, the bot behind it, and the ids of messages that show an emoji."""

    server: TelegramServer
    stack: Container
    kept: "asyncio.Queue[int]"
    failed: asyncio.Event

    async def delivered(self) -> int:
        """The next message that shows an emoji, once the store knows it."""
        async with asyncio.timeout(SECONDS):
            return await self.kept.get()

    async def emoji(self, words: str = "Dancing Lemon", **more: Any) -> int:
        """Ask for an emoji and wait for the message that shows it."""
        await self.server.say(f"/emoji {words}", **more)
        return await self.delivered()

    async def job(self, number: int) -> Job:
        job = await self.stack.store.jobs.get(number)
        assert job is not None
        return job


@asynccontextmanager
async def open_world(
    folder: Path,
    engine: Engine | None = None,
    settings: Settings | None = None,
    server: TelegramServer | None = None,
) -> AsyncIterator[TelegramWorld]:
    if server is None:
        async with (
            TelegramServer.open() as own,
            open_world(folder, engine, settings, own) as world,
        ):
            yield world
        return
    async with (
        open_stack(folder, engine, settings) as stack,
        TelegramApp(stack.service, stack.settings.telegram, TOKEN, server.url) as app,
    ):
        kept: asyncio.Queue[int] = asyncio.Queue()
        keep = stack.store.jobs.delivered

        async def noted(job: Job, emoji: int, message: str) -> None:
            await keep(job, emoji, message)
            kept.put_nowait(int(message))

        failed, end = asyncio.Event(), stack.store.jobs.end

        async def ended(*parts: Any, **more: Any) -> bool:
            changed = await end(*parts, **more)
            failed.set()
            return changed

        stack.store.jobs.delivered = noted  # type: ignore[method-assign]
        stack.store.jobs.end = ended  # type: ignore[method-assign]
        async with stack.serve(app.courier):
            running = asyncio.create_task(app.run())
            try:
                yield TelegramWorld(server, stack, kept, failed)
            finally:
                running.cancel()
                await asyncio.wait({running})
