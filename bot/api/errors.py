"""Turns every error into JSON with a sentence, and a status that programs understand."""

import logging
import math
from collections.abc import Mapping

from aiohttp import web

from bot import messages
from bot.api.answers import Problem, content
from bot.api.routes import DOCUMENT, Handler
from bot.domain import (
    Banned,
    LimitReached,
    OwnQueueFull,
    PackUnderWay,
    QueueFull,
    Refused,
    StoreUnavailable,
)
from bot.http.server import BODY_BYTES
from bot.language import _, accepted, speak_to

log = logging.getLogger(__name__)

KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
"""Headers of errors that are sent on."""


@web.middleware
async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A middleware that answers errors of a handler, in the language that the client accepts."""
    speak_to(accepted(request.headers.get("Accept-Language", "")))
    try:
        return await handler(request)
    except StoreUnavailable as error:
        log.error("a request to the API failed: %s", error.cause)
        return _problem(503, str(error))
    except Refused as error:
        return _refused(error)
    except web.HTTPException as error:
        kept = {name: error.headers[name] for name in KEPT if name in error.headers}
        return _problem(error.status, _sentence(request, error), kept)
    except Exception:
        log.exception("a request to the API failed")
        return _problem(500, _(messages.BROKEN))


def _sentence(request: web.Request, error: web.HTTPException) -> str:
    if error.status == 413:
        return (
            f"The request is too large: {BODY_BYTES // 1024} KiB are the limit, 10 MB a picture's."
        )
    if request.match_info.http_exception is None:
        return f"{error.reason}."
    if isinstance(error, web.HTTPMethodNotAllowed):
        methods = ", ".join(sorted(error.allowed_methods))
        return f"This path does not take {error.method}. It takes {methods}."
    return f"There is no such path. {DOCUMENT} lists all."


def _refused(error: Refused) -> web.Response:
    match error.__cause__:
        case LimitReached(seconds):
            return _problem(429, str(error), {"Retry-After": str(math.ceil(seconds))})
        case OwnQueueFull() | PackUnderWay():
            return _problem(429, str(error))
        case QueueFull():
            return _problem(503, str(error))
        case Banned():
            return _problem(403, str(error))
        case _:
            return _problem(409, str(error))


def _problem(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response(content(Problem(error=sentence)), status=status, headers=headers)
