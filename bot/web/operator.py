"""The operator's view: statistics, everybody's emoji, pause and resume.

Requests from this machine need no login, unless a proxy forwarded them; others need OPERATOR_TOKEN.
"""

import hashlib
import hmac
import ipaddress
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from aiohttp import web

from bot.service import Service
from bot.web import bodies
from bot.web.chat import EMOJI
from bot.web.gallery import Gallery
from bot.web.pages import page_route

log = logging.getLogger(__name__)

COOKIE = "operator"
COOKIE_SECONDS = 30 * 24 * 3600
FORWARDING = frozenset(
    {"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"}
)
"""Headers of proxies, in addition to all that start with "x-forwarded"."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class OperatorView:
    """The operator's routes; `allows` decides who may use them."""

    def __init__(self, service: Service, token: str) -> None:
        self._service = service
        self._token = token

    def allows(self, request: web.Request) -> bool:
        """True for requests from this machine and for browsers in which the token was entered."""
        if _is_local(request):
            return True
        return bool(self._token) and _same(request.cookies.get(COOKIE, ""), self._pass())

    def guarded(self, route: web.RouteDef) -> web.RouteDef:
        """The same route, for the operator alone."""
        handler: Handler = route.handler

        async def check(request: web.Request) -> web.StreamResponse:
            if not self.allows(request):
                log.warning("operator: refused %s from %s", request.path, request.remote)
                raise web.HTTPUnauthorized(reason="Only the operator of this bot may see that")
            level = logging.DEBUG if request.method == "GET" else logging.INFO
            log.log(level, "operator: %s from %s", request.path, request.remote)
            return await handler(request)

        return web.RouteDef(route.method, route.path, check, route.kwargs)

    async def enter(self, request: web.Request) -> web.Response:
        """Check the token and set a cookie, which does not contain the token."""
        try:
            given = (await bodies.read(request, bodies.TokenBody)).token
        except web.HTTPBadRequest:
            given = ""
        if not self._token or not _same(given, self._token):
            log.warning("operator: a wrong token from %s", request.remote)
            raise web.HTTPUnauthorized(reason="This is not the operator's token")
        log.info("operator: the token was entered from %s", request.remote)
        response = web.json_response({})
        response.set_cookie(
            COOKIE, self._pass(), max_age=COOKIE_SECONDS, httponly=True, samesite="Strict"
        )
        return response

    def page(self, path: str, name: str) -> web.RouteDef:
        """A page of the view. It may be open to all: its script loads the content."""
        route = page_route(path, name)
        send: Handler = route.handler

        async def opened(request: web.Request) -> web.StreamResponse:
            may = "the operator" if self.allows(request) else "somebody without the token"
            log.info("operator: %s was opened by %s from %s", request.path, may, request.remote)
            return await send(request)

        return web.get(path, opened)

    async def overview(self, request: web.Request) -> web.Response:
        """The queue, the last day, votes by model, disk."""
        return web.json_response(asdict(await self._service.operator.overview()))

    async def pause(self, request: web.Request) -> web.Response:
        """Pause or resume painting."""
        paused = (await bodies.read(request, bodies.PauseBody)).paused
        return web.json_response({"said": await self._service.operator.pause(paused)})

    def _pass(self) -> str:
        return hmac.new(self._token.encode(), b"operator's cookie", hashlib.sha256).hexdigest()


def routes(service: Service, operator_token: str) -> list[web.RouteDef]:
    """The operator's pages and the API that their scripts call."""
    view = OperatorView(service, operator_token)
    return [
        view.page("/operator", "operator"),
        view.page("/operator/gallery", "gallery"),
        view.page("/operator/emoji" + EMOJI, "emoji"),
        web.post("/api/operator/enter", view.enter),
        *(
            view.guarded(route)
            for route in (
                web.get("/api/operator/overview", view.overview),
                web.post("/api/operator/pause", view.pause),
                *Gallery(service, everything=True).routes("/api/operator/gallery"),
            )
        ),
    ]


def _same(given: str, secret: str) -> bool:
    """Compare in constant time; `given` may be any text."""
    return hmac.compare_digest(given.encode(errors="replace"), secret.encode())


def _is_local(request: web.Request) -> bool:
    """True if the request comes from this machine and no header names a proxy."""
    names = {name.casefold() for name in request.headers}
    if names & FORWARDING or any(name.startswith("x-forwarded") for name in names):
        return False
    try:
        return ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
