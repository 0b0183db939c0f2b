"""Updates other than messages and presses: reactions and inline queries."""

import logging
from collections.abc import Sequence

from telegram import (
    InlineQuery,
    InlineQueryResultCachedSticker,
    InlineQueryResultsButton,
    MessageReactionUpdated,
    ReactionType,
    ReactionTypeCustomEmoji,
    ReactionTypeEmoji,
    Update,
)
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.domain import Actor, Address, Emoji, Platform, VoteResult
from bot.language import N_, _
from bot.telegram.personal_buttons import ask_consent
from bot.telegram.session import Session, actor_of, is_private, person_of

log = logging.getLogger(__name__)

MAX_RESULTS = 50
"""Telegram's limit for the results of an inline query."""
CACHE_SECONDS = 5
"""How long Telegram may cache the results. Short, because an emoji may be finished meanwhile."""
DRAW = N_("Draw a new emoji")


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
        files = [
            (emoji, file)
            for emoji in found
            if emoji.candidates and (file := await self._session.file_of(emoji, emoji.chosen))
        ]
        try:
            await self._answer(query, files)
        except BadRequest as error:
            log.info("an inline query was refused: %s", error)
            await self._answer(query, [each for each in files if await self._is_known(*each)])

    async def _answer(self, query: InlineQuery, files: Sequence[tuple[Emoji, str]]) -> None:
        await query.answer(
            [InlineQueryResultCachedSticker(str(emoji.id), file) for emoji, file in files],
            cache_time=CACHE_SECONDS,
            is_personal=True,
            button=InlineQueryResultsButton(_(DRAW), start_parameter="draw"),
        )

    async def _is_known(self, emoji: Emoji, file: str) -> bool:
        """Whether Telegram knows a file id. Forgets it if not; the next showing uploads it."""
        try:
            await self._session.bot.get_file(file)
        except BadRequest:
            await self._session.forget_file(emoji, emoji.chosen)
            return False
        except TelegramError as error:
            log.info("a file could not be checked: %s", error)
        return True


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
