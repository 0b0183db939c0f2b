"""The API adapter: serves programs that ask for emoji."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.api.clients import Clients
from bot.api.courier import ApiCourier
from bot.api.document import JSON, document
from bot.api.errors import told
from bot.api.forms import FORM
from bot.api.load import Load
from bot.api.operations import routes
from bot.api.readers import JobReader
from bot.api.routes import DOCUMENT, EVENTS, ROOT, Handler, Route
from bot.domain import BadSettings
from bot.http.clients import Clients as Addresses
from bot.http.connections import Connections, most_connections
from bot.http.events import EventStreams
from bot.http.listener import Listener
from bot.http.server import ACTOR, BODY_BYTES, NETWORK, expecting
from bot.service import Service
from bot.settings.config import ApiSettings

log = logging.getLogger(__name__)


class ApiApp:
    """The API's server. Entering the context listens; then call `run`.

    `tokens` has the token of each client by its name; `proxies` are addresses and networks whose
    X-Forwarded-For is believed, besides loopback. Raises BadSettings if the port is taken.
    """

    url = None
    notes = ()

    def __init__(
        self,
        service: Service,
        settings: ApiSettings,
        tokens: Mapping[str, str],
        proxies: Iterable[str] = (),
    ) -> None:
        self._settings = settings
        events = EventStreams(most_connections() // 4)
        reader = JobReader(service)
        self.courier = ApiCourier(service, events, reader)
        self._events = events
        operations = routes(service, reader, events)
        self._document = document(operations, ROOT)
        addresses = Addresses(proxies)
        clients = Clients(tokens, addresses.network)
        connections = Connections(most_connections() // 2, addresses.believes)
        app = web.Application(
            client_max_size=BODY_BYTES,
            middlewares=(connections.watch, told, _knowing(clients, operations)),
        )
        found = [
            web.RouteDef(one.method, ROOT + one.path, one.handler, _options(one))
            for one in operations
        ]
        app.add_routes(expecting([*found, web.get(DOCUMENT, self.describe, allow_head=False)]))
        self._listener = Listener(app, connections, settings.host, settings.port)

    async def __aenter__(self) -> Self:
        try:
            await self._listener.__aenter__()
        except OSError as error:
            raise BadSettings(
                f"The API cannot be served on {self._settings.host}, port {self._settings.port} "
                f"({error.strerror}). Set another port in [api], or set api.enabled to false."
            ) from error
        log.info("the API is at %s", self.root)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._events.close()
        await self._listener.__aexit__()

    async def describe(self, request: web.Request) -> web.Response:
        """The API's description, for which no token is needed."""
        return web.json_response(self._document)

    @property
    def root(self) -> str:
        """The address below which all routes are."""
        return self._listener.url + ROOT

    @property
    def reachable(self) -> bool:
        """Always True: entering the context has raised otherwise."""
        return True

    async def run(self) -> None:
        """Serve until cancelled."""
        await asyncio.Event().wait()


def _options(route: Route) -> dict[str, bool]:
    """What aiohttp is told of a route: a HEAD of the events would never end."""
    return {"allow_head": route.answer != EVENTS} if route.method == "GET" else {}


def _knowing(clients: Clients, operations: Sequence[Route]) -> Middleware:
    """A middleware that tells which client asks, and refuses all others and other media types."""
    routes, load = {one.handler: one for one in operations}, Load()

    @web.middleware
    async def known(request: web.Request, handler: Handler) -> web.StreamResponse:
        route = routes.get(request.match_info.handler)
        if request.path == DOCUMENT and route is None:
            return await handler(request)
        request[ACTOR] = actor = clients.actor(request)
        request[NETWORK] = ""
        if route is None or route.answer == EVENTS:
            return await handler(request)
        async with load.one(actor.person, route.makes_file):
            if route.body is not None:
                _check_type(request, FORM if route.form else JSON)
            return await handler(request)

    return known


def _check_type(request: web.Request, other: str) -> None:
    """Raises HTTPUnsupportedMediaType for a body that is neither JSON nor of the other type."""
    given = request.headers.getall("Content-Type", ())
    if len(given) != 1 or request.content_type not in (JSON, other):
        types = " or ".join(dict.fromkeys((JSON, other)))
        raise web.HTTPUnsupportedMediaType(reason=f"Send one Content-Type: {types}")
