"""The operator's view: statistics, everybody's emoji, pause and resume.

Without OPERATOR_TOKEN and without further host names, a browser on this machine needs no login.
Everybody else enters the token.
"""

import logging
import math
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from aiohttp import web

from bot.http.bodies import read
from bot.http.clients import Clients, is_local
from bot.service import Service
from bot.settings.config import WebSettings
from bot.web import bodies
from bot.web.chat import EMOJI
from bot.web.gallery import Gallery
from bot.web.logins import LOGIN_SECONDS, Logins
from bot.web.pages import page_route

log = logging.getLogger(__name__)

COOKIE = "operator"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class OperatorView:
    """The operator's routes; `allows` decides who may use them."""

    def __init__(self, service: Service, settings: WebSettings, token: str) -> None:
        self._service = service
        self._clients = Clients(settings.proxies)
        self._logins = Logins(token)
        self._login_needed = bool(token) or settings.exposed

    def allows(self, request: web.Request) -> bool:
        """True for browsers in which the token was entered, or on this machine if none is set."""
        if not self._login_needed and is_local(request):
            return True
        return self._logins.knows(request.cookies.get(COOKIE, ""))

    def guarded(self, route: web.RouteDef) -> web.RouteDef:
        """The same route, for the operator alone."""
        handler: Handler = route.handler

        async def check(request: web.Request) -> web.StreamResponse:
            if not self.allows(request):
                # Not louder: anybody may try any number of times. Wrong tokens are warnings.
                log.debug("operator: refused %s from %s", request.path, request.remote)
                raise web.HTTPUnauthorized(reason="Only the operator of this bot may see that")
            level = logging.DEBUG if request.method == "GET" else logging.INFO
            log.log(level, "operator: %s from %s", request.path, request.remote)
            return await handler(request)

        return web.RouteDef(route.method, route.path, check, route.kwargs)

    async def enter(self, request: web.Request) -> web.Response:
        """Check the token and set a cookie, which does not contain the token."""
        try:
            given = (await read(request, bodies.TokenBody)).token
        except web.HTTPBadRequest:
            given = ""
        cookie, wait = self._logins.enter(given, self._clients.network(request))
        if wait:
            raise web.HTTPTooManyRequests(
                reason=f"Too many wrong tokens: try again in {math.ceil(wait / 60)} minutes"
            )
        if cookie is None:
            log.warning("operator: a wrong token from %s", request.remote)
            raise web.HTTPUnauthorized(reason="This is not the operator's token")
        log.info("operator: the token was entered from %s", request.remote)
        response = web.json_response({})
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=int(LOGIN_SECONDS),
            httponly=True,
            samesite="Strict",
            # The page's own scripts send the origin; a proxy that ends TLS sends plain HTTP on.
            secure=request.headers.get("Origin", "").casefold().startswith("https:"),
        )
        return response

    async def leave(self, request: web.Request) -> web.Response:
        """End the login, here and in the browser."""
        self._logins.leave(request.cookies.get(COOKIE, ""))
        log.info("operator: left from %s", request.remote)
        response = web.json_response({})
        response.del_cookie(COOKIE, httponly=True, samesite="Strict")
        return response

    def page(self, path: str, name: str) -> web.RouteDef:
        """A page of the view. It may be open to all: its script loads the content."""
        route = page_route(path, name)
        send: Handler = route.handler

        async def opened(request: web.Request) -> web.StreamResponse:
            if self.allows(request):
                log.info(
                    "operator: %s was opened by the operator from %s", request.path, request.remote
                )
            return await send(request)

        return web.get(path, opened)

    async def overview(self, request: web.Request) -> web.Response:
        """The queue, the last day, votes by model, disk; and whether there is a login to end."""
        overview = asdict(await self._service.operator.overview())
        return web.json_response({**overview, "login": self._login_needed})

    async def pause(self, request: web.Request) -> web.Response:
        """Pause or resume painting."""
        paused = (await read(request, bodies.PauseBody)).paused
        return web.json_response({"said": await self._service.operator.pause(paused)})


def routes(service: Service, settings: WebSettings, operator_token: str) -> list[web.RouteDef]:
    """The operator's pages and the API that their scripts call."""
    view = OperatorView(service, settings, operator_token)
    return [
        view.page("/operator", "operator"),
        view.page("/operator/gallery", "gallery"),
        view.page("/operator/emoji" + EMOJI, "emoji"),
        web.post("/api/operator/enter", view.enter),
        web.post("/api/operator/leave", view.leave),
        *(
            view.guarded(route)
            for route in (
                web.get("/api/operator/overview", view.overview),
                web.post("/api/operator/pause", view.pause),
                *Gallery(service, everything=True).routes("/api/operator/gallery"),
            )
        ),
    ]
