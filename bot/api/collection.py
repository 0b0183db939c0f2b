"""Operations on finished emoji: list, read, choose, publish, delete, vote; their pictures."""

from aiohttp import web

from bot.api.answers import EmojiAnswer, EmojiPage, Motions, Receipt
from bot.api.bodies import EditBody, SearchQuery, VoteBody
from bot.api.forms import from_query
from bot.api.paths import emoji_of, place_of
from bot.api.routes import PICTURE, Operations, Route, json
from bot.domain import Actor
from bot.http.bodies import read
from bot.http.pictures import picture
from bot.http.server import ACTOR
from bot.views import Search


class Collection(Operations):
    """The client's own emoji, and published ones."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes, below the API's root."""
        one, no, refused = "/emoji/{emoji}", (404,), (404, 409)
        pictures = one + "/pictures/{place}.{form}"
        return (
            Route("GET", "/emoji", self.list_emoji, EmojiPage, query=SearchQuery, problems=(400,)),
            Route("GET", one, self.emoji, EmojiAnswer, problems=no),
            Route("PATCH", one, self.edit, EmojiAnswer, EditBody, problems=refused),
            Route("DELETE", one, self.delete, EmojiAnswer, problems=no),
            Route("GET", one + "/receipt", self.receipt, Receipt, problems=no),
            Route("GET", one + "/motions", self.motions, Motions, problems=refused),
            Route("GET", pictures, self.picture, PICTURE, problems=refused),
            Route("PUT", one + "/vote", self.vote, EmojiAnswer, VoteBody, problems=no),
            Route("DELETE", one + "/vote", self.unvote, EmojiAnswer, problems=no),
        )

    async def list_emoji(self, request: web.Request) -> web.Response:
        """The client's emoji that still have pictures, newest first; also published ones.

        `next` of a page is `before` of the next one.
        """
        query, actor = from_query(request, SearchQuery), request[ACTOR]
        search = Search(
            viewer=actor.person,
            scope=query.scope,
            words=query.words,
            style=query.style,
            liked=query.liked,
            before=query.before,
            count=query.count + 1,
        )
        found = await self._service.emoji.search(search, actor)
        shown, more = found[: query.count], len(found) > query.count
        return json(
            EmojiPage(
                emoji=[EmojiAnswer.of(one, actor.person) for one in shown],
                next=shown[-1].emoji.id if more else None,
            )
        )

    async def emoji(self, request: web.Request) -> web.Response:
        """An emoji of this client, or a published one."""
        return await self._shown(await self._visible(emoji_of(request), request[ACTOR]), request)

    async def edit(self, request: web.Request) -> web.Response:
        """Choose the candidate that represents an emoji, or publish it in the gallery."""
        body, actor = await read(request, EditBody), request[ACTOR]
        number = await self._own(emoji_of(request), actor)
        if body.chosen is not None:
            await self._service.emoji.pick(number, body.chosen, actor)
        if body.published is not None:
            await self._service.emoji.publish(number, actor, body.published)
        return await self._shown(number, request)

    async def delete(self, request: web.Request) -> web.Response:
        """Delete the pictures of an emoji. How it was made stays."""
        actor = request[ACTOR]
        number = await self._own(emoji_of(request), actor)
        await self._service.emoji.remove(number, actor)
        return await self._shown(number, request)

    async def receipt(self, request: web.Request) -> web.Response:
        """How an emoji was made."""
        actor = request[ACTOR]
        number = await self._visible(emoji_of(request), actor)
        emoji = await self._service.emoji.get(number, actor)
        text = await self._service.emoji.how(number, actor)
        return json(Receipt.of(emoji, self._service.repeats(emoji), text))

    async def motions(self, request: web.Request) -> web.Response:
        """The motions of an emoji, those that its words ask for first."""
        actor = request[ACTOR]
        number = await self._own(emoji_of(request), actor)
        return json(Motions(motions=await self._service.moving.motions(number, actor)))

    async def picture(self, request: web.Request) -> web.Response:
        """One candidate as a file.

        Forms of still pictures are there for all emoji, others for those that move.
        """
        number, _ = await self._visible(emoji_of(request), request[ACTOR]), place_of(request)
        return await picture(self._service, request, number, request[ACTOR])

    async def vote(self, request: web.Request) -> web.Response:
        """Like (1) or dislike (-1) an emoji; a vote replaces the one before."""
        return await self._voted(request, (await read(request, VoteBody)).value)

    async def unvote(self, request: web.Request) -> web.Response:
        """Take the client's vote back."""
        return await self._voted(request, None)

    async def _voted(self, request: web.Request, value: int | None) -> web.Response:
        actor = request[ACTOR]
        number = await self._visible(emoji_of(request), actor)
        await self._service.votes.set(number, actor, value)
        return await self._shown(number, request)

    async def _shown(self, number: int, request: web.Request) -> web.Response:
        actor: Actor = request[ACTOR]
        return json(EmojiAnswer.of(await self._service.emoji.shown(number, actor), actor.person))
