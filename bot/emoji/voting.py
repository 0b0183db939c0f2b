"""Votes: presses of 👍 and 👎, and reactions to messages.

How the vote follows from all that a person said about an emoji: `bot.store.reactions`.
"""

import asyncio
import re
import time

from bot.domain import Actor, Platform, VoteResult
from bot.emoji.access import Access, Operation
from bot.settings.config import VoteSettings
from bot.store import Store
from bot.store.reactions import message_key

SYMBOLS = {1: "button up", -1: "button down"}
PRIVATE_REPLIES = frozenset({Platform.DISCORD, Platform.WEB, Platform.API})
"""Platforms on which only the person who pressed sees the reply."""
# Variation selectors and skin tones do not change what an emoji means.
VARIANTS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


class Voting:
    """What a person can say about an emoji. All methods may raise Refused."""

    def __init__(self, store: Store, access: Access, settings: VoteSettings) -> None:
        self._store = store
        self._access = access
        self._settings = settings
        self._setting = asyncio.Lock()
        self._up = frozenset(map(_plain, settings.up))
        self._down = frozenset(map(_plain, settings.down))

    async def vote(
        self, emoji: int, actor: Actor, value: int, press: str | None = None
    ) -> VoteResult:
        """A press of 👍 (1) or 👎 (-1); the same again takes it back.

        `press` is the platform's id of the press, so that a redelivery is harmless.
        """
        found, person = await self._access.allow(emoji, actor, Operation.USE), actor.person
        now = time.time()
        await self._store.reactions.press(found, person, SYMBOLS[value], value, press, now)
        return await self._result(emoji, actor, pressed=True)

    async def set(self, emoji: int, actor: Actor, value: int | None) -> None:
        """Make 1 or -1 the person's vote; None takes it back. The same again changes nothing."""
        async with self._setting:
            before = await self._store.votes.of(emoji, actor.person)
            if (None if before is None else before[0]) != value:
                await self.vote(emoji, actor, value or (1 if before is None else before[0]))

    async def tally(self, emoji: int) -> tuple[int, int]:
        """How many people like and dislike an emoji."""
        return await self._store.votes.tally(emoji)

    async def react(
        self, platform: Platform, chat: str, message: str, actor: Actor, symbol: str, added: bool
    ) -> VoteResult | None:
        """A reaction added to a message or taken back; None if that changes no vote."""
        emoji = await self._store.emoji.shown_in(platform, chat, message)
        if emoji is None:
            return None
        found, person = await self._access.allow(emoji, actor, Operation.USE), actor.person
        where = message_key(chat, message)
        if added:
            value = self.meaning(symbol)
            await self._store.reactions.add(found, person, where, symbol, value, time.time())
            return await self._result(emoji, actor, pressed=False)
        before = await self._store.votes.of(emoji, person)
        await self._store.reactions.remove(emoji, person, where, symbol)
        after = await self._store.votes.of(emoji, person)
        return None if before == after else VoteResult(None if after is None else after[0], False)

    async def cleared(
        self, platform: Platform, chat: str, message: str, symbol: str | None = None
    ) -> None:
        """A moderator removed everybody's reactions from a message, or those with one symbol."""
        emoji = await self._store.emoji.shown_in(platform, chat, message)
        if emoji is not None:
            await self._store.reactions.clear(emoji, message_key(chat, message), symbol)

    def meaning(self, symbol: str) -> int:
        """1 for a like, -1 for a dislike, 0 for anything else, in any skin tone."""
        plain = _plain(symbol)
        return (plain in self._up) - (plain in self._down)

    async def _result(self, emoji: int, actor: Actor, *, pressed: bool) -> VoteResult:
        """The vote after a change. Who has none left is not asked for consent."""
        vote = await self._store.votes.of(emoji, actor.person)
        if vote is None:
            return VoteResult(None, False)
        ask, privately = await self._asks(actor, pressed)
        return VoteResult(vote[0], ask, privately)

    async def _asks(self, actor: Actor, pressed: bool) -> tuple[bool, bool]:
        """Whether to ask for consent now, and whether in a private chat.

        People are asked once, and only where they have spoken to the bot, except in a reply that
        only they see. Without an answer their votes do not train.
        """
        person = actor.person
        if self._settings.consent == "opt-out":
            return False, False
        if pressed and person.platform in PRIVATE_REPLIES:
            return await self._store.people.first_asked(person), False
        privately = await self._in_private(actor)
        if not privately and not await self._in_group(actor):
            return False, False
        first = await self._store.people.first_asked(person)
        return first, first and privately

    async def _in_private(self, actor: Actor) -> bool:
        return actor.space is None or await self._store.people.has_spoken(actor.person, None)

    async def _in_group(self, actor: Actor) -> bool:
        """Whether the question can be asked in the group: on Discord only privately."""
        if actor.person.platform is not Platform.TELEGRAM or actor.chat is None:
            return False
        return await self._store.people.has_spoken(actor.person, actor.chat)


def _plain(symbol: str) -> str:
    return VARIANTS.sub("", symbol)
