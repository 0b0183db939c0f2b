"""Limits for connections: how many there are, and how long a client may take for its headers.

aiohttp has neither. Each connection's protocol is wrapped; what it receives goes on to aiohttp's.
"""

import asyncio
import resource
import socket
from collections import Counter
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

HEADER_SECONDS = 10.0
"""For the headers of the first request. Later ones have the keep-alive timeout."""
KEEP_ALIVE_SECONDS = 30.0
SEND_MILLISECONDS = 60_000
"""How long a client may leave unacknowledged what was sent (Linux)."""
MOST = 2000
PER_ADDRESS = 200

Make = Callable[[], asyncio.BaseProtocol]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def most_connections() -> int:
    """Half of what this process may open, so that the rest of the bot keeps its files."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else max(1, min(MOST, soft // 2))


class Connections:
    """The open connections. One without a request makes room for a new one, the oldest first.

    `believed` says of an address that it is this machine or a proxy, which has no limit of its own.
    """

    def __init__(self, most: int, believed: Callable[[str], bool]) -> None:
        self._most = most
        self._believed = believed
        self._idle: dict[asyncio.BaseTransport, None] = {}
        self._by_address: Counter[str] = Counter()
        self._open: dict[asyncio.BaseTransport, str] = {}
        self._late: dict[asyncio.BaseTransport, asyncio.TimerHandle] = {}

    def __len__(self) -> int:
        return len(self._open)

    def wrap(self, make: Make) -> Make:
        """A factory of protocols for `create_server`."""
        return lambda: _Connection(self, make())

    @property
    def watch(self) -> Middleware:
        """A middleware that marks connections while they have a request."""

        @web.middleware
        async def watched(request: web.Request, handler: Handler) -> web.StreamResponse:
            transport = request.transport
            self.begin(transport)
            try:
                return await handler(request)
            finally:
                self.end(transport)

        return watched

    def admit(self, transport: asyncio.Transport) -> bool:
        """Whether a new connection may stay; if there are too many, an idle one is closed."""
        address = str((transport.get_extra_info("peername") or ("unknown",))[0])
        if self._by_address[address] >= PER_ADDRESS and not self._believed(address):
            return False
        if len(self._open) >= self._most:
            idle = next(iter(self._idle), None)
            if not isinstance(idle, asyncio.Transport):
                return False
            self.leave(idle)
            idle.abort()
        self._open[transport] = address
        self._idle[transport] = None
        self._by_address[address] += 1
        loop = asyncio.get_running_loop()
        self._late[transport] = loop.call_later(HEADER_SECONDS, transport.abort)
        return True

    def begin(self, transport: asyncio.BaseTransport | None) -> None:
        """A request has arrived: all its headers, not necessarily its body."""
        if transport is not None:
            self._idle.pop(transport, None)
            self._in_time(transport)

    def end(self, transport: asyncio.BaseTransport | None) -> None:
        """The request is answered."""
        if transport is not None and transport in self._open:
            self._idle[transport] = None

    def leave(self, transport: asyncio.BaseTransport) -> None:
        """A connection has ended."""
        self._idle.pop(transport, None)
        self._in_time(transport)
        address = self._open.pop(transport, None)
        if address is not None:
            self._by_address -= Counter((address,))

    def _in_time(self, transport: asyncio.BaseTransport) -> None:
        if (late := self._late.pop(transport, None)) is not None:
            late.cancel()


class _Connection(asyncio.Protocol):
    """One connection: passed on to `inner` if it is admitted."""

    def __init__(self, connections: Connections, inner: asyncio.BaseProtocol) -> None:
        assert isinstance(inner, asyncio.Protocol)
        self._connections = connections
        self._inner = inner
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        if not self._connections.admit(transport):
            transport.abort()
            return
        self._transport = transport
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            sock = transport.get_extra_info("socket")
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SEND_MILLISECONDS)
        self._inner.connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._transport is not None:
            self._connections.leave(self._transport)
            self._inner.connection_lost(error)

    def data_received(self, data: bytes) -> None:
        if self._transport is not None:
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()
