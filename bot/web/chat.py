"""The chat's routes: each reads a small JSON object, makes one call and replies."""

import json
import re
from typing import Any, TypeVar

from aiohttp import web

from bot import messages
from bot.domain import Actor, Address, EmojiRequest, Form, Platform, Refused
from bot.service import Service
from bot.web.commands import answer
from bot.web.events import EventStreams
from bot.web.places import Places
from bot.web.safety import ACTOR
from bot.web.serialize import MESSAGES, Turns

LARGEST = 2**53 - 1
"""Of the whole numbers that a page's script knows exactly."""
ID_PATTERN = re.compile(r"[0-9A-Za-z-]{1,64}")
PICTURES = {
    "png": (Form.PNG, "image/png"),
    "webp": (Form.WEBP, "image/webp"),
    "png100": (Form.PNG100, "image/png"),
}
T = TypeVar("T")


class Chat:
    """What a visitor does in the chat; every open page of the visitor hears of it."""

    def __init__(
        self, service: Service, events: EventStreams, places: Places, turns: Turns
    ) -> None:
        self._service = service
        self._turns = turns
        self._events = events
        self._places = places

    def routes(self) -> list[web.RouteDef]:
        """Where the page finds all this."""
        return [
            web.get("/api/events", self.follow),
            web.post("/api/ask", self.ask),
            web.post("/api/cancel", self.cancel),
            web.post("/api/vote", self.vote),
            web.post("/api/pick", self.pick),
            web.post("/api/remove", self.remove),
            web.post("/api/say", self.say),
            web.get(r"/api/how/{emoji:\d{1,15}}", self.how),
            web.get(
                r"/api/picture/{emoji:\d{1,15}}/{place:\d}.{form:png|webp|png100}", self.picture
            ),
        ]

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """What happens, as it happens."""
        return await self._events.serve(request, self._snapshot)

    async def _snapshot(self, actor: Actor) -> dict[str, Any]:
        turns = await self._turns.lately(actor.person)
        self._places.watch(actor.person)
        return {
            "styles": self._service.styles,
            "style": await self._service.style(actor.person),
            "start": messages.START,
            "turns": turns,
        }

    async def ask(self, request: web.Request) -> web.Response:
        """Take a request in; the same id again is harmless."""
        data, actor = await _read(request), request[ACTOR]
        own = _need(data, "id", str)
        if not ID_PATTERN.fullmatch(own):
            raise web.HTTPBadRequest(reason="id is not right")
        number = f"{actor.person.id}:{own}"
        address = Address(Platform.WEB, actor.person.id, private=True)
        prompt, again = _may(data, "prompt", str), _may(data, "again", int)
        if again is not None:
            await self._own(again, actor)
            ticket = await self._service.again(again, number, actor, address, prompt)
        else:
            ticket = await self._service.ask(
                EmojiRequest(
                    id=number,
                    actor=actor,
                    address=address,
                    prompt=prompt or "",
                    style=_may(data, "style", str),
                    wildness=_may(data, "wildness", int),
                    candidates=_may(data, "candidates", int),
                    seed=_may(data, "seed", int),
                )
            )
        self._places.watch(actor.person)
        return web.json_response(await self._show(ticket.job, actor))

    async def cancel(self, request: web.Request) -> web.Response:
        """Stop one's own request."""
        job, actor = _need(await _read(request), "job", int), request[ACTOR]
        await self._service.cancel(job, actor)
        return web.json_response(await self._show(job, actor))

    async def vote(self, request: web.Request) -> web.Response:
        """Like or dislike; the same again takes it back."""
        data, actor = await _read(request), request[ACTOR]
        value = _need(data, "value", int)
        if value not in (1, -1):
            raise web.HTTPBadRequest(reason="A vote is 1 or -1")
        emoji = await self._own(_need(data, "emoji", int), actor)
        voted = await self._service.vote(emoji, actor, value)
        found = await self._service.emoji(emoji)
        await self._show(found.job, actor)
        question = messages.CONSENT_QUESTION if voted.ask_consent else None
        return web.json_response({"said": MESSAGES.voted(voted), "question": question})

    async def pick(self, request: web.Request) -> web.Response:
        """Let another candidate stand for the emoji."""
        data, actor = await _read(request), request[ACTOR]
        emoji = await self._own(_need(data, "emoji", int), actor)
        await self._service.pick(emoji, _need(data, "place", int), actor)
        return web.json_response(await self._show((await self._service.emoji(emoji)).job, actor))

    async def remove(self, request: web.Request) -> web.Response:
        """Delete the pictures."""
        emoji, actor = _need(await _read(request), "emoji", int), request[ACTOR]
        found = await self._service.remove(await self._own(emoji, actor), actor)
        return web.json_response(await self._show(found.job, actor))

    async def say(self, request: web.Request) -> web.Response:
        """Answer a command in words; what it changed is shown."""
        text, actor = _need(await _read(request), "text", str), request[ACTOR]
        said = await answer(self._service, actor, text)
        self._events.tell(actor.person, "snapshot", await self._snapshot(actor))
        return web.json_response({"said": said})

    async def how(self, request: web.Request) -> web.Response:
        """The receipt, line by line."""
        emoji = await self._own(int(request.match_info["emoji"]), request[ACTOR])
        return web.json_response({"said": await self._service.how(emoji)})

    async def picture(self, request: web.Request) -> web.Response:
        """A candidate as a file."""
        found = request.match_info
        emoji = await self._own(int(found["emoji"]), request[ACTOR])
        form, kind = PICTURES[found["form"]]
        body = await self._service.export(emoji, form, int(found["place"]))
        return web.Response(
            body=body, content_type=kind, headers={"Cache-Control": "private, max-age=600"}
        )

    async def _own(self, emoji: int, actor: Actor) -> int:
        """The number of an emoji that this visitor made. Raises Refused, as for one unknown."""
        if (await self._service.emoji(emoji)).person != actor.person:
            raise Refused("This emoji is not known any more: its asker had it forgotten.")
        return emoji

    async def _show(self, job: int, actor: Actor) -> dict[str, Any]:
        data = await self._turns.one(job)
        self._events.tell(actor.person, "turn", data)
        return data


async def _read(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body."""
    try:
        data = json.loads(await request.text())
    except (ValueError, LookupError, RecursionError) as error:
        raise web.HTTPBadRequest(reason="The body is not JSON") from error
    if not isinstance(data, dict):
        raise web.HTTPBadRequest(reason="The body is no JSON object")
    return data


def _may(data: dict[str, Any], key: str, kind: type[T]) -> T | None:
    """A value of this kind; None where there is none."""
    value = data.get(key)
    if value is None:
        return None
    if type(value) is not kind or (isinstance(value, int) and abs(value) > LARGEST):
        raise web.HTTPBadRequest(reason=f"{key} is not right")
    if isinstance(value, str) and not _is_text(value):
        raise web.HTTPBadRequest(reason=f"{key} is no text")
    return value


def _is_text(value: str) -> bool:
    """False for halves of characters, which JSON can say and nothing can store."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _need(data: dict[str, Any], key: str, kind: type[T]) -> T:
    value = _may(data, key, kind)
    if value is None:
        raise web.HTTPBadRequest(reason=f"{key} is missing")
    return value
