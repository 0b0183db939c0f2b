"""The web adapter: serves the chat, the gallery and the operator's view."""

import asyncio
import logging
from typing import Self

from aiohttp import web

from bot.config import WebSettings
from bot.domain import BadSettings
from bot.service import Service
from bot.web import gallery, operator
from bot.web.chat import Chat
from bot.web.clients import Clients
from bot.web.connections import KEEP_ALIVE_SECONDS, Connections, most_connections
from bot.web.courier import WebCourier
from bot.web.events import EventStreams
from bot.web.pages import static_routes
from bot.web.places import QueuePlaces
from bot.web.safety import BODY_BYTES, check_settings, expecting, guard, quiet_logger
from bot.web.turns import TurnReader

log = logging.getLogger(__name__)

STOP_SECONDS = 2.0


class WebApp:
    """The page's server. Entering the context listens; then call `run`.

    Raises BadSettings if the port is taken, or if other machines could reach it without a token.
    """

    def __init__(self, service: Service, settings: WebSettings, operator_token: str) -> None:
        check_settings(settings, operator_token)
        self._service = service
        self._settings = settings
        self._operator_token = operator_token
        most = most_connections()
        self._connections = Connections(most, Clients(settings).believes)
        self._events = EventStreams(most // 2)
        turns = TurnReader(service)
        self._places = QueuePlaces(turns, self._events)
        self.courier = WebCourier(service, self._events, turns)
        self._app = web.Application(client_max_size=BODY_BYTES)
        self._app.middlewares.append(self._connections.watch)
        guard(self._app, settings, service.per_address)
        self._app.add_routes(expecting(Chat(service, self._events, self._places, turns).routes()))
        self._runner = web.AppRunner(
            self._app,
            access_log=None,
            logger=quiet_logger(),
            shutdown_timeout=STOP_SECONDS,
            handler_cancellation=True,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
        )
        self._listening: asyncio.Server

    async def __aenter__(self) -> Self:
        self._app.add_routes(expecting(static_routes()))
        self._app.add_routes(expecting(gallery.routes(self._service)))
        self._app.add_routes(
            expecting(operator.routes(self._service, self._settings, self._operator_token))
        )
        await self._runner.setup()
        try:
            self._listening = await self._listen()
        except OSError as error:
            await self._runner.cleanup()
            raise BadSettings(
                f"The page cannot be served on {self._settings.host}, port {self._settings.port} "
                f"({error.strerror}). Set another port in [web], or set web.enabled to false."
            ) from error
        log.info("the page is at %s", self.url)
        return self

    async def _listen(self) -> asyncio.Server:
        """What TCPSite does, with limits for connections."""
        assert self._runner.server is not None
        make = self._connections.wrap(self._runner.server)
        loop = asyncio.get_running_loop()
        return await loop.create_server(make, self._settings.host, self._settings.port)

    async def __aexit__(self, *_: object) -> None:
        self._listening.close()
        self._events.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The page's address."""
        host, port = self._listening.sockets[0].getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def reachable(self) -> bool:
        """Always True: entering the context has raised otherwise."""
        return True

    async def run(self) -> None:
        """Serve until cancelled."""
        await self._places.run()
