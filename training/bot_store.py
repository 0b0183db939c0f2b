"""Read-only access to the bot's database, which may be in use by a running bot."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from bot.domain import BadSettings
from bot.store import Store
from model.errors import Unavailable

T = TypeVar("T")


def ask_store(path: Path, question: Callable[[Store], Awaitable[T]]) -> T:
    """Open the database at `path` read-only and return what `question` reads from it.

    Raises Unavailable if there is none. Must not be called from within an event loop.
    """

    async def answer() -> T:
        async with Store.open(path, reading=True) as store:
            return await question(store)

    try:
        return asyncio.run(answer())
    except BadSettings as error:
        raise Unavailable(str(error)) from error
