"""Server-sent events to the visitors' open pages.

Nothing is stored: a page that connects gets a snapshot from the database, so events may be lost.
"""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot.domain import Actor, Person
from bot.http.server import ACTOR, NETWORK

STREAMS_PER_PERSON, STREAMS_PER_ADDRESS, STREAMS_IN_ALL = 8, 50, 1000
WRITE_SECONDS = 30.0
"""How long a page may take no data before it is disconnected."""
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
    """The open event streams of all visitors, at most `total`.

    When all are taken, a new one ends the oldest one of the address that has the most.
    """

    def __init__(self, total: int = STREAMS_IN_ALL) -> None:
        self._streams: defaultdict[Person, set[Stream]] = defaultdict(set)
        self._addresses: dict[Stream, tuple[str, Person]] = {}
        self._total = total
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
        stream = self.open(actor.person, request[NETWORK])
        try:
            return await self._send(request, stream, await snapshot(actor))
        finally:
            self._drop(actor.person, stream)

    def open(self, person: Person, address: str = "") -> Stream:
        """Add a stream; "" has no limit by address. Raises HTTPServiceUnavailable if too many."""
        of_address = Counter(found for found, _ in self._addresses.values())
        full = address and of_address[address] >= STREAMS_PER_ADDRESS
        if self._closed or full or len(self._streams.get(person, ())) >= STREAMS_PER_PERSON:
            raise web.HTTPServiceUnavailable(
                reason="Too many pages or event streams are open: close one of them"
            )
        if len(self._addresses) >= self._total:
            self._make_room(max(of_address, key=of_address.__getitem__))
        stream: Stream = asyncio.Queue()
        self._streams[person].add(stream)
        self._addresses[stream] = address, person
        return stream

    def _make_room(self, address: str) -> None:
        """End the oldest stream of an address."""
        oldest, person = next(
            (stream, person)
            for stream, (found, person) in self._addresses.items()
            if found == address
        )
        self._drop(person, oldest)
        oldest.put_nowait(None)

    def _drop(self, person: Person, stream: Stream) -> None:
        self._addresses.pop(stream, None)
        self._streams[person].discard(stream)
        if not self._streams[person]:
            del self._streams[person]

    async def _send(self, request: web.Request, stream: Stream, first: Data) -> web.StreamResponse:
        response = web.StreamResponse(headers=HEADERS)
        try:
            await response.prepare(request)
            await _write(response, RETRY + _line("snapshot", first))
            while (line := await _next(stream)) is not None:
                await _write(response, line)
        except ConnectionError:
            pass  # The page was closed.
        except TimeoutError:
            if request.transport is not None:
                request.transport.abort()
        return response


async def _write(response: web.StreamResponse, data: bytes) -> None:
    async with asyncio.timeout(WRITE_SECONDS):
        await response.write(data)


async def _next(stream: Stream) -> bytes | None:
    """The next event, or a heartbeat, which detects pages that have gone. None ends the stream."""
    try:
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            return await stream.get()
    except TimeoutError:
        return HEARTBEAT


def _line(kind: str, data: Data) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
