"""What people do beside messages and buttons: reactions, and finding their emoji inline."""

from telegram import (
    InlineQueryResultCachedSticker,
    InlineQueryResultsButton,
    ReactionType,
    ReactionTypeCustomEmoji,
    ReactionTypeEmoji,
    Update,
)
from telegram.ext import ContextTypes

from bot.domain import Actor, Address, Platform
from bot.telegram.replies import ask_consent
from bot.telegram.session import Session, actor_of, is_private, person_of

FOUND_MOST = 50
"""Telegram takes so many results."""
FOUND_SECONDS = 5
"""How long Telegram may answer the same words by itself: an emoji may be finished meanwhile."""
DRAW = "Draw a new emoji"


class ReactionsAndInline:
    """Handles reactions and inline queries."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def reaction(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A person's reactions to a message: the newest is the vote, none takes it back."""
        changed = update.message_reaction
        assert changed is not None, "the handler takes nothing else"
        user = changed.user
        if user is None or user.is_bot:
            # Somebody anonymous is nobody whose vote could be taken back.
            return
        old, new = (
            [_symbol(own) for own in reactions]
            for reactions in (changed.old_reaction, changed.new_reaction)
        )
        actor, chat = actor_of(user, changed.chat), str(changed.chat.id)
        message = str(changed.message_id)
        for symbol in () if new else old:
            await self._session.service.react(
                Platform.TELEGRAM, chat, message, actor, symbol, added=False
            )
        if not new:
            return
        symbol = ([own for own in new if own not in old] or new)[-1]
        voted = await self._session.service.react(
            Platform.TELEGRAM, chat, message, actor, symbol, added=True
        )
        if voted is not None and voted.ask_consent:
            private = is_private(changed.chat)
            address = Address(Platform.TELEGRAM, chat, reply_to=message, private=private)
            await ask_consent(self._session, address, user)

    async def inline(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """One's own finished emoji with these words, wherever one writes."""
        query = update.inline_query
        assert query is not None, "the handler takes nothing else"
        found = await self._session.service.history(
            Actor(person_of(query.from_user)), query.query, FOUND_MOST
        )
        results = [
            InlineQueryResultCachedSticker(str(emoji.id), file)
            for emoji in found
            if emoji.candidates and (file := await self._session.file_of(emoji, emoji.chosen))
        ]
        await query.answer(
            results,
            cache_time=FOUND_SECONDS,
            is_personal=True,
            button=InlineQueryResultsButton(DRAW, start_parameter="draw"),
        )


def _symbol(reaction: ReactionType) -> str:
    if isinstance(reaction, ReactionTypeEmoji):
        return reaction.emoji
    if isinstance(reaction, ReactionTypeCustomEmoji):
        return reaction.custom_emoji_id
    return reaction.type
