"""Updates other than messages and presses: reactions and inline queries."""

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
from bot.telegram.buttons import ask_consent
from bot.telegram.session import Session, actor_of, is_private, person_of

MAX_RESULTS = 50
"""Telegram's limit for the results of an inline query."""
CACHE_SECONDS = 5
"""How long Telegram may cache the results. Short, because an emoji may be finished meanwhile."""
DRAW = "Draw a new emoji"


class Reactions:
    """Handles reactions to messages that show an emoji."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def handle(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Count the newest reaction as the person's vote; retract it if there is none left."""
        changed = update.message_reaction
        assert changed is not None, "the handler gets only reactions"
        user = changed.user
        if user is None or user.is_bot:
            # The vote of an anonymous user could not be matched to its retraction.
            return
        old, new = (
            [_symbol(own) for own in reactions]
            for reactions in (changed.old_reaction, changed.new_reaction)
        )
        actor, chat = actor_of(user, changed.chat), str(changed.chat.id)
        message = str(changed.message_id)
        for symbol in () if new else old:
            await self._session.service.votes.react(
                Platform.TELEGRAM, chat, message, actor, symbol, added=False
            )
        if not new:
            return
        symbol = ([own for own in new if own not in old] or new)[-1]
        voted = await self._session.service.votes.react(
            Platform.TELEGRAM, chat, message, actor, symbol, added=True
        )
        if voted is not None and voted.ask_consent:
            private = is_private(changed.chat)
            address = Address(Platform.TELEGRAM, chat, reply_to=message, private=private)
            await ask_consent(self._session, address, user)


class InlineSearch:
    """Handles inline queries: "@bot WORDS" typed in any chat."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def handle(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the person's own finished emoji with these words."""
        query = update.inline_query
        assert query is not None, "the handler gets only inline queries"
        # Only this person sees the results, so they are not limited to the chat.
        actor = Actor(person_of(query.from_user))
        found = await self._session.service.emoji.history(actor, query.query, MAX_RESULTS)
        results = [
            InlineQueryResultCachedSticker(str(emoji.id), file)
            for emoji in found
            if emoji.candidates and (file := await self._session.file_of(emoji, emoji.chosen))
        ]
        await query.answer(
            results,
            cache_time=CACHE_SECONDS,
            is_personal=True,
            button=InlineQueryResultsButton(DRAW, start_parameter="draw"),
        )


def _symbol(reaction: ReactionType) -> str:
    if isinstance(reaction, ReactionTypeEmoji):
        return reaction.emoji
    if isinstance(reaction, ReactionTypeCustomEmoji):
        return reaction.custom_emoji_id
    return reaction.type
