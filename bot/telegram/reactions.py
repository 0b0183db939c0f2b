"""Reactions to messages that show an emoji."""

from collections.abc import Sequence

from telegram import (
    MessageReactionUpdated,
    ReactionType,
    ReactionTypeCustomEmoji,
    ReactionTypeEmoji,
    Update,
)
from telegram.ext import ContextTypes

from bot.domain import Actor, Address, Platform, VoteResult
from bot.telegram.personal_buttons import ask_consent
from bot.telegram.session import Session, actor_of, is_private


class Reactions:
    """Handles reactions to messages that show an emoji."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def handle(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Count the person's reactions as a vote.

        The old and the new list are applied as they are, so that an update that comes twice, or
        after one that was lost, does no harm.
        """
        changed = update.message_reaction
        assert changed is not None, "the handler gets only reactions"
        user, behalf = changed.user, changed.actor_chat
        if user is not None and user.is_bot:
            return
        actor = actor_of(user, changed.chat, behalf)
        old, new = map(_symbols, (changed.old_reaction, changed.new_reaction))
        for symbol in old:
            if symbol not in new:
                await self._react(changed, actor, symbol, added=False)
        voted = None
        # The newest last. Those in both lists may be unknown here.
        for symbol in sorted(new, key=lambda own: own not in old):
            result = await self._react(changed, actor, symbol, added=True)
            if result is not None and (voted is None or result.ask_consent):
                voted = result
        if voted is not None and voted.ask_consent and user is not None:
            await ask_consent(self._session, _reply_to(changed), user, voted)

    async def _react(
        self, changed: MessageReactionUpdated, actor: Actor, symbol: str, *, added: bool
    ) -> VoteResult | None:
        chat, message = str(changed.chat.id), str(changed.message_id)
        return await self._session.service.votes.react(
            Platform.TELEGRAM, chat, message, actor, symbol, added
        )


def _reply_to(changed: MessageReactionUpdated) -> Address:
    return Address(
        Platform.TELEGRAM,
        str(changed.chat.id),
        reply_to=str(changed.message_id),
        private=is_private(changed.chat),
    )


def _symbols(reactions: Sequence[ReactionType]) -> list[str]:
    return [_symbol(own) for own in reactions]


def _symbol(reaction: ReactionType) -> str:
    if isinstance(reaction, ReactionTypeEmoji):
        return reaction.emoji
    if isinstance(reaction, ReactionTypeCustomEmoji):
        return reaction.custom_emoji_id
    return reaction.type
