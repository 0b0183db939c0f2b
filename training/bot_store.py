"""The one door to the bot's database: read-only, also while the bot runs."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from bot.domain import BadSettings
from bot.store import Store
from model.errors import Unavailable

T = TypeVar("T")


def ask(path: Path, question: Callable[[Store], Awaitable[T]]) -> T:
    """What `question` finds in the database at `path`. Raises Unavailable where there is none.

    Not to be called from inside an event loop.
    """

    async def answer() -> T:
        async with Store.open(path, reading=True) as store:
            return await question(store)

    try:
        return asyncio.run(answer())
    except BadSettings as error:
        raise Unavailable(str(error)) from error
