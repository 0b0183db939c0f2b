"""The API's routes: what each is sent, does and answers."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from bot.api.answers import Choices, EmojiAnswer, JobAnswer, Jobs, content
from bot.api.bodies import AnimateBody, ChangeBody, EmojiBody
from bot.api.paths import emoji_of, job_of, key_of, place_of
from bot.domain import (
    MOTION_ASKED,
    Actor,
    Address,
    EmojiRequest,
    Platform,
    Refused,
    StoreUnavailable,
    Ticket,
)
from bot.http.bodies import Body, read
from bot.http.events import EventStreams
from bot.http.pictures import picture
from bot.http.server import ACTOR
from bot.service import Service

PICTURE = "image/*"
EVENTS = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Route:
    """One operation. `answer` is a model, or the media type of what is no JSON.

    `problems` are the statuses that it may answer besides those that every route has.
    """

    method: str
    path: str
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    answer: type[BaseModel] | str
    body: type[Body] | None = None
    status: int = 200
    problems: tuple[int, ...] = ()


class Operations:
    """What a client can do."""

    def __init__(self, service: Service, events: EventStreams) -> None:
        self._service = service
        self._events = events

    @property
    def routes(self) -> tuple[Route, ...]:
        """All routes, below the API's root."""
        refusals = (403, 409, 429)
        return (
            Route("GET", "/choices", self.choices, Choices),
            Route("POST", "/emoji", self.ask, JobAnswer, EmojiBody, 202, (*refusals, 404)),
            Route("GET", "/emoji/{emoji}", self.emoji, EmojiAnswer, problems=(404,)),
            Route(
                "GET",
                "/emoji/{emoji}/pictures/{place}.{form}",
                self.picture,
                PICTURE,
                problems=(404, 409),
            ),
            Route(
                "POST",
                "/emoji/{emoji}/motions",
                self.animate,
                JobAnswer,
                AnimateBody,
                202,
                (*refusals, 404),
            ),
            Route(
                "POST",
                "/emoji/{emoji}/changes",
                self.change,
                JobAnswer,
                ChangeBody,
                202,
                (*refusals, 404),
            ),
            Route("GET", "/jobs", self.jobs, Jobs),
            Route("GET", "/jobs/{job}", self.job, JobAnswer, problems=(404,)),
            Route("DELETE", "/jobs/{job}", self.cancel, JobAnswer, problems=(404, 409)),
            Route("GET", "/events", self.follow, EVENTS),
        )

    async def choices(self, request: web.Request) -> web.Response:
        """The styles and motions that a request may name."""
        styles, motions = self._service.styles.of(request[ACTOR]), self._service.motions
        return _json(Choices(styles=list(styles), motions=list(motions)))

    async def ask(self, request: web.Request) -> web.Response:
        """Ask for an emoji. The answer is a job; read it, or follow the events, until it is done.

        Send an `Idempotency-Key`, and a request that was lost on its way may be sent again: the
        same key always answers the same job.
        """
        body, actor = await read(request, EmojiBody), request[ACTOR]
        return await self._accepted(await self._ask(body, _request_id(request), actor))

    async def _ask(self, body: EmojiBody, request_id: str, actor: Actor) -> Ticket:
        prompt = self._service.mixes.prompt(body.mix) if body.mix else body.prompt or ""
        if body.again:
            again = await self._own(body.again, actor)
            return await self._service.again(again, request_id, actor, _address(actor))
        return await self._service.ask(
            EmojiRequest(
                id=request_id,
                actor=actor,
                address=_address(actor),
                prompt=prompt,
                style=body.style,
                wildness=body.wildness,
                candidates=body.candidates,
                seed=body.seed,
                motion=MOTION_ASKED if body.animated else None,
            )
        )

    async def animate(self, request: web.Request) -> web.Response:
        """Make an emoji that shows this one in motion. The answer is a job, as for /emoji."""
        body, actor = await read(request, AnimateBody), request[ACTOR]
        emoji = await self._own(emoji_of(request), actor)
        ticket = await self._service.animate(
            emoji, body.motion, _request_id(request), actor, _address(actor)
        )
        return await self._accepted(ticket)

    async def change(self, request: web.Request) -> web.Response:
        """Change this emoji as words say; all else stays as it is. The answer is a job."""
        body, actor = await read(request, ChangeBody), request[ACTOR]
        emoji = await self._own(emoji_of(request), actor)
        ticket = await self._service.change(
            emoji, body.words, _request_id(request), actor, _address(actor)
        )
        return await self._accepted(ticket)

    async def emoji(self, request: web.Request) -> web.Response:
        """A finished emoji of this client."""
        actor = request[ACTOR]
        number = await self._own(emoji_of(request), actor)
        return _json(EmojiAnswer.of(await self._service.emoji.get(number, actor)))

    async def picture(self, request: web.Request) -> web.Response:
        """One candidate as a file.

        Forms of still pictures are there for all emoji, others for those that move.
        """
        number, _ = await self._own(emoji_of(request), request[ACTOR]), place_of(request)
        return await picture(self._service, request, number, request[ACTOR])

    async def jobs(self, request: web.Request) -> web.Response:
        """The client's jobs that wait or are being painted."""
        return _json(await self._waiting(request[ACTOR]))

    async def job(self, request: web.Request) -> web.Response:
        """How far a job is; with its emoji, once it is done."""
        return _json(await self._job(job_of(request), request[ACTOR]))

    async def cancel(self, request: web.Request) -> web.Response:
        """Cancel a job that waits or is being painted."""
        number = job_of(request)
        await self._job(number, request[ACTOR])
        await self._service.cancel(number, request[ACTOR])
        return _json(await self._job(number, request[ACTOR]))

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """All that happens to the client's jobs, as server-sent events.

        First `snapshot` (as /jobs answers), then `step` for progress and `job` for each job that
        is done or has ended. At most eight streams per client.
        """
        return await self._events.serve(request, self._snapshot)

    async def _snapshot(self, actor: Actor) -> dict[str, Any]:
        return content(await self._waiting(actor))

    async def _waiting(self, actor: Actor) -> Jobs:
        turns = await self._service.waiting(actor.person)
        return Jobs(jobs=[JobAnswer.of(turn) for turn in turns])

    async def _accepted(self, ticket: Ticket) -> web.Response:
        return _json(JobAnswer.of(await self._service.turn(ticket.job)), 202)

    async def _job(self, number: int, actor: Actor) -> JobAnswer:
        found = await self._service.job(number)
        if found is None or found.person != actor.person:
            raise web.HTTPNotFound(reason="This client has no such job")
        return JobAnswer.of(await self._service.turn(number))

    async def _own(self, number: int, actor: Actor) -> int:
        """The id of an emoji of this client. Raises HTTPNotFound for all others."""
        try:
            return (await self._service.emoji.own(number, actor)).id
        except StoreUnavailable:
            raise
        except Refused as error:
            raise web.HTTPNotFound(reason="This client has no such emoji") from error


def _request_id(request: web.Request) -> str:
    """The id of a request; the same key of the same client means the same request."""
    return f"{request[ACTOR].person.id}:{key_of(request) or secrets.token_hex(16)}"


def _address(actor: Actor) -> Address:
    return Address(Platform.API, actor.person.id, private=True)


def _json(answer: BaseModel, status: int = 200) -> web.Response:
    return web.json_response(content(answer), status=status)
