"""Repeats what the bot itself has to store, until the database can be written again."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.domain import StoreUnavailable

log = logging.getLogger(__name__)
T = TypeVar("T")

RETRY_SECONDS = 1.0
LOG_SECONDS = 60.0
_last_line = float("-inf")


async def until_stored(work: Callable[[], Awaitable[T]]) -> T:
    """The result of `work`, called again as long as it raises StoreUnavailable."""
    while True:
        try:
            return await work()
        except StoreUnavailable as error:
            _say(error)
        await asyncio.sleep(RETRY_SECONDS)


def _say(error: StoreUnavailable) -> None:
    """Log one line a minute, whatever waits."""
    global _last_line
    if time.monotonic() - _last_line >= LOG_SECONDS:
        _last_line = time.monotonic()
        log.error("waiting for the database: %s", error.cause)
