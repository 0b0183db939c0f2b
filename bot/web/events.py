"""Server-sent events to the visitors' open pages.

Nothing is stored: a page that connects gets a snapshot from the database, so events may be lost.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot.domain import Actor, Person
from bot.web.safety import ACTOR

STREAMS_PER_PERSON, STREAMS_IN_ALL = 8, 1000
MAX_QUEUED = 200
"""How many events may wait for a slow page before it is disconnected. It reconnects by itself."""
HEARTBEAT_SECONDS = 15.0
# nginx passes on unbuffered what says so.
HEADERS = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
RETRY = b"retry: 1000\n\n"
HEARTBEAT = b": heartbeat\n\n"

Data = Mapping[str, Any]
Stream = asyncio.Queue[bytes | None]


class EventStreams:
    """The open event streams of all visitors."""

    def __init__(self) -> None:
        self._streams: defaultdict[Person, set[Stream]] = defaultdict(set)
        self._count = 0
        self._closed = False

    def watched(self, person: Person) -> bool:
        """True if the person has a page open."""
        return person in self._streams

    def send(self, person: Person, kind: str, data: Data) -> None:
        """Send an event to all open pages of a visitor."""
        line = _line(kind, data)
        for stream in tuple(self._streams.get(person, ())):
            if stream.qsize() < MAX_QUEUED:
                stream.put_nowait(line)
            else:
                self._drop(person, stream)
                stream.put_nowait(None)

    def close(self) -> None:
        """End all streams. The pages try to reconnect."""
        self._closed = True
        for streams in self._streams.values():
            for stream in streams:
                stream.put_nowait(None)

    async def serve(
        self, request: web.Request, snapshot: Callable[[Actor], Awaitable[Data]]
    ) -> web.StreamResponse:
        """Stream to one page until it disconnects: the snapshot first, then every event."""
        actor = request[ACTOR]
        stream = self.open(actor.person)
        try:
            return await self._send(request, stream, await snapshot(actor))
        finally:
            self._leave(actor.person, stream)

    def open(self, person: Person) -> Stream:
        """Add a stream. Raises HTTPServiceUnavailable if there are too many."""
        own = self._streams.get(person, ())
        if self._closed or len(own) >= STREAMS_PER_PERSON or self._count >= STREAMS_IN_ALL:
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
        response = web.StreamResponse(headers=HEADERS)
        await response.prepare(request)
        try:
            await response.write(RETRY + _line("snapshot", first))
            while (line := await _next(stream)) is not None:
                await response.write(line)
        except ConnectionError:
            pass  # The page was closed.
        return response


async def _next(stream: Stream) -> bytes | None:
    """The next event, or a heartbeat, which detects pages that have gone. None ends the stream."""
    try:
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            return await stream.get()
    except TimeoutError:
        return HEARTBEAT


def _line(kind: str, data: Data) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
