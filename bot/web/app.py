"""The web adapter: serves the chat, the gallery and the operator's view."""

import logging
from typing import Self

from aiohttp import web

from bot.domain import BadSettings
from bot.http.clients import Clients
from bot.http.connections import Connections, most_connections
from bot.http.events import EventStreams
from bot.http.listener import Listener
from bot.http.server import BODY_BYTES, expecting
from bot.service import Service
from bot.settings.config import WebSettings
from bot.web import gallery, operator
from bot.web.chat import Chat
from bot.web.courier import WebCourier
from bot.web.pages import static_routes
from bot.web.places import QueuePlaces
from bot.web.safety import check_settings, guard
from bot.web.turns import TurnReader

log = logging.getLogger(__name__)


class WebApp:
    """The page's server. Entering the context listens; then call `run`.

    Raises BadSettings if the port is taken, or if other machines could reach it without a token.
    """

    notes = ()

    def __init__(self, service: Service, settings: WebSettings, operator_token: str) -> None:
        check_settings(settings, operator_token)
        self._service = service
        self._settings = settings
        self._operator_token = operator_token
        most = most_connections()
        self._connections = Connections(most, Clients(settings.proxies).believes)
        self._events = EventStreams(most // 2)
        turns = TurnReader(service)
        self._places = QueuePlaces(turns, self._events)
        self.courier = WebCourier(service, self._events, turns)
        self._app = web.Application(client_max_size=BODY_BYTES)
        self._app.middlewares.append(self._connections.watch)
        guard(self._app, settings, service.per_address)
        self._app.add_routes(expecting(Chat(service, self._events, self._places, turns).routes()))
        self._listener = Listener(self._app, self._connections, settings.host, settings.port)

    async def __aenter__(self) -> Self:
        self._app.add_routes(expecting(static_routes()))
        self._app.add_routes(expecting(gallery.routes(self._service)))
        self._app.add_routes(
            expecting(operator.routes(self._service, self._settings, self._operator_token))
        )
        try:
            await self._listener.__aenter__()
        except OSError as error:
            raise BadSettings(
                f"The page cannot be served on {self._settings.host}, port {self._settings.port} "
                f"({error.strerror}). Set another port in [web], or set web.enabled to false."
            ) from error
        log.info("the page is at %s", self.url)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._events.close()
        await self._listener.__aexit__()

    @property
    def url(self) -> str:
        """The page's address."""
        return self._listener.url

    @property
    def reachable(self) -> bool:
        """Always True: entering the context has raised otherwise."""
        return True

    async def run(self) -> None:
        """Serve until cancelled."""
        await self._places.run()
