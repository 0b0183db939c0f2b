"""The operator's view: how the bot does, everybody's emoji, pause and resume.

Open from this machine itself, unless something forwarded the request; else with OPERATOR_TOKEN.
"""

import hashlib
import hmac
import ipaddress
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from aiohttp import web

from bot.service import Service
from bot.web.gallery import EMOJI, Gallery, page_route, value_of

log = logging.getLogger(__name__)

COOKIE = "operator"
COOKIE_SECONDS = 30 * 24 * 3600
FORWARDING = frozenset(
    {"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"}
)
"""Beside all that begin with "x-forwarded"."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class OperatorView:
    """What the operator sees and does; who may is decided by `allows`."""

    def __init__(self, service: Service, token: str) -> None:
        self._service = service
        self._token = token

    def allows(self, request: web.Request) -> bool:
        """True for this machine's own requests, and for those who entered the token."""
        if _is_local(request):
            return True
        return bool(self._token) and _same(request.cookies.get(COOKIE, ""), self._pass())

    def guarded(self, route: web.RouteDef) -> web.RouteDef:
        """A route for the operator alone."""
        handler: Handler = route.handler

        async def check(request: web.Request) -> web.StreamResponse:
            if not self.allows(request):
                log.warning("operator: %s from %s was refused", request.path, request.remote)
                raise web.HTTPUnauthorized(reason="Only the operator of this bot sees that")
            level = logging.DEBUG if request.method == "GET" else logging.INFO
            log.log(level, "operator: %s from %s", request.path, request.remote)
            return await handler(request)

        return web.RouteDef(route.method, route.path, check, route.kwargs)

    async def enter(self, request: web.Request) -> web.Response:
        """Take the token; a cookie, which does not hold it, says so from then on."""
        given = await value_of(request, "token", str)
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
        """A page, which holds nothing itself: what it shows is asked for by its script."""
        route = page_route(path, name)
        send: Handler = route.handler

        async def opened(request: web.Request) -> web.StreamResponse:
            may = "the operator" if self.allows(request) else "somebody without the token"
            log.info("operator: %s was opened by %s from %s", request.path, may, request.remote)
            return await send(request)

        return web.get(path, opened)

    async def overview(self, request: web.Request) -> web.Response:
        """The queue now, the last day, votes by model, disk."""
        return web.json_response(asdict(await self._service.overview()))

    async def pause(self, request: web.Request) -> web.Response:
        """Begin no further painting, or go on."""
        paused = await value_of(request, "paused", bool)
        return web.json_response({"said": await self._service.pause(paused)})

    def _pass(self) -> str:
        return hmac.new(self._token.encode(), b"operator's cookie", hashlib.sha256).hexdigest()


def routes(service: Service, operator_token: str) -> list[web.RouteDef]:
    """The operator's pages, which hold nothing themselves, and what their scripts ask for."""
    view = OperatorView(service, operator_token)
    return [
        view.page("/operator", "operator.html"),
        view.page("/operator/gallery", "gallery.html"),
        view.page("/operator/emoji" + EMOJI, "emoji.html"),
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
    """Compare without telling by the time how much is right; `given` may be any text."""
    return hmac.compare_digest(given.encode(errors="replace"), secret.encode())


def _is_local(request: web.Request) -> bool:
    """True where no other machine can have sent this, as far as headers tell."""
    names = {name.casefold() for name in request.headers}
    if names & FORWARDING or any(name.startswith("x-forwarded") for name in names):
        return False
    try:
        return ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
