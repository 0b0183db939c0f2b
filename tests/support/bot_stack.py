"""The bot without a platform: a real store in a folder and a fake engine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.container import Container
from bot.domain import Engine
from bot.settings.config import Settings
from tests.support.fake_engine import FakeEngine
from tests.support.people import request
from tests.support.recording_courier import RecordingCourier


@asynccontextmanager
async def open_stack(
    folder: Path, engine: Engine | None = None, settings: Settings | None = None
) -> AsyncIterator[Container]:
    """Open the bot's container; `stack.serve(courier)` paints and delivers."""
    path = folder / "bot.db"
    async with Container.open(path, engine or FakeEngine(), settings or Settings()) as running:
        yield running


async def paint_one(
    stack: Container, prompt: str = "angry lemon", name: str = "ann", **more: Any
) -> int:
    """Ask for an emoji on Discord, wait until it is delivered, and return its number."""
    courier = RecordingCourier()
    await stack.service.ask(request(prompt, name, **more))
    async with stack.serve(courier):
        await courier.until(1)
    return courier.emoji[0][1].id
