"""The API's routes, and what the operations behind them share."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web
from pydantic import BaseModel

from bot.api.answers import JobAnswer, content
from bot.api.paths import key_of
from bot.api.readers import JobReader
from bot.domain import Actor, Platform, Refused, StoreUnavailable, Ticket
from bot.http.bodies import Body
from bot.http.server import ACTOR
from bot.service import Service

ROOT = "/api/v1"
DOCUMENT = f"{ROOT}/openapi.json"
PICTURE = "image/*"
EVENTS = "text/event-stream"
ARCHIVES = ("application/zip", "application/gzip")
REFUSALS = (403, 404, 409)
"""What a route that asks for something may answer besides."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation. `answer` is a model, or the media types of what is no JSON.

    `problems` are the statuses that it may answer besides those that every route has. `form` is a
    body of the same fields as multipart/form-data, in which the field `picture` is a file.
    """

    method: str
    path: str
    handler: Handler
    answer: type[BaseModel] | str | Sequence[str]
    body: type[Body] | None = None
    query: type[Body] | None = None
    form: bool = False
    status: int = 200
    problems: tuple[int, ...] = ()

    @property
    def makes_file(self) -> bool:
        """Whether a file is made for it, which takes time."""
        return self.answer != EVENTS and not isinstance(self.answer, type)

    @property
    def creates(self) -> bool:
        """Whether it makes a job, which an Idempotency-Key makes only once."""
        return self.status == 202


class Operations:
    """What a client can do with one kind of thing."""

    def __init__(self, service: Service, reader: JobReader) -> None:
        self._service = service
        self._reader = reader

    async def _accepted(self, ticket: Ticket) -> web.Response:
        """The answer to a request for an emoji: its job."""
        answer = await self._reader.one(ticket.job)
        return web.json_response(
            content(answer), status=202, headers={"Location": f"{ROOT}/jobs/{ticket.job}"}
        )

    async def _job(self, number: int, actor: Actor) -> JobAnswer:
        """A job of this client. Raises HTTPNotFound for all others."""
        found = await self._service.job(number)
        if found is None or found.person != actor.person:
            raise web.HTTPNotFound(reason="This client has no such job")
        return await self._reader.one(number)

    async def _own(self, number: int, actor: Actor) -> int:
        """The id of an emoji of this client. Raises HTTPNotFound for all others."""
        try:
            return (await self._service.emoji.own(number, actor)).id
        except StoreUnavailable:
            raise
        except Refused as error:
            raise web.HTTPNotFound(reason="This client has no such emoji") from error

    async def _visible(self, number: int, actor: Actor) -> int:
        """The id of an emoji of this client, or of a published one. Raises HTTPNotFound."""
        try:
            return (await self._service.emoji.get(number, actor)).id
        except StoreUnavailable:
            raise
        except Refused as error:
            raise web.HTTPNotFound(reason="This client sees no such emoji") from error

    async def _request_id(self, request: web.Request, body: Body, picture: bytes = b"") -> str:
        """The id of a request: the same for the same key, client, path and body.

        Raises HTTPConflict if the client has used the key for another request.
        """
        client, key = request[ACTOR].person.id, key_of(request)
        if key is None:
            return f"{client}:{secrets.token_hex(16)}"
        said = hashlib.sha256(f"{request.path}\n{body.model_dump_json()}\n".encode())
        said.update(picture)
        prefix = f"{client}:{key}:"
        request_id = f"{prefix}{said.hexdigest()[:16]}"
        if await self._service.jobs.has_other(Platform.API, prefix, request_id):
            raise web.HTTPConflict(
                reason="This Idempotency-Key was sent with another request: use a new one"
            )
        return request_id


def json(answer: BaseModel) -> web.Response:
    """An answer as JSON."""
    return web.json_response(content(answer))
