"""Who may speak to the page: its own pages only, each visitor by a random cookie."""

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

log = logging.getLogger(__name__)

ACTOR = web.RequestKey("actor", Actor)
FRESH = web.RequestKey("fresh", str)
"""The cookie of a visitor who came without one."""
COOKIE = "emojismith"
COOKIE_TERMS = f"Max-Age={400 * 24 * 3600}; Path=/; HttpOnly; SameSite=Strict"
"""As long as browsers keep a cookie, for this page alone."""
BODY_BYTES = 16 * 1024
TOKEN_LENGTH = 16
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    # Previews come as data; nothing else is loaded from anywhere but here.
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
BROKEN = "Something went wrong on my side, and was noted. Please try again in a moment."

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def check_settings(settings: WebSettings, operator_token: str) -> None:
    """Raises BadSettings where strangers could reach the operator's view without a token."""
    if not _is_loopback(settings.host) and len(operator_token) < TOKEN_LENGTH:
        raise BadSettings(
            f"The page may be served on {settings.host} only with OPERATOR_TOKEN, of at least "
            f"{TOKEN_LENGTH} characters, in the environment: set it, or let web.host be 127.0.0.1."
        )


def guard(app: web.Application, settings: WebSettings) -> None:
    """Let only this page's own requests in, tell visitors apart, say what is wrong as JSON."""
    hosts = {*LOOPBACK, settings.host.casefold(), *(host.casefold() for host in settings.hosts)}

    @web.middleware
    async def checked(request: web.Request, handler: Handler) -> web.StreamResponse:
        if _host(request) not in hosts:
            return problem(403, "This page is not reached by that name: see web.hosts.")
        if request.method not in READING and not _from_here(request):
            return problem(403, "Only this page itself may ask for that.")
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
    """An answer that says what is wrong."""
    return web.json_response({"error": sentence}, status=status)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _host(request: web.Request) -> str:
    """The name that the page was asked for by; a site that rebinds its own name shows itself."""
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    except ValueError:
        return ""


def _from_here(request: web.Request) -> bool:
    """Browsers name the asking page's origin with every POST, and no page can forge it."""
    origin = urlsplit(request.headers.get("Origin", ""))
    here = origin.scheme in ("http", "https") and origin.netloc == request.headers["Host"]
    return here and request.content_type == "application/json"


def _recognise(request: web.Request) -> None:
    """The visitor's id is a hash of the cookie: who reads it in a log can't be the visitor."""
    cookie = request.cookies.get(COOKIE, "")
    if not re.fullmatch(r"[0-9a-f]{64}", cookie):
        request[FRESH] = cookie = secrets.token_hex(32)
    visitor = hashlib.sha256(cookie.encode()).hexdigest()[:24]
    request[ACTOR] = Actor(Person(Platform.WEB, visitor))


async def _dress(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    if FRESH in request:
        # Cookies set in the response's own way are among the headers already at this point.
        response.headers.add("Set-Cookie", f"{COOKIE}={request[FRESH]}; {COOKIE_TERMS}")
