"""Accepts requests from the page's own scripts only, and tells visitors apart by a cookie."""

import hashlib
import ipaddress
import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot.config import WebSettings
from bot.domain import Actor, BadSettings, Person, Platform, Refused
from bot.messages import BROKEN

log = logging.getLogger(__name__)

ACTOR = web.RequestKey("actor", Actor)
FRESH = web.RequestKey("fresh", str)
"""The new cookie of a visitor who had none."""
COOKIE = "emojismith"
COOKIE_TERMS = f"Max-Age={400 * 24 * 3600}; Path=/; HttpOnly; SameSite=Strict"
"""400 days is the longest that browsers keep a cookie."""
BODY_BYTES = 16 * 1024
TOKEN_LENGTH = 16
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    # Previews are data URLs and copied pictures blobs; everything else comes from this server.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
READING = frozenset({"GET", "HEAD"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def check_settings(settings: WebSettings, operator_token: str) -> None:
    """Raises BadSettings if other machines could reach the operator's view without a token."""
    if not _is_loopback(settings.host) and len(operator_token) < TOKEN_LENGTH:
        raise BadSettings(
            f"The page may be served on {settings.host} only with OPERATOR_TOKEN, of at least "
            f"{TOKEN_LENGTH} characters, in the environment. Set it, or set web.host to 127.0.0.1."
        )


def guard(app: web.Application, settings: WebSettings) -> None:
    """Refuse foreign requests, identify the visitor, and turn errors into JSON."""
    hosts = {*LOOPBACK, settings.host.casefold(), *(host.casefold() for host in settings.hosts)}

    @web.middleware
    async def checked(request: web.Request, handler: Handler) -> web.StreamResponse:
        if _host(request) not in hosts:
            return problem(403, "This host name is not allowed. See web.hosts in the settings.")
        if request.method not in READING and not _from_here(request):
            return problem(403, "Only this page itself may send that.")
        _recognise(request)
        try:
            return await handler(request)
        except Refused as error:
            return problem(409, str(error))
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return problem(error.status, f"{error.reason}.")
        except Exception:
            log.exception("a request to the page failed")
            return problem(500, BROKEN)

    app.middlewares.append(checked)
    app.on_response_prepare.append(_dress)


def problem(status: int, sentence: str) -> web.Response:
    """A JSON response with an error sentence."""
    return web.json_response({"error": sentence}, status=status)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _host(request: web.Request) -> str:
    """The host name of the request. DNS rebinding shows as a foreign name."""
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    except ValueError:
        return ""


def _from_here(request: web.Request) -> bool:
    """True for JSON sent by this page: browsers send the origin with every POST."""
    origin = urlsplit(request.headers.get("Origin", ""))
    here = origin.scheme in ("http", "https") and origin.netloc == request.headers["Host"]
    return here and request.content_type == "application/json"


def _recognise(request: web.Request) -> None:
    """Set the visitor's Actor. The id is a hash, so that a log does not reveal the cookie."""
    cookie = request.cookies.get(COOKIE, "")
    if not re.fullmatch(r"[0-9a-f]{64}", cookie):
        request[FRESH] = cookie = secrets.token_hex(32)
    visitor = hashlib.sha256(cookie.encode()).hexdigest()[:24]
    request[ACTOR] = Actor(Person(Platform.WEB, visitor), chat=visitor)


async def _dress(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    if FRESH in request:
        # Too late for set_cookie: its cookies were copied to the headers before this signal.
        response.headers.add("Set-Cookie", f"{COOKIE}={request[FRESH]}; {COOKIE_TERMS}")
