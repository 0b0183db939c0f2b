"""Who asks, and answers that every HTTP server of the bot gives alike."""

import logging
from collections.abc import Iterable

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage

from bot.domain import Actor

ACTOR = web.RequestKey("actor", Actor)
NETWORK = web.RequestKey("network", str)
"""The client's address for limits by address; "" where none apply."""
BODY_BYTES = 16 * 1024


def quiet_logger() -> logging.Logger:
    """A logger for the HTTP server that leaves out malformed requests: anybody may send any number.

    Each would be a traceback.
    """
    logger = logging.getLogger(f"{__name__}.http")
    logger.filters.clear()
    logger.addFilter(lambda record: not isinstance((record.exc_info or (0, 0))[1], BadHttpMessage))
    return logger


def expecting(routes: Iterable[web.RouteDef]) -> list[web.RouteDef]:
    """The routes with an answer to any Expect header: aiohttp's own fails on some bytes."""
    return [
        web.RouteDef(one.method, one.path, one.handler, {**one.kwargs, "expect_handler": _expect})
        for one in routes
    ]


async def _expect(request: web.Request) -> web.Response | None:
    if request.headers.get("Expect", "").casefold() != "100-continue":
        return problem(417, "Expect may only be 100-continue.")
    await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return None


def problem(status: int, sentence: str) -> web.Response:
    """A JSON response with an error sentence."""
    return web.json_response({"error": sentence}, status=status)
