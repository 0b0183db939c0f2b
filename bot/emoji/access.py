"""Who may do what with an emoji: the one check behind every call, button, link and route."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from bot import messages
from bot.domain import MAX_SAFE_INTEGER, Actor, Emoji, Refused
from bot.language import _
from bot.store import Store


class Operation(StrEnum):
    """What somebody does with an emoji."""

    SEE = "see"
    """Its pictures, prompt and receipt."""
    USE = "use"
    """Vote, ask again, repeat, export, add to a set or server, say which candidate is best."""
    CHOOSE = "choose"
    """Decide which candidate represents it; what only its maker does on the page."""
    PUBLISH = "publish"
    """Show it to everybody in the gallery, or stop showing it."""
    DELETE = "delete"
    """Delete its pictures and the messages that show it."""


class Relation(StrEnum):
    """How somebody is related to an emoji."""

    MAKER = "maker"
    CHAT = "chat"
    """Acts in a chat in which it was asked for or shown."""
    MODERATOR = "moderator"
    """The same, and may delete other people's messages there."""
    PUBLIC = "public"
    """Anybody, if it is published."""
    OPERATOR = "operator"


_SEES = frozenset(Relation)
ALLOWED: Mapping[Operation, frozenset[Relation]] = {
    Operation.SEE: _SEES,
    Operation.USE: _SEES,
    Operation.CHOOSE: frozenset({Relation.MAKER}),
    Operation.PUBLISH: frozenset({Relation.MAKER, Relation.OPERATOR}),
    Operation.DELETE: frozenset({Relation.MAKER, Relation.MODERATOR, Relation.OPERATOR}),
}
"""One of these relations is needed for each operation."""
REFUSALS: Mapping[Operation, str] = {
    Operation.SEE: messages.NO_EMOJI,
    Operation.USE: messages.NO_EMOJI,
    Operation.CHOOSE: messages.NO_EMOJI,
    Operation.PUBLISH: messages.NOT_YOURS_TO_PUBLISH,
    Operation.DELETE: messages.NOT_YOURS_TO_REMOVE,
}


class Access:
    """The check. `operators` are keys of people."""

    def __init__(self, store: Store, operators: Collection[str]) -> None:
        self._store = store
        self._operators = frozenset(operators)

    async def allow(self, emoji: int, actor: Actor, operation: Operation) -> Emoji:
        """The emoji, if the actor may do this with it. Raises Refused.

        To those who may not see it, the sentence is the same as for an emoji that does not exist.
        """
        known = 0 < emoji <= MAX_SAFE_INTEGER
        found = await self._store.emoji.get(emoji) if known else None
        relations = set() if found is None else await self.relations(found, actor)
        if found is None or not relations & ALLOWED[Operation.SEE]:
            raise Refused(_(messages.NO_EMOJI))
        if not relations & ALLOWED[operation]:
            raise Refused(_(REFUSALS[operation]))
        return found

    async def relations(self, emoji: Emoji, actor: Actor) -> set[Relation]:
        """All relations of the actor to the emoji."""
        found = set()
        if actor.person == emoji.person:
            found.add(Relation.MAKER)
        if self.operates(actor):
            found.add(Relation.OPERATOR)
        platform = actor.person.platform
        published, shown = await self._store.emoji.reach(emoji.id, platform, actor.chat)
        if published:
            found.add(Relation.PUBLIC)
        if shown:
            found.add(Relation.CHAT)
            if actor.manages and actor.space is not None and actor.space == emoji.space:
                found.add(Relation.MODERATOR)
        return found

    def operates(self, actor: Actor) -> bool:
        """Whether the actor is the operator: named in the settings, or on the operator's page."""
        return actor.operates or actor.person.key in self._operators
