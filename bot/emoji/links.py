"""Links that take an emoji from one chat to another, by a token that cannot be guessed."""

import secrets
import time
from dataclasses import replace

from bot import messages
from bot.domain import Actor, Refused
from bot.emoji.access import Access, Operation
from bot.language import _
from bot.limits import DAY
from bot.store import Store

LINK_SECONDS = DAY
TOKEN_BYTES = 16


class Links:
    """Makes links and follows them. Each is for one person and one emoji."""

    def __init__(self, store: Store, access: Access) -> None:
        self._links = store.links
        self._access = access

    async def make(self, emoji: int, actor: Actor) -> str:
        """A token of letters, digits, "-" and "_" with which this person may use the emoji.

        It is valid for `LINK_SECONDS`. Raises Refused.
        """
        await self._access.allow(emoji, actor, Operation.USE)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        await self._links.add(token, emoji, actor.person, actor.chat, time.time())
        return token

    async def follow(self, token: str, actor: Actor) -> tuple[int, Actor]:
        """The emoji of a token, and the person as they acted where they got it.

        Raises Refused for a token that is unknown, too old, or somebody else's.
        """
        now = time.time()
        # A token from while the clock was ahead would be valid until then.
        since, until = now - LINK_SECONDS, now + LINK_SECONDS
        found = await self._links.get(token, actor.person, since, until)
        if found is None:
            raise Refused(_(messages.NO_LINK))
        emoji, chat = found
        return emoji, replace(actor, chat=chat)
