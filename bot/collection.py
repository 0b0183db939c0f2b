"""Finished emoji: show, pick, publish, remove, add to a server or a sticker set."""

import time

from bot import messages
from bot.domain import Actor, Emoji, Engine, Picture, Refused
from bot.limits import HOUR
from bot.store import Store
from bot.views import Shown

# Discord's hourly limit on a server's emoji is not published; people report about 50.
UPLOADS_AN_HOUR = 45


class Collection:
    """What a person can do with finished emoji. All methods may raise Refused."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine

    async def get(self, emoji: int) -> Emoji:
        """A finished emoji."""
        found = await self._store.emoji.get(emoji)
        if found is None:
            raise Refused(messages.NO_EMOJI)
        return found

    async def picture(self, emoji: int, place: int | None = None) -> Picture:
        """One candidate; by default the chosen one."""
        found = await self.get(emoji)
        wanted = found.chosen if place is None else place
        if not found.candidates:
            raise Refused(messages.NO_PICTURES)
        picture = await self._store.emoji.picture(emoji, wanted)
        if picture is None:
            raise Refused(messages.NO_CANDIDATE)
        return picture

    async def pictures(self, emoji: int) -> tuple[Picture, ...]:
        """All candidates, best first."""
        pictures = await self._store.emoji.pictures(emoji)
        if not pictures:
            raise Refused(messages.NO_PICTURES)
        return pictures

    async def pick(self, emoji: int, place: int, actor: Actor) -> Picture:
        """Prefer a candidate. If the asker picks, it represents the emoji from now on."""
        found = await self.get(emoji)
        picture = await self.picture(emoji, place)
        await self.signal(found, actor, "pick", place)
        if actor.person == found.person:
            await self._store.emoji.choose(emoji, place)
        return picture

    async def how(self, emoji: int) -> str:
        """How an emoji was made, line by line."""
        found = await self.get(emoji)
        return messages.how_made(found, found.receipt, self._engine.model_of(found.recipe))

    async def remove(self, emoji: int, actor: Actor) -> Emoji:
        """Delete the pictures; allowed to the asker and to moderators of the space."""
        found = await self.get(emoji)
        manages = actor.manages and actor.space is not None and actor.space == found.space
        if actor.person != found.person and not manages:
            raise Refused(messages.NOT_YOURS_TO_REMOVE)
        await self.signal(found, actor, "remove", found.chosen)
        await self._store.emoji.remove_pictures(emoji)
        return found

    async def added(self, emoji: int, actor: Actor, where: str) -> None:
        """Store that an emoji was added to a server or sticker set, as a sign of liking."""
        found = await self.get(emoji)
        await self.signal(found, actor, f"add {where}", found.chosen)

    async def reserve_upload(self, space: str) -> None:
        """Count an upload of an emoji to a server."""
        now = time.time()
        first = await self._store.uploads.reserve(space, UPLOADS_AN_HOUR, now - HOUR, now)
        if first is not None:
            raise Refused(messages.too_many_uploads(UPLOADS_AN_HOUR, first + HOUR - now))

    async def shown(self, emoji: int, actor: Actor, everything: bool = False) -> Shown:
        """An emoji that the actor may see: their own, a published one, or any (`everything`)."""
        found = await self._store.emoji.shown(emoji, actor.person)
        visible = found and (everything or found.published or found.emoji.person == actor.person)
        if found is None or not visible:
            raise Refused(messages.NOT_YOURS_TO_SEE)
        return found

    async def publish(
        self, emoji: int, actor: Actor, published: bool, everything: bool = False
    ) -> None:
        """Show an emoji to everybody in the gallery, or stop showing it."""
        found = (await self.shown(emoji, actor, everything)).emoji
        if actor.person != found.person and not everything:
            raise Refused(messages.NOT_YOURS_TO_PUBLISH)
        await self._store.emoji.publish(emoji, published)

    async def signal(self, emoji: Emoji, actor: Actor, kind: str, place: int) -> None:
        """Store a sign, weaker than a vote, that a picture is liked or not."""
        await self._store.votes.signal(emoji.id, actor.person, kind, place, time.time())
