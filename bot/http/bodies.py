"""Reads JSON bodies into checked, frozen models."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain import MAX_SAFE_INTEGER
from bot.language import _

SHOWN_LENGTH = 40
MOST_QUOTES = 8192
"""More than any body has: a picture in base64 has none."""
BODY_SECONDS = 10.0
"""For a whole body; there are none of more than some kilobytes."""


class Body(BaseModel):
    """A JSON object with known fields only."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Int = Annotated[int, Field(ge=-MAX_SAFE_INTEGER, le=MAX_SAFE_INTEGER)]
Id = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
B = TypeVar("B", bound=Body)


async def read(request: web.Request, kind: type[B], seconds: float | None = None) -> B:
    """The body of a request. Raises HTTPBadRequest with a sentence that says what is wrong.

    Raises HTTPUnsupportedMediaType if it is compressed, and HTTPRequestTimeout if it takes longer
    than `seconds`, by default `BODY_SECONDS`.
    """
    check_uncompressed(request)
    try:
        async with asyncio.timeout(BODY_SECONDS if seconds is None else seconds):
            body = await request.read()
    except TimeoutError as error:
        raise web.HTTPRequestTimeout(reason=_("The request took too long to arrive")) from error
    # Each unknown field is an error of its own, and a million of them take 20 seconds.
    if body.count(b'"') > MOST_QUOTES:
        raise web.HTTPBadRequest(reason=_("The body has too many fields"))
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise web.HTTPBadRequest(reason=_sentence(error)) from error


def check_uncompressed(request: web.Request) -> None:
    """Raises HTTPUnsupportedMediaType for a compressed body: none is unpacked."""
    if request.headers.get("Content-Encoding", "identity").casefold() != "identity":
        raise web.HTTPUnsupportedMediaType(reason="Send the body without a Content-Encoding")


def checked(kind: type[B], fields: Mapping[str, object]) -> B:
    """Fields that are not JSON as a body. Raises HTTPBadRequest, as `read` does."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise web.HTTPBadRequest(reason=_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    """The first problem, without the final full stop."""
    first = error.errors()[0]
    why = first["msg"].removeprefix("Value error, ")
    why = f"{why[0].lower()}{why[1:]}"
    if not first["loc"]:
        # Translators: {why} is English, for programmers; a full stop follows.
        return _("The body is wrong: {why}", why=why)
    field = f"{first['loc'][0]!r:.{SHOWN_LENGTH}}"
    if first["type"] == "extra_forbidden":
        # Translators: {field} is the name of a field in quotes; a full stop follows.
        return _("The field {field} is unknown in this request", field=field)
    if first["type"] == "missing":
        return _("The field {field} is missing", field=field)
    # Translators: {why} is English, for programmers; a full stop follows.
    return _("The field {field} is wrong: {why}", field=field, why=why)
