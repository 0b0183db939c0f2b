"""Pictures that come as JSON or as a form, and values that come as text."""

import asyncio
import re
from collections.abc import Mapping
from typing import TypeVar

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import BadHttpMessage

from bot.api.bodies import PictureBody, PictureOptions
from bot.domain import PICTURE_BYTES
from bot.http.bodies import Body, check_uncompressed, checked, read
from bot.http.server import BODY_BYTES
from bot.http.uploads import PICTURE_BODY_BYTES, PICTURE_SECONDS

FORM = "multipart/form-data"
PICTURE_FIELD = "picture"
NOT_A_FORM = "The body is no multipart/form-data with named fields"
B = TypeVar("B", bound=Body)


async def picture_and_options(request: web.Request) -> tuple[PictureOptions, bytes]:
    """What a request with a picture asks for, and the picture file. Raises HTTPException."""
    check_uncompressed(request)
    if (request.content_length or 0) > PICTURE_BODY_BYTES:
        raise web.HTTPRequestEntityTooLarge(PICTURE_BODY_BYTES, request.content_length or 0)
    if request.content_type != FORM:
        larger = request.clone(client_max_size=PICTURE_BODY_BYTES)
        body = await read(larger, PictureBody, PICTURE_SECONDS)
        return PictureOptions(**body.model_dump(exclude={PICTURE_FIELD})), body.picture
    try:
        async with asyncio.timeout(PICTURE_SECONDS):
            fields = await _fields(request)
    except TimeoutError as error:
        raise web.HTTPRequestTimeout(reason="The request took too long to arrive") from error
    if PICTURE_FIELD not in fields:
        raise web.HTTPBadRequest(reason=f"The field {PICTURE_FIELD!r} is missing")
    picture = fields.pop(PICTURE_FIELD)
    try:
        texts = {name: value.decode() for name, value in fields.items()}
    except UnicodeDecodeError as error:
        raise web.HTTPBadRequest(reason="The fields of the form are not UTF-8") from error
    return from_text(PictureOptions, texts), picture


async def _fields(request: web.Request) -> dict[str, bytes]:
    """The fields of a form, kept in memory: no picture is written to the disk."""
    known, fields = {PICTURE_FIELD, *PictureOptions.model_fields}, dict[str, bytes]()
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise web.HTTPBadRequest(reason=NOT_A_FORM)
            name = part.name
            if name not in known or name in fields:
                raise web.HTTPBadRequest(
                    reason=f"The field {name!r:.40} is unknown in this request, or there twice"
                )
            fields[name] = await _value(
                part, PICTURE_BYTES if name == PICTURE_FIELD else BODY_BYTES
            )
    except (ValueError, AssertionError, RuntimeError, BadHttpMessage) as error:
        raise web.HTTPBadRequest(reason=NOT_A_FORM) from error
    return fields


async def _value(part: BodyPartReader, most: int) -> bytes:
    """The bytes of a field, as they were sent. Raises HTTPRequestEntityTooLarge."""
    value = bytearray()
    while chunk := await part.read_chunk():
        value += chunk
        if len(value) > most:
            raise web.HTTPRequestEntityTooLarge(most, len(value))
    return bytes(value)


def from_query(request: web.Request, kind: type[B]) -> B:
    """The query of a request. Raises HTTPBadRequest."""
    if len(request.query) != len(set(request.query)):
        raise web.HTTPBadRequest(reason="A parameter is there twice")
    return from_text(kind, request.query)


def from_text(kind: type[B], texts: Mapping[str, str]) -> B:
    """Fields whose values are text, as in a form or a query. Raises HTTPBadRequest."""
    properties = kind.model_json_schema()["properties"]
    return checked(
        kind, {name: _typed(properties.get(name, {}), text) for name, text in texts.items()}
    )


def _typed(schema: Mapping[str, object], text: str) -> str | int | bool:
    """A whole number or a boolean where the schema wants one; else the text itself."""
    kinds = str(schema)
    if "'integer'" in kinds and re.fullmatch("-?(0|[1-9][0-9]{0,17})", text, re.ASCII):
        return int(text)
    if "'boolean'" in kinds and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text
