"""What happens, sent to the visitors' open pages as it happens; keeps nothing.

A page that was away is told everything anew from the database, so an event may be lost.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot.domain import Actor, Person
from bot.web.safety import ACTOR

STREAMS_OF_ONE, STREAMS_IN_ALL = 8, 1000
BEHIND = 200
"""So many events may wait for a slow page; then it is let go, and comes back for everything."""
BEAT_SECONDS = 15.0
RETRY = b"retry: 1000\n\n"
BEAT = b": still here\n\n"

Data = Mapping[str, Any]
Stream = asyncio.Queue[bytes | None]


class EventStreams:
    """The open streams by visitor."""

    def __init__(self) -> None:
        self._streams: defaultdict[Person, set[Stream]] = defaultdict(set)
        self._count = 0
        self._closed = False

    def watched(self, person: Person) -> bool:
        """True where the person has a page open."""
        return person in self._streams

    def tell(self, person: Person, kind: str, data: Data) -> None:
        """Send an event to all open pages of a visitor."""
        line = _line(kind, data)
        for stream in tuple(self._streams.get(person, ())):
            if stream.qsize() < BEHIND:
                stream.put_nowait(line)
            else:
                self._drop(person, stream)
                stream.put_nowait(None)

    def close(self) -> None:
        """End all streams; the pages try to come back."""
        self._closed = True
        for streams in self._streams.values():
            for stream in streams:
                stream.put_nowait(None)

    async def serve(
        self, request: web.Request, snapshot: Callable[[Actor], Awaitable[Data]]
    ) -> web.StreamResponse:
        """One open page: what there is, then what happens, until it goes."""
        actor = request[ACTOR]
        stream = self.open(actor.person)
        try:
            return await self._send(request, stream, await snapshot(actor))
        finally:
            self._leave(actor.person, stream)

    def open(self, person: Person) -> Stream:
        """One more open page, which hears what is told from now on."""
        own = self._streams.get(person, ())
        if self._closed or len(own) >= STREAMS_OF_ONE or self._count >= STREAMS_IN_ALL:
            raise web.HTTPServiceUnavailable(reason="Too many pages are open")
        stream: Stream = asyncio.Queue()
        self._streams[person].add(stream)
        self._count += 1
        return stream

    def _leave(self, person: Person, stream: Stream) -> None:
        self._count -= 1
        self._drop(person, stream)

    def _drop(self, person: Person, stream: Stream) -> None:
        self._streams[person].discard(stream)
        if not self._streams[person]:
            del self._streams[person]

    async def _send(self, request: web.Request, stream: Stream, first: Data) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        try:
            await response.write(RETRY + _line("snapshot", first))
            while (line := await _next(stream)) is not None:
                await response.write(line)
        except ConnectionError:
            pass  # The page was closed.
        return response


async def _next(stream: Stream) -> bytes | None:
    """The next event, or a sign of life now and then, which finds out who has gone."""
    try:
        async with asyncio.timeout(BEAT_SECONDS):
            return await stream.get()
    except TimeoutError:
        return BEAT


def _line(kind: str, data: Data) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
