"""The chat's routes: each reads a JSON body, calls the service and replies."""

from typing import Any

from aiohttp import web

from bot import messages
from bot.domain import (
    CANDIDATES,
    WILDNESS,
    Actor,
    ArchiveFormat,
    Attached,
)
from bot.http.asking import answer_to, emoji_request
from bot.http.bodies import read
from bot.http.events import EventStreams
from bot.http.pictures import PICTURE, picture
from bot.http.server import ACTOR
from bot.http.uploads import PICTURE_BODY_BYTES, PICTURE_SECONDS, Uploads
from bot.language import _
from bot.service import Service
from bot.web import bodies
from bot.web.commands import answer, question
from bot.web.places import QueuePlaces
from bot.web.safety import count_request
from bot.web.serialize import MESSAGES
from bot.web.turns import TurnReader

EMOJI, JOB = "/{emoji:[0-9]{1,15}}", "/{job:[0-9]{1,15}}"
"""The parts of a route that name an emoji, and a request."""
PRIVATE = {"Cache-Control": "private, max-age=600"}


class Chat:
    """What a visitor does in the chat. All open pages of the visitor are sent the changes."""

    def __init__(
        self, service: Service, events: EventStreams, places: QueuePlaces, turns: TurnReader
    ) -> None:
        self._service = service
        self._turns = turns
        self._events = events
        self._places = places
        self._uploads = Uploads()

    def routes(self) -> list[web.RouteDef]:
        """The routes, all below "/api/"."""
        return [
            web.get("/api/events", self.follow, allow_head=False),
            web.post("/api/ask", self.ask),
            web.post("/api/from-picture", self.from_picture),
            web.get("/api/to-mix", self.offers),
            web.post("/api/cancel", self.cancel),
            web.post("/api/animate", self.animate),
            web.post("/api/change", self.change),
            web.get("/api/motions" + EMOJI, self.motions),
            web.post("/api/pack", self.pack),
            web.post("/api/remove-pack", self.remove_pack),
            web.get("/api/pack" + JOB + "/sheet.png", self.sheet),
            web.get("/api/pack" + JOB + "/{format:zip|mastodon|slack}", self.archive),
            web.post("/api/vote", self.vote),
            web.post("/api/pick", self.pick),
            web.post("/api/remove", self.remove),
            web.post("/api/say", self.say),
            web.get("/api/how" + EMOJI, self.how),
            web.get("/api/picture" + EMOJI + PICTURE, self.picture),
        ]

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Stream events: first a snapshot, then every change."""
        return await self._events.serve(request, self._snapshot)

    async def _snapshot(self, actor: Actor) -> dict[str, Any]:
        turns = await self._turns.recent(actor.person)
        self._places.watch(actor.person)
        return {
            "styles": self._service.styles.of(actor),
            "style": await self._service.people.style(actor.person),
            "ranges": {
                "candidates": (CANDIDATES[0], CANDIDATES[-1]),
                "wildness": (WILDNESS[0], WILDNESS[-1]),
            },
            "start": _(messages.START),
            "turns": turns,
        }

    async def ask(self, request: web.Request) -> web.Response:
        """Ask for an emoji, or for another try of one. Repeating an id has no effect."""
        body, actor = await read(request, bodies.AskBody), request[ACTOR]
        count_request(request)
        request_id, address = bodies.request_id(actor, body.id), answer_to(actor)
        if body.again is not None:
            await self._own(body.again, actor)
            ticket = await self._service.again(body.again, request_id, actor, address, body.prompt)
        else:
            asked = emoji_request(body, request_id, actor, self._words(body))
            ticket = await self._service.ask(asked)
        self._places.watch(actor.person)
        return web.json_response(await self._show(ticket.job, actor))

    async def from_picture(self, request: web.Request) -> web.Response:
        """Ask for an emoji of a picture that comes with the request."""
        count_request(request)
        with self._uploads.one(request[ACTOR].person):
            larger = request.clone(client_max_size=PICTURE_BODY_BYTES)
            body = await read(larger, bodies.PictureBody, PICTURE_SECONDS)
        actor = request[ACTOR]
        shown = Attached(body.picture, body.outline)
        asked = emoji_request(
            body, bodies.request_id(actor, body.id), actor, body.prompt or "", shown
        )
        ticket = await self._service.ask(asked)
        self._places.watch(actor.person)
        return web.json_response(await self._show(ticket.job, actor))

    def _words(self, body: bodies.AskBody) -> str:
        return body.prompt or "" if body.mix is None else self._service.mixes.prompt(body.mix)

    async def offers(self, request: web.Request) -> web.Response:
        """The emoji that can be mixed, each with its name."""
        return web.json_response(
            {"emoji": self._service.mixes.offers},
            headers={"Cache-Control": "private, max-age=86400"},
        )

    async def animate(self, request: web.Request) -> web.Response:
        """Ask for an emoji that shows the visitor's one in motion."""
        body, actor = await read(request, bodies.AnimateBody), request[ACTOR]
        count_request(request)
        ticket = await self._service.animate(
            await self._own(body.emoji, actor),
            body.motion,
            bodies.request_id(actor, body.id),
            actor,
            answer_to(actor),
        )
        return web.json_response(await self._show(ticket.job, actor))

    async def change(self, request: web.Request) -> web.Response:
        """Change an emoji of the visitor as the words say."""
        body, actor = await read(request, bodies.ChangeBody), request[ACTOR]
        count_request(request)
        ticket = await self._service.change(
            await self._own(body.emoji, actor),
            body.words,
            bodies.request_id(actor, body.id),
            actor,
            answer_to(actor),
        )
        self._places.watch(actor.person)
        return web.json_response(await self._show(ticket.job, actor))

    async def motions(self, request: web.Request) -> web.Response:
        """The motions of an emoji, those that its words ask for first."""
        actor = request[ACTOR]
        emoji = await self._own(int(request.match_info["emoji"]), actor)
        return web.json_response({"motions": await self._service.moving.motions(emoji, actor)})

    async def pack(self, request: web.Request) -> web.Response:
        """Ask for a pack of the character of the visitor's emoji."""
        body, actor = await read(request, bodies.PackBody), request[ACTOR]
        count_request(request, self._service.packs.size(body.moods))
        ticket = await self._service.pack(
            await self._own(body.emoji, actor),
            bodies.request_id(actor, body.id),
            actor,
            answer_to(actor),
            body.moods,
            body.animated,
        )
        self._places.watch(actor.person)
        return web.json_response(await self._show(ticket.job, actor))

    async def sheet(self, request: web.Request) -> web.Response:
        """The contact sheet of a pack."""
        packs, job = self._service.packs, int(request.match_info["job"])
        sheet = await packs.sheet(await packs.get(job, request[ACTOR]))
        return web.Response(body=sheet, content_type="image/png", headers=PRIVATE)

    async def archive(self, request: web.Request) -> web.Response:
        """A pack as a file to download."""
        job, format = int(request.match_info["job"]), ArchiveFormat(request.match_info["format"])
        archive = await self._service.packs.archive(job, format, request[ACTOR])
        named = {"Content-Disposition": f'attachment; filename="{archive.name}"'}
        return web.Response(
            body=archive.data, content_type="application/octet-stream", headers=PRIVATE | named
        )

    async def remove_pack(self, request: web.Request) -> web.Response:
        """Delete the pictures of a pack."""
        body, actor = await read(request, bodies.JobBody), request[ACTOR]
        await self._service.packs.remove(body.job, actor)
        return web.json_response(await self._show(body.job, actor))

    async def cancel(self, request: web.Request) -> web.Response:
        """Cancel a request of the visitor."""
        body, actor = await read(request, bodies.JobBody), request[ACTOR]
        await self._service.cancel(body.job, actor)
        return web.json_response(await self._show(body.job, actor))

    async def vote(self, request: web.Request) -> web.Response:
        """Like or dislike; the same vote again retracts it."""
        body, actor = await read(request, bodies.ChatVoteBody), request[ACTOR]
        emoji = await self._own(body.emoji, actor)
        press = bodies.press_id(body, actor)
        voted = await self._service.votes.vote(emoji, actor, body.value, press)
        await self._show_emoji(emoji, actor)
        question = _(messages.CONSENT_QUESTION) if voted.ask_consent else None
        return web.json_response({"said": MESSAGES.voted(voted), "question": question})

    async def pick(self, request: web.Request) -> web.Response:
        """Choose another candidate."""
        body, actor = await read(request, bodies.PickBody), request[ACTOR]
        emoji = await self._own(body.emoji, actor)
        await self._service.emoji.pick(emoji, body.place, actor)
        return web.json_response(await self._show_emoji(emoji, actor))

    async def remove(self, request: web.Request) -> web.Response:
        """Delete the pictures of an emoji."""
        body, actor = await read(request, bodies.EmojiBody), request[ACTOR]
        removed = await self._service.emoji.remove(await self._own(body.emoji, actor), actor)
        return web.json_response(await self._show(removed.emoji.job, actor))

    async def say(self, request: web.Request) -> web.Response:
        """Run a command and reply with text; send a snapshot, as anything may have changed.

        What cannot be undone is only asked about, until the body says that it is confirmed.
        """
        body, actor = await read(request, bodies.SayBody), request[ACTOR]
        if not body.confirmed and (asked := question(body.text)):
            return web.json_response({"said": asked[0], "confirm": asked[1]})
        said = await answer(self._service, actor, body.text)
        self._events.send(actor.person, "snapshot", await self._snapshot(actor))
        return web.json_response({"said": said})

    async def how(self, request: web.Request) -> web.Response:
        """How an emoji was made, as text."""
        actor = request[ACTOR]
        emoji = await self._own(int(request.match_info["emoji"]), actor)
        return web.json_response({"said": await self._service.emoji.how(emoji, actor)})

    async def picture(self, request: web.Request) -> web.Response:
        """A candidate as a file."""
        emoji = await self._own(int(request.match_info["emoji"]), request[ACTOR])
        return await picture(self._service, request, emoji, request[ACTOR])

    async def _own(self, emoji: int, actor: Actor) -> int:
        """The id of an emoji of this visitor. Raises Refused, as for an unknown one."""
        return (await self._service.emoji.own(emoji, actor)).id

    async def _show_emoji(self, emoji: int, actor: Actor) -> dict[str, Any]:
        return await self._show((await self._service.emoji.own(emoji, actor)).job, actor)

    async def _show(self, job: int, actor: Actor) -> dict[str, Any]:
        """Send a request as it is now to the visitor's pages. Returns it."""
        data = await self._turns.one(job)
        self._events.send(actor.person, "turn", data)
        return data
