"""Turns every error into JSON with a sentence, and a status that programs understand."""

import logging
import math
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot import messages
from bot.api.answers import Problem, content
from bot.domain import Banned, LimitReached, OwnQueueFull, QueueFull, Refused, StoreUnavailable
from bot.language import _

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A middleware that answers errors of a handler."""
    try:
        return await handler(request)
    except StoreUnavailable as error:
        log.error("a request to the API failed: %s", error.cause)
        return _problem(503, str(error))
    except Refused as error:
        return _refused(error)
    except web.HTTPException as error:
        kept = {n: error.headers[n] for n in ("Allow", "WWW-Authenticate") if n in error.headers}
        return _problem(error.status, f"{error.reason}.", kept)
    except Exception:
        log.exception("a request to the API failed")
        return _problem(500, _(messages.BROKEN))


def _refused(error: Refused) -> web.Response:
    match error.__cause__:
        case LimitReached(seconds):
            return _problem(429, str(error), {"Retry-After": str(math.ceil(seconds))})
        case OwnQueueFull():
            return _problem(429, str(error))
        case QueueFull():
            return _problem(503, str(error))
        case Banned():
            return _problem(403, str(error))
        case _:
            return _problem(409, str(error))


def _problem(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response(content(Problem(error=sentence)), status=status, headers=headers)
