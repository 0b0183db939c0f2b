"""Votes: presses of 👍 and 👎, and reactions to messages."""

import time

from bot.access import Access, Operation
from bot.config import VoteSettings
from bot.domain import Actor, Person, Platform, VoteResult
from bot.store import Store

SYMBOLS = {1: "button up", -1: "button down"}


class Voting:
    """What a person can say about an emoji. All methods may raise Refused."""

    def __init__(self, store: Store, access: Access, settings: VoteSettings) -> None:
        self._store = store
        self._access = access
        self._settings = settings

    async def vote(self, emoji: int, actor: Actor, value: int) -> VoteResult:
        """A press of 👍 (1) or 👎 (-1); the same press again removes the vote."""
        found, person = await self._access.allow(emoji, actor, Operation.USE), actor.person
        symbol = SYMBOLS[value]
        if await self._store.votes.of(emoji, person) == (value, symbol):
            await self._store.votes.retract(emoji, person, symbol)
            return VoteResult(None, False)
        await self._store.votes.set(found, person, value, symbol, time.time())
        return VoteResult(value, await self._consent_is_due(person))

    async def react(
        self, platform: Platform, chat: str, message: str, actor: Actor, symbol: str, added: bool
    ) -> VoteResult | None:
        """A reaction added to a message or taken back; None if the message shows no emoji."""
        emoji = await self._store.emoji.shown_in(platform, chat, message)
        if emoji is None:
            return None
        if not added:
            taken = await self._store.votes.retract(emoji, actor.person, symbol)
            return VoteResult(None, False) if taken else None
        value = (symbol in self._settings.up) - (symbol in self._settings.down)
        found = await self._access.allow(emoji, actor, Operation.USE)
        await self._store.votes.set(found, actor.person, value, symbol, time.time())
        return VoteResult(value, await self._consent_is_due(actor.person))

    async def _consent_is_due(self, person: Person) -> bool:
        if self._settings.consent == "opt-out":
            return False
        return await self._store.people.first_asked(person)
