"""The page: chat, gallery and operator's view, served to this machine's browsers."""

import logging
import mimetypes
from pathlib import Path
from typing import Self

from aiohttp import web

from bot.config import WebSettings
from bot.domain import BadSettings
from bot.service import Service
from bot.web import gallery as web_gallery
from bot.web import operator as web_operator
from bot.web.chat import Chat
from bot.web.courier import WebCourier
from bot.web.events import EventStreams
from bot.web.places import Places
from bot.web.safety import BODY_BYTES, check_settings, guard
from bot.web.serialize import Turns

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent / "static"
STOP_SECONDS = 2.0


class WebApp:
    """The page's server: use as `async with`, which listens, and then `run`.

    Raises BadSettings on a busy port, and where strangers could reach it without a token.
    """

    def __init__(self, service: Service, settings: WebSettings, operator_token: str) -> None:
        check_settings(settings, operator_token)
        self._service = service
        self._settings = settings
        self._operator_token = operator_token
        self._events = EventStreams()
        turns = Turns(service)
        self._places = Places(turns, self._events)
        self.courier = WebCourier(service, self._events, turns)
        self._app = web.Application(client_max_size=BODY_BYTES)
        guard(self._app, settings)
        self._app.add_routes(Chat(service, self._events, self._places, turns).routes())
        self._runner = web.AppRunner(
            self._app, access_log=None, shutdown_timeout=STOP_SECONDS, handler_cancellation=True
        )

    async def __aenter__(self) -> Self:
        self._app.add_routes(_static_routes())
        self._app.add_routes(web_gallery.routes(self._service))
        self._app.add_routes(web_operator.routes(self._service, self._operator_token))
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._settings.host, self._settings.port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise BadSettings(
                f"The page cannot be served on {self._settings.host}, port {self._settings.port} "
                f"({error.strerror}): name another in [web], or switch it off there."
            ) from error
        log.info("the page is at %s", self.url)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._events.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Where the page is."""
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def reachable(self) -> bool:
        """True: it listens, or would have said why not."""
        return True

    async def run(self) -> None:
        """Serve until cancelled."""
        await self._places.run()


def _static_routes() -> list[web.RouteDef]:
    """The files of the folder, read once: no path of a request leads to the disk."""
    routes = [
        _file(f"/static/{path.name}", path) for path in FOLDER.iterdir() if path.suffix != ".html"
    ]
    return [*routes, _file("/", FOLDER / "index.html")]


def _file(route: str, path: Path) -> web.RouteDef:
    body = path.read_bytes()
    kind, _ = mimetypes.guess_type(path.name)

    async def answer(_: web.Request) -> web.Response:
        return web.Response(
            body=body, content_type=kind, charset="utf-8", headers={"Cache-Control": "no-cache"}
        )

    return web.get(route, answer)
