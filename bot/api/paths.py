"""The variable parts of paths and headers, with what they may be."""

import re
from typing import Any

from aiohttp import web

from bot.domain import CANDIDATES, MAX_SAFE_INTEGER, ArchiveFormat
from bot.http.pictures import CONTENT_TYPES

PLACES = CANDIDATES[-1] - 1
"""The last place that a candidate may have."""
KEY = "Idempotency-Key"
KEY_PATTERN = r"^[0-9A-Za-z-]{1,64}$"
_MOVING = ", ".join(form.value for form in CONTENT_TYPES if form.moves)
NUMBER: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": MAX_SAFE_INTEGER}
PARAMETERS: dict[str, dict[str, Any]] = {
    "emoji": NUMBER | {"description": "The id of an emoji."},
    "job": NUMBER | {"description": "The id of a job."},
    "place": {
        "type": "integer",
        "minimum": 0,
        "maximum": PLACES,
        "description": "The place of a candidate: 0 is the best.",
    },
    "form": {
        "type": "string",
        "enum": [form.value for form in CONTENT_TYPES],
        "description": f"The format; those of emoji that move are {_MOVING}.",
    },
    "archive": {
        "type": "string",
        "enum": [format.value for format in ArchiveFormat],
        "description": "What the archive is for.",
    },
}
"""The JSON schema of each part of a path, with a description."""


def emoji_of(request: web.Request) -> int:
    """The emoji that the path names. Raises HTTPNotFound."""
    return _number(request, "emoji")


def job_of(request: web.Request) -> int:
    """The job that the path names. Raises HTTPNotFound."""
    return _number(request, "job")


def place_of(request: web.Request) -> int:
    """The candidate that the path names; its form is checked too. Raises HTTPNotFound."""
    if request.match_info["form"] not in PARAMETERS["form"]["enum"]:
        raise web.HTTPNotFound(reason="There is no such form of a picture")
    return _number(request, "place")


def archive_of(request: web.Request) -> ArchiveFormat:
    """The format of an archive that the path names. Raises HTTPNotFound."""
    if request.match_info["archive"] not in PARAMETERS["archive"]["enum"]:
        raise web.HTTPNotFound(reason="There is no such format of an archive")
    return ArchiveFormat(request.match_info["archive"])


def key_of(request: web.Request) -> str | None:
    """The key that makes a repeated request harmless. Raises HTTPBadRequest."""
    keys = request.headers.getall(KEY, ())
    if len(keys) > 1 or not all(re.fullmatch(KEY_PATTERN, key) for key in keys):
        raise web.HTTPBadRequest(reason=f"One {KEY} may have 1 to 64 letters, digits and hyphens")
    return keys[0] if keys else None


def _number(request: web.Request, name: str) -> int:
    text, schema = request.match_info[name], PARAMETERS[name]
    if not re.fullmatch("0|[1-9][0-9]{0,15}", text, re.ASCII):
        raise web.HTTPNotFound(reason=f"The {name} in the path is not a whole number")
    if not schema["minimum"] <= int(text) <= schema["maximum"]:
        raise web.HTTPNotFound(reason=f"There is no such {name}")
    return int(text)
