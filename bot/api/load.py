"""How much one client may do at once, so that it delays neither the others nor the chats."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.domain import Person

AT_ONCE = 32
"""Requests of one client at once, event streams aside."""
FILES_AT_ONCE = 2
"""Files made for one client at once; its further requests for files wait."""
TOO_MANY = "Too many requests at once: wait for some of them to be answered"


class Load:
    """Counts the requests of each client that are being answered."""

    def __init__(self) -> None:
        self._requests = Counter[Person]()
        self._files = defaultdict[Person, asyncio.Semaphore](
            lambda: asyncio.Semaphore(FILES_AT_ONCE)
        )

    @asynccontextmanager
    async def one(self, person: Person, makes_file: bool) -> AsyncIterator[None]:
        """Answer a request in this context. Raises HTTPTooManyRequests."""
        if self._requests[person] >= AT_ONCE:
            raise web.HTTPTooManyRequests(reason=TOO_MANY, headers={"Retry-After": "1"})
        self._requests[person] += 1
        try:
            if makes_file:
                async with self._files[person]:
                    yield
            else:
                yield
        finally:
            self._requests[person] -= 1
