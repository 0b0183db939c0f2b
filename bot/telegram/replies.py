"""Replies that several parts of the adapter share: the question for a prompt, and errors."""

import logging

from telegram import ForceReply, MessageEntity, User
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import messages
from bot.domain import Address, Refused
from bot.language import _
from bot.telegram.rate_limiter import seconds_of
from bot.telegram.session import Session, escape

log = logging.getLogger(__name__)

UNAVAILABLE = "Telegram is not responding. Please try again in a moment."


def sentence_of(error: BaseException | None) -> str:
    """What to tell a person about an error. Logs what they cannot fix."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, RetryAfter):
        return f"Telegram asks me to wait: try again in {seconds_of(error):.0f} s."
    if isinstance(error, TelegramError) and not isinstance(error, (BadRequest, Forbidden)):
        log.warning("Telegram: %s", error)
        return UNAVAILABLE
    log.error("an update failed", exc_info=error)
    return _(messages.BROKEN)


async def ask_words(session: Session, address: Address, user: User, instead_of: int | None) -> None:
    """Ask for a prompt. The answer is a reply to this text, by which it is recognised.

    In a group the text mentions the person, so that only they are asked to reply.
    """
    question = _(messages.ASK_WORDS)
    if instead_of is not None:
        question = f"{question} (Instead of emoji {instead_of}.)"
    entities: tuple[MessageEntity, ...] = ()
    if not address.private:
        name = escape(user.first_name)
        # Telegram counts UTF-16 code units.
        length = len(name.encode("utf-16-le")) // 2
        entities = (MessageEntity(MessageEntity.TEXT_MENTION, 0, length, user=user),)
        question = f"{name}: {question}"
    await session.say(address, question, ForceReply(selective=True), entities)
