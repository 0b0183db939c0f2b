"""An application that listens, with limits for its connections."""

import asyncio
from typing import Self

from aiohttp import web

from bot.http.connections import KEEP_ALIVE_SECONDS, Connections
from bot.http.server import quiet_logger

STOP_SECONDS = 2.0


class Listener:
    """Serves an application while its context is entered. Entering raises OSError."""

    def __init__(
        self, app: web.Application, connections: Connections, host: str, port: int
    ) -> None:
        self._connections = connections
        self._host, self._port = host, port
        self._runner = web.AppRunner(
            app,
            access_log=None,
            logger=quiet_logger(),
            shutdown_timeout=STOP_SECONDS,
            handler_cancellation=True,
            # Some megabytes may hold gigabytes, which aiohttp unpacks even after an answer.
            auto_decompress=False,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
        )
        self._listening: asyncio.Server

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        try:
            self._listening = await self._listen()
        except OSError:
            await self._runner.cleanup()
            raise
        return self

    async def _listen(self) -> asyncio.Server:
        """What TCPSite does, with limits for connections."""
        assert self._runner.server is not None
        make = self._connections.wrap(self._runner.server)
        return await asyncio.get_running_loop().create_server(make, self._host, self._port)

    async def __aexit__(self, *_: object) -> None:
        self._listening.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The address that it listens on."""
        host, port = self._listening.sockets[0].getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
