"""The gallery and the page of one emoji: what this visitor made, and what was published."""

import json
import re
import secrets
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from bot import messages
from bot.domain import Actor, Address, Platform
from bot.messages import made_of
from bot.service import Service
from bot.views import Scope, Search, Shown
from bot.web.chat import PICTURES
from bot.web.safety import ACTOR

PAGE = 24
LONGEST_SEARCH = 200
FILES = Path(__file__).parent / "static"
EMOJI = "/{emoji:[0-9]{1,15}}"
T = TypeVar("T")


class Gallery:
    """Reads the gallery for a visitor; with `everything`, for the operator."""

    def __init__(self, service: Service, everything: bool = False) -> None:
        self._service = service
        self._everything = everything

    def routes(self, base: str) -> list[web.RouteDef]:
        """What can be read, below `/api/gallery` or the operator's path."""
        picture = "/{place:[0-7]}.{form:png|webp|png100}"
        return [
            web.get(base, self.page),
            web.get(base + EMOJI, self.one),
            web.get(base + EMOJI + picture, self.picture),
            web.post(base + EMOJI + "/publish", self.publish),
        ]

    async def page(self, request: web.Request) -> web.Response:
        """The newest emoji before an id that fit the search; `next` continues it."""
        query = request.query
        scope = Scope.ALL if self._everything else _scope(query.get("scope", Scope.VISIBLE))
        found = await self._service.gallery(
            Search(
                viewer=request[ACTOR].person,
                scope=scope,
                words=query.get("words", "")[:LONGEST_SEARCH],
                style=query.get("style") or None,
                liked=query.get("liked") == "1",
                before=_id(query.get("before")),
                count=PAGE + 1,
            )
        )
        return web.json_response(
            {
                "styles": self._service.styles,
                "emoji": [shown_data(shown, request[ACTOR]) for shown in found[:PAGE]],
                "next": found[PAGE - 1].emoji.id if len(found) > PAGE else None,
            }
        )

    async def one(self, request: web.Request) -> web.Response:
        """An emoji with its receipt."""
        shown = await self._shown(request)
        emoji = shown.emoji
        made = emoji.receipt.get("candidates", ())
        return web.json_response(
            {
                **shown_data(shown, request[ACTOR]),
                "candidates": emoji.candidates,
                "made": [made_of(line["strength"]) for line in made],
                "how": await self._service.how(emoji.id),
                "receipt": receipt_data(shown),
                "repeats": self._service.repeats(emoji),
            }
        )

    async def picture(self, request: web.Request) -> web.Response:
        """A candidate as a file."""
        shown = await self._shown(request)
        form, kind = PICTURES[request.match_info["form"]]
        place = int(request.match_info["place"])
        body = await self._service.export(shown.emoji.id, form, place)
        return web.Response(
            body=body, content_type=kind, headers={"Cache-Control": "private, max-age=600"}
        )

    async def publish(self, request: web.Request) -> web.Response:
        """Show an emoji to everybody, or no more."""
        published = await value_of(request, "published", bool)
        number, actor = int(request.match_info["emoji"]), request[ACTOR]
        await self._service.publish(number, actor, published, self._everything)
        return web.json_response({"published": published})

    async def vote(self, request: web.Request) -> web.Response:
        """Like or dislike; the same again takes it back."""
        value = await value_of(request, "value", int)
        if value not in (1, -1):
            raise web.HTTPBadRequest(reason="A vote is 1 or -1")
        number = (await self._shown(request)).emoji.id
        voted = await self._service.vote(number, request[ACTOR], value)
        shown = await self._shown(request)
        question = messages.CONSENT_QUESTION if voted.ask_consent else None
        return web.json_response({"vote": shown.vote, "likes": shown.likes, "question": question})

    async def repeat(self, request: web.Request) -> web.Response:
        """Make it again with the same seed; the chat shows it."""
        number, actor = (await self._shown(request)).emoji.id, request[ACTOR]
        address = Address(Platform.WEB, actor.person.id, private=True)
        request_id = f"{actor.person.id}:{secrets.token_hex(16)}"
        ticket = await self._service.repeat(number, request_id, actor, address)
        return web.json_response({"job": ticket.job, "place": ticket.place})

    async def _shown(self, request: web.Request) -> Shown:
        number = int(request.match_info["emoji"])
        return await self._service.shown(number, request[ACTOR], self._everything)


def routes(service: Service) -> list[web.RouteDef]:
    """The gallery's pages and what their scripts ask for."""
    gallery = Gallery(service)
    base = "/api/gallery"
    return [
        page_route("/gallery", "gallery.html"),
        page_route("/emoji" + EMOJI, "emoji.html"),
        *gallery.routes(base),
        web.post(base + EMOJI + "/vote", gallery.vote),
        web.post(base + EMOJI + "/repeat", gallery.repeat),
    ]


def page_route(path: str, name: str) -> web.RouteDef:
    """A page, read now: no request touches the file system."""
    body = (FILES / name).read_bytes()

    async def send(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type="text/html", charset="utf-8")

    return web.get(path, send)


def shown_data(shown: Shown, actor: Actor) -> dict[str, Any]:
    """An emoji as the gallery's script reads it."""
    emoji = shown.emoji
    return {
        "id": emoji.id,
        "prompt": emoji.recipe.prompt,
        "style": emoji.recipe.style,
        "platform": emoji.person.platform,
        "created": emoji.created,
        "chosen": emoji.chosen,
        "own": emoji.person == actor.person,
        "published": shown.published,
        "likes": shown.likes,
        "vote": shown.vote,
    }


def receipt_data(shown: Shown) -> dict[str, Any]:
    """How an emoji was made, by name."""
    recipe, receipt = shown.emoji.recipe, shown.emoji.receipt
    return {
        "words": recipe.prompt,
        "read as": receipt.get("read_as", recipe.prompt),
        "not understood": ", ".join(receipt.get("unread", ())),
        "style": recipe.style,
        "seed": recipe.seed,
        "wildness": recipe.wildness,
        "steps": receipt.get("steps"),
        "guidance": receipt.get("guidance"),
        "model": shown.emoji.model,
        "seconds": receipt.get("seconds"),
        "device": receipt.get("device"),
        "from the store": messages.CACHED if shown.emoji.cached else "",
    }


async def value_of(request: web.Request, key: str, kind: type[T]) -> T:
    """A value of this kind in the JSON object that is the body."""
    try:
        data = json.loads(await request.text())
    except (ValueError, LookupError, RecursionError) as error:
        raise web.HTTPBadRequest(reason="The body is not JSON") from error
    value = data.get(key) if isinstance(data, dict) else None
    if type(value) is not kind:
        raise web.HTTPBadRequest(reason=f"{key} is missing or not right")
    return value


def _scope(text: str) -> Scope:
    """What a visitor may go through; never everything."""
    known = {str(scope): scope for scope in (Scope.OWN, Scope.PUBLISHED, Scope.VISIBLE)}
    if text not in known:
        raise web.HTTPBadRequest(reason="There is no such scope")
    return known[text]


def _id(text: str | None) -> int | None:
    if text is not None and not re.fullmatch("[0-9]{1,15}", text):
        raise web.HTTPBadRequest(reason="There is no such page")
    return None if text is None else int(text)
