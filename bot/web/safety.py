"""Accepts requests from the page's own scripts only, and tells visitors apart by a cookie."""

import hashlib
import logging
import re
import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot import messages
from bot.domain import Actor, BadSettings, Person, Platform, Refused, StoreUnavailable
from bot.http.address_limits import ASKS, WRITES, AddressLimits
from bot.http.authority import authority, host_name, same_site
from bot.http.clients import Clients
from bot.http.server import ACTOR, NETWORK, problem
from bot.language import N_, _, accepted, languages, speak_to
from bot.limits import Limit
from bot.settings.config import WebSettings
from bot.settings.value_types import is_loopback
from bot.web.pages import problem_page

log = logging.getLogger(__name__)

ASKED = web.AppKey("asked", AddressLimits)
FRESH = web.RequestKey("fresh", str)
"""The new cookie of a visitor who had none."""
COOKIE = "emojismith"
NO_PAGE = N_("There is no such page.")
LANGUAGE = "language"
"""The cookie with the language that the visitor chose."""
COOKIE_TERMS = f"Max-Age={400 * 24 * 3600}; Path=/; HttpOnly; SameSite=Strict"
"""400 days is the longest that browsers keep a cookie."""
TOKEN_LENGTH = 16
LOOPBACK = ("127.0.0.1", "localhost", "::1")
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
    """Raises BadSettings if others could reach the operator's view, or guess its token."""
    short = len(operator_token) < TOKEN_LENGTH
    if short and not is_loopback(settings.host):
        raise BadSettings(
            f"The page may be served on {settings.host} only with OPERATOR_TOKEN, of at least "
            f"{TOKEN_LENGTH} characters, in the environment. Set it, or set web.host to 127.0.0.1."
        )
    if short and operator_token:
        raise BadSettings(
            f"OPERATOR_TOKEN is too short to be safe: take at least {TOKEN_LENGTH} characters, "
            "such as the output of `openssl rand -hex 16`, or remove it from the environment."
        )


def guard(app: web.Application, settings: WebSettings, asks: Limit = ASKS) -> None:
    """Refuse foreign requests, identify the visitor, and turn errors into JSON.

    If other machines can reach the page, each address has limits; `asks` is that of asking.
    """
    clients, writes = Clients(settings.proxies), AddressLimits(WRITES)
    app[ASKED] = AddressLimits(asks)
    hosts = {host_name(host) for host in (*LOOPBACK, settings.host, *settings.hosts)}

    @web.middleware
    async def checked(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = authority(request.headers.get("Host", ""))
        if host is None or host.host not in hosts:
            return problem(403, "This host name is not allowed. See web.hosts in the settings.")
        if request.method not in READING and not _from_here(request):
            return problem(403, "Only this page itself may send that.")
        _recognise(request)
        speak_to(_languages_of(request))
        request[NETWORK] = network = clients.network(request) if settings.exposed else ""
        if network and request.method not in READING and (wait := writes.take(network)):
            return problem(429, messages.busy_address(wait))
        try:
            return await handler(request)
        except StoreUnavailable as error:
            log.error("a request to the page failed: %s", error.cause)
            return _told(request, 503, str(error))
        except Refused as error:
            return _told(request, 409, str(error))
        except web.HTTPException as error:
            if error.status < 400:
                raise
            missing = error.status == 404 and request.match_info.http_exception is error
            return _told(request, error.status, _(NO_PAGE) if missing else f"{error.reason}.")
        except Exception:
            log.exception("a request to the page failed")
            return _told(request, 500, _(messages.BROKEN))

    app.middlewares.append(checked)
    app.on_response_prepare.append(_dress)


def _told(request: web.Request, status: int, sentence: str) -> web.Response:
    """What went wrong: as a page for whoever opened an address in a browser, else as JSON."""
    opens = request.method in READING and "text/html" in request.headers.get("Accept", "")
    return problem_page(status, sentence) if opens else problem(status, sentence)


def count_request(request: web.Request, count: int = 1) -> None:
    """Count requests for emoji against the visitor's address. Raises Refused."""
    network = request[NETWORK]
    if network and (wait := request.app[ASKED].take(network, count)):
        raise Refused(messages.busy_address(wait))


def _from_here(request: web.Request) -> bool:
    """True for JSON sent by this page: browsers send the origin with every POST."""
    origin = request.headers.get("Origin", "")
    same = same_site(origin, request.headers["Host"])
    return same and request.content_type == "application/json"


def _languages_of(request: web.Request) -> list[str]:
    """The language that the visitor chose on the page, else the browser's."""
    if (chosen := request.cookies.get(LANGUAGE, "")) in languages():
        return [chosen]
    return accepted(request.headers.get("Accept-Language", ""))


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
