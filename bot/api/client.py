"""Operations that read what there is to choose, and set what the client has chosen."""

from aiohttp import web

from bot.api.answers import Choices, ClientAnswer, Mixable, Mixables, Said, Standing
from bot.api.bodies import ClientBody
from bot.api.routes import Operations, Route, json
from bot.domain import Actor
from bot.http.bodies import read
from bot.http.server import ACTOR


class ClientOperations(Operations):
    """Choices, the client's own settings, and the state of the bot."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes, below the API's root."""
        return (
            Route("GET", "/choices", self.choices, Choices),
            Route("GET", "/choices/mix", self.mixable, Mixables),
            Route("GET", "/status", self.status, Standing),
            Route("GET", "/client", self.client, ClientAnswer),
            Route("PATCH", "/client", self.edit_client, ClientAnswer, ClientBody, problems=(409,)),
            Route("DELETE", "/client", self.forget_client, Said),
        )

    async def choices(self, request: web.Request) -> web.Response:
        """The styles, motions, moods and ranges of a request."""
        return json(
            Choices(
                styles=list(self._service.styles.of(request[ACTOR])),
                motions=list(self._service.motions),
                moods=list(self._service.packs.usual_moods),
            )
        )

    async def mixable(self, request: web.Request) -> web.Response:
        """The emoji that can be mixed, each with its name."""
        offers = self._service.mixes.offers
        return json(Mixables(emoji=[Mixable(emoji=emoji, name=name) for emoji, name in offers]))

    async def status(self, request: web.Request) -> web.Response:
        """How many requests wait, and which model paints."""
        waiting, paused = await self._service.standing()
        model, about = self._service.model
        return json(Standing(waiting=waiting, paused=paused, model=model, about=about))

    async def client(self, request: web.Request) -> web.Response:
        """The client that asks, and what it has chosen."""
        return json(await self._client(request[ACTOR]))

    async def edit_client(self, request: web.Request) -> web.Response:
        """Set the style of requests that name none, and whether the client's votes may train."""
        body, actor = await read(request, ClientBody), request[ACTOR]
        if body.style is not None:
            await self._service.people.set_style(actor, body.style)
        if body.votes_train is not None:
            await self._service.people.consent(actor, body.votes_train)
        return json(await self._client(actor))

    async def forget_client(self, request: web.Request) -> web.Response:
        """Delete everything stored about the client: jobs, emoji, votes. It resets no limit."""
        return json(Said(said=await self._service.people.forget(request[ACTOR])))

    async def _client(self, actor: Actor) -> ClientAnswer:
        people, person = self._service.people, actor.person
        return ClientAnswer(
            name=person.id,
            style=await people.style(person),
            votes_train=await people.votes_train(person),
        )
