"""How many pictures are received at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from bot.domain import PICTURE_BYTES, Person
from bot.http.server import BODY_BYTES
from bot.language import N_, _

AT_ONCE, OF_ONE = 4, 2
"""Pictures received at once, in all and from one person: each takes up to 14 MB of memory."""
PICTURE_BODY_BYTES = PICTURE_BYTES * 4 // 3 + BODY_BYTES
PICTURE_SECONDS = 60.0
TOO_MANY_PICTURES = N_("Too many pictures arrive at once: try again in a moment")


class Uploads:
    """Counts the pictures that are being received."""

    def __init__(self) -> None:
        self._receiving = Counter[Person]()

    @contextmanager
    def one(self, person: Person) -> Iterator[None]:
        """Receive a picture in this context. Raises HTTPServiceUnavailable if too many arrive."""
        if self._receiving.total() >= AT_ONCE or self._receiving[person] >= OF_ONE:
            raise web.HTTPServiceUnavailable(reason=_(TOO_MANY_PICTURES))
        self._receiving[person] += 1
        try:
            yield
        finally:
            self._receiving -= Counter((person,))
