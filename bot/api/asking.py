"""Operations that ask for an emoji or a pack: each answers a job."""

from aiohttp import web

from bot.api.answers import JobAnswer
from bot.api.bodies import (
    AnimateBody,
    ChangeBody,
    EmojiBody,
    MixBody,
    Options,
    PackBody,
    PictureBody,
    TryBody,
)
from bot.api.forms import picture_and_options
from bot.api.paths import emoji_of
from bot.api.readers import JobReader
from bot.api.routes import REFUSALS, Handler, Operations, Route
from bot.domain import Attached
from bot.http.asking import answer_to, emoji_request
from bot.http.bodies import Body, read
from bot.http.server import ACTOR
from bot.http.uploads import Uploads
from bot.service import Service


class Asking(Operations):
    """Asks for emoji and packs."""

    def __init__(self, service: Service, reader: JobReader) -> None:
        super().__init__(service, reader)
        self._uploads = Uploads()

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes, below the API's root."""

        def asks(path: str, handler: Handler, body: type[Body], form: bool = False) -> Route:
            return Route("POST", path, handler, JobAnswer, body, None, form, 202, REFUSALS)

        return (
            asks("/emoji", self.ask, EmojiBody),
            asks("/emoji/from-mix", self.ask_for_mix, MixBody),
            asks("/emoji/from-picture", self.ask_from_picture, PictureBody, form=True),
            asks("/emoji/{emoji}/tries", self.try_again, TryBody),
            asks("/emoji/{emoji}/changes", self.change, ChangeBody),
            asks("/emoji/{emoji}/motions", self.animate, AnimateBody),
            asks("/emoji/{emoji}/packs", self.pack, PackBody),
        )

    async def ask(self, request: web.Request) -> web.Response:
        """Ask for an emoji. The answer is a job; read it, or follow the events, until it is done.

        Send an `Idempotency-Key`, and a request that was lost on its way may be sent again: the
        same key always answers the same job.
        """
        body = await read(request, EmojiBody)
        return await self._ask(request, body, body.prompt)

    async def ask_for_mix(self, request: web.Request) -> web.Response:
        """Ask for a mix of emoji. The answer is a job; /choices/mix lists what can be mixed."""
        body = await read(request, MixBody)
        return await self._ask(request, body, self._service.mixes.prompt(body.mix))

    async def _ask(self, request: web.Request, body: Options, prompt: str) -> web.Response:
        request_id = await self._request_id(request, body)
        return await self._accepted(
            await self._service.ask(emoji_request(body, request_id, request[ACTOR], prompt))
        )

    async def ask_from_picture(self, request: web.Request) -> web.Response:
        """Ask for an emoji of a picture. The answer is a job.

        The picture's background is removed, and what the file says about the camera and the place
        is dropped. Without a prompt the emoji is the picture; with one it is painted over.
        """
        actor = request[ACTOR]
        with self._uploads.one(actor.person):
            options, picture = await picture_and_options(request)
        asked = emoji_request(
            options,
            await self._request_id(request, options, picture),
            actor,
            options.prompt or "",
            Attached(picture, options.outline),
        )
        return await self._accepted(await self._service.ask(asked))

    async def try_again(self, request: web.Request) -> web.Response:
        """Try an emoji again with a new seed, with other words, or with the same seed."""
        body, actor = await read(request, TryBody), request[ACTOR]
        number = emoji_of(request)
        emoji = await (self._visible if body.same_seed else self._own)(number, actor)
        request_id = await self._request_id(request, body)
        if body.same_seed:
            ticket = await self._service.repeat(emoji, request_id, actor, answer_to(actor))
        else:
            ticket = await self._service.again(
                emoji, request_id, actor, answer_to(actor), body.prompt
            )
        return await self._accepted(ticket)

    async def change(self, request: web.Request) -> web.Response:
        """Change this emoji as words say; all else stays as it is."""
        body, actor = await read(request, ChangeBody), request[ACTOR]
        emoji = await self._own(emoji_of(request), actor)
        request_id = await self._request_id(request, body)
        return await self._accepted(
            await self._service.change(emoji, body.words, request_id, actor, answer_to(actor))
        )

    async def animate(self, request: web.Request) -> web.Response:
        """Make an emoji that shows this one in motion."""
        body, actor = await read(request, AnimateBody), request[ACTOR]
        emoji = await self._own(emoji_of(request), actor)
        request_id = await self._request_id(request, body)
        return await self._accepted(
            await self._service.animate(emoji, body.motion, request_id, actor, answer_to(actor))
        )

    async def pack(self, request: web.Request) -> web.Response:
        """Make a pack: this emoji's character in several moods. The answer is the job of all."""
        body, actor = await read(request, PackBody), request[ACTOR]
        emoji = await self._own(emoji_of(request), actor)
        request_id, moods = await self._request_id(request, body), ",".join(body.moods or ())
        return await self._accepted(
            await self._service.pack(
                emoji, request_id, actor, answer_to(actor), moods, body.animated
            )
        )
