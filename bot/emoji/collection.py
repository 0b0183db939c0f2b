"""Finished emoji: show, pick, publish, remove, add to a server or a sticker set."""

import time

from bot import messages
from bot.domain import Actor, Change, Emoji, Engine, Person, Picture, Platform, Refused
from bot.emoji.access import Access, Operation, Relation
from bot.emoji.moving import Moving
from bot.emoji.search_words import search_words
from bot.language import _
from bot.limits import HOUR
from bot.store import Store
from bot.views import Removed, Scope, Search, Shown

# Discord's hourly limit on a server's emoji is not published; people report about 50.
UPLOADS_AN_HOUR = 45
# Of a longer chain of changes only the newest ones are listed.
MOST_CHANGES = 20


class Collection:
    """What a person can do with finished emoji. All methods raise Refused if `Access` says no."""

    def __init__(self, store: Store, engine: Engine, access: Access, moving: Moving) -> None:
        self._moving = moving
        self._store = store
        self._engine = engine
        self._access = access

    async def get(self, emoji: int, actor: Actor) -> Emoji:
        """A finished emoji that the actor may see."""
        return await self._access.allow(emoji, actor, Operation.SEE)

    async def own(self, emoji: int, actor: Actor) -> Emoji:
        """A finished emoji that the actor asked for."""
        return await self._access.allow(emoji, actor, Operation.CHOOSE)

    async def picture(self, emoji: int, actor: Actor, place: int | None = None) -> Picture:
        """One candidate; by default the chosen one."""
        return await self._picture(await self.get(emoji, actor), place)

    async def _picture(self, found: Emoji, place: int | None) -> Picture:
        wanted = found.chosen if place is None else place
        if not found.candidates:
            raise Refused(_(messages.NO_PICTURES))
        picture = await self._store.emoji.picture(found.id, wanted)
        if picture is None:
            raise Refused(_(messages.NO_CANDIDATE))
        return picture

    async def pictures(self, emoji: int, actor: Actor) -> tuple[Picture, ...]:
        """All candidates, best first."""
        await self.get(emoji, actor)
        pictures = await self._store.emoji.pictures(emoji)
        if not pictures:
            raise Refused(_(messages.NO_PICTURES))
        return pictures

    async def pick(self, emoji: int, place: int, actor: Actor) -> Picture:
        """Prefer a candidate. If the maker picks, it represents the emoji from now on."""
        found = await self._access.allow(emoji, actor, Operation.USE)
        picture = await self._picture(found, place)
        await self.signal(found, actor, "pick", place)
        if Relation.MAKER in await self._access.relations(found, actor):
            await self._store.emoji.choose(emoji, place)
        return picture

    async def how(self, emoji: int, actor: Actor) -> str:
        """How an emoji was made, line by line."""
        found = await self.get(emoji, actor)
        model, moves = self._engine.model_of(found.recipe), await self._moving.says(found)
        changes = await self.changes(found, actor)
        return messages.how_made(found, found.receipt, model, moves, changes)

    async def changes(self, emoji: Emoji, actor: Actor) -> list[Change]:
        """What an emoji was changed from, the newest change first, as far as the actor may see."""
        found: list[Change] = []
        while emoji.change is not None and len(found) < MOST_CHANGES:
            found.append(emoji.change)
            try:
                emoji = await self.get(emoji.change.emoji, actor)
            except Refused:
                break
        return found

    async def remove(self, emoji: int, actor: Actor) -> Removed:
        """Delete the pictures. The adapter deletes the messages that show them."""
        found = await self._access.allow(emoji, actor, Operation.DELETE)
        await self.signal(found, actor, "remove", found.chosen)
        await self._store.emoji.remove_pictures(emoji)
        return Removed(found, await self._store.emoji.messages(emoji))

    async def emoji_in(self, platform: Platform, chat: str, message: str) -> int | None:
        """The emoji that a message shows.

        A forged press may name any message of the bot: ask before changing the one it came from.
        """
        return await self._store.emoji.shown_in(platform, chat, message)

    async def shown_in(self, emoji: int, platform: Platform, chat: str, message: str) -> None:
        """Remember that a message shows an emoji; its reactions count, and removing deletes it."""
        await self._store.emoji.add_message(emoji, platform, chat, message)

    async def added(self, emoji: int, actor: Actor, where: str) -> None:
        """Store that an emoji was added to a server or sticker set, as a sign of liking."""
        found = await self._access.allow(emoji, actor, Operation.USE)
        await self.signal(found, actor, f"add {where}", found.chosen)

    async def was_added(self, emoji: int, actor: Actor, where: str) -> bool:
        """Whether the actor has added the emoji, as it looks now, to this server or set."""
        found = await self._access.allow(emoji, actor, Operation.USE)
        kind = f"add {where}"
        return await self._store.votes.has_signal(emoji, actor.person, kind, found.chosen)

    async def is_added(self, emoji: Emoji, where: str) -> bool:
        """Whether anybody has added the emoji, as it looks now, to this server."""
        return await self._store.votes.anybody_gave(emoji.id, f"add {where}", emoji.chosen)

    async def reserve_upload(self, space: str) -> None:
        """Count an upload of an emoji to a server."""
        now = time.time()
        first = await self._store.uploads.reserve(space, UPLOADS_AN_HOUR, now - HOUR, now)
        if first is not None:
            raise Refused(messages.too_many_uploads(UPLOADS_AN_HOUR, first + HOUR - now))

    async def history(self, actor: Actor, words: str = "", count: int = 10) -> tuple[Emoji, ...]:
        """The actor's newest emoji with these words; in a group or server only those of it."""
        every = search_words(words)
        return await self._store.emoji.of_person(actor.person, every, count, actor.space)

    async def with_files(
        self, person: Person, words: str, bot: int, offset: int, count: int
    ) -> tuple[tuple[Emoji, str], ...]:
        """Emoji with these words whose picture a bot on Telegram has sent, with their file ids.

        The person's own, newest first; then those that others have published, if there are words.
        """
        every = search_words(words)
        return await self._store.emoji.with_files(person, every, bot, offset, count)

    async def search(self, search: Search, actor: Actor) -> tuple[Shown, ...]:
        """A page of the gallery. Only the operator may search all emoji."""
        if search.scope is Scope.ALL and not self._access.operates(actor):
            raise Refused(_(messages.OPERATOR_ONLY))
        return await self._store.emoji.search(search, search_words(search.words))

    async def shown(self, emoji: int, actor: Actor) -> Shown:
        """An emoji as the actor sees it in the gallery."""
        await self.get(emoji, actor)
        found = await self._store.emoji.shown(emoji, actor.person)
        if found is None:
            raise Refused(_(messages.NO_EMOJI))
        return found

    async def publish(self, emoji: int, actor: Actor, published: bool) -> None:
        """Show an emoji to everybody in the gallery, or stop showing it."""
        await self._access.allow(emoji, actor, Operation.PUBLISH)
        await self._store.emoji.publish(emoji, published)

    async def signal(self, emoji: Emoji, actor: Actor, kind: str, place: int) -> None:
        """Store a sign, weaker than a vote, that a picture is liked or not."""
        await self._store.votes.signal(emoji.id, actor.person, kind, place, time.time())
