"""The gallery and the page of one emoji: the visitor's own, and published ones."""

import re
import secrets
from dataclasses import replace

from aiohttp import web

from bot import messages
from bot.domain import Actor
from bot.http.asking import answer_to
from bot.http.bodies import read
from bot.http.pictures import PICTURE, picture
from bot.http.server import ACTOR
from bot.language import _
from bot.service import Service
from bot.views import Scope, Search, Shown
from bot.web import bodies
from bot.web.chat import EMOJI
from bot.web.pages import page_route
from bot.web.safety import count_request
from bot.web.serialize import gallery_json, made, receipt_json

PAGE_SIZE = 24
SEARCH_LENGTH = 200


class Gallery:
    """The gallery for a visitor; with `everything`, all emoji, for the operator."""

    def __init__(self, service: Service, everything: bool = False) -> None:
        self._service = service
        self._everything = everything

    def routes(self, base: str) -> list[web.RouteDef]:
        """The routes that visitors and the operator share, below the path `base`."""
        return [
            web.get(base, self.page),
            web.get(base + EMOJI, self.one),
            web.get(base + EMOJI + PICTURE, self.picture),
            web.post(base + EMOJI + "/publish", self.publish),
        ]

    async def page(self, request: web.Request) -> web.Response:
        """The newest emoji that match the search, older than `before`; `next` is the next one."""
        query = request.query
        scope = Scope.ALL if self._everything else _scope(query.get("scope", Scope.VISIBLE))
        actor = self._actor(request)
        found = await self._service.emoji.search(
            Search(
                viewer=actor.person,
                scope=scope,
                words=query.get("words", "")[:SEARCH_LENGTH],
                style=query.get("style") or None,
                liked=query.get("liked") == "1",
                before=_id(query.get("before")),
                count=PAGE_SIZE + 1,
            ),
            actor,
        )
        return web.json_response(
            {
                "styles": self._service.styles.all,
                "emoji": [gallery_json(shown, actor) for shown in found[:PAGE_SIZE]],
                "next": found[PAGE_SIZE - 1].emoji.id if len(found) > PAGE_SIZE else None,
            }
        )

    async def one(self, request: web.Request) -> web.Response:
        """An emoji with its receipt."""
        shown, actor = await self._shown(request), self._actor(request)
        emoji = shown.emoji
        return web.json_response(
            {
                **gallery_json(shown, actor),
                "candidates": emoji.candidates,
                "from": None if emoji.change is None else emoji.change.emoji,
                "made": made(emoji),
                "how": await self._service.emoji.how(emoji.id, actor),
                "receipt": receipt_json(emoji, await self._service.moving.says(emoji)),
                "repeats": self._service.repeats(emoji),
            }
        )

    async def picture(self, request: web.Request) -> web.Response:
        """A candidate as a file."""
        number = int(request.match_info["emoji"])
        return await picture(self._service, request, number, self._actor(request))

    async def publish(self, request: web.Request) -> web.Response:
        """Publish an emoji, or take it out of the gallery."""
        published = (await read(request, bodies.PublishBody)).published
        number, actor = int(request.match_info["emoji"]), self._actor(request)
        await self._service.emoji.publish(number, actor, published)
        return web.json_response({"published": published})

    async def vote(self, request: web.Request) -> web.Response:
        """Like or dislike; the same vote again retracts it."""
        body, actor = await read(request, bodies.VoteBody), request[ACTOR]
        number, press = (await self._shown(request)).emoji.id, bodies.press_id(body, actor)
        voted = await self._service.votes.vote(number, actor, body.value, press)
        shown = await self._shown(request)
        question = _(messages.CONSENT_QUESTION) if voted.ask_consent else None
        return web.json_response({"vote": shown.vote, "likes": shown.likes, "question": question})

    async def repeat(self, request: web.Request) -> web.Response:
        """Ask for the same picture with the same seed. The chat shows it."""
        count_request(request)
        number, actor = (await self._shown(request)).emoji.id, request[ACTOR]
        address = answer_to(actor)
        request_id = f"{actor.person.id}:{secrets.token_hex(16)}"
        ticket = await self._service.repeat(number, request_id, actor, address)
        return web.json_response({"job": ticket.job, "place": ticket.place})

    async def _shown(self, request: web.Request) -> Shown:
        number = int(request.match_info["emoji"])
        return await self._service.emoji.shown(number, self._actor(request))

    def _actor(self, request: web.Request) -> Actor:
        """The visitor; the operator's own page acts for the operator."""
        return replace(request[ACTOR], operates=self._everything)


def routes(service: Service) -> list[web.RouteDef]:
    """The gallery's pages and the API that their scripts call."""
    gallery = Gallery(service)
    base = "/api/gallery"
    return [
        page_route("/gallery", "gallery"),
        page_route("/emoji" + EMOJI, "emoji"),
        *gallery.routes(base),
        web.post(base + EMOJI + "/vote", gallery.vote),
        web.post(base + EMOJI + "/repeat", gallery.repeat),
    ]


def _scope(text: str) -> Scope:
    """A scope that visitors may search. Raises HTTPBadRequest."""
    known = {str(scope): scope for scope in (Scope.OWN, Scope.PUBLISHED, Scope.VISIBLE)}
    if text not in known:
        raise web.HTTPBadRequest(reason="There is no such scope")
    return known[text]


def _id(text: str | None) -> int | None:
    """An emoji's id in a query. Raises HTTPBadRequest."""
    if text is not None and not re.fullmatch("[0-9]{1,15}", text):
        raise web.HTTPBadRequest(reason="There is no such page")
    return None if text is None else int(text)
