"""Answers that more than one part of the adapter gives: questions, sentences for what failed."""

import logging

from telegram import ForceReply, MessageEntity, User
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import messages
from bot.domain import Address, Refused
from bot.telegram.buttons import consent_keyboard
from bot.telegram.session import Session, escape

log = logging.getLogger(__name__)

BROKEN = "Something went wrong on my side, and was noted. Please try again in a moment."
SLOW = "Telegram does not answer me just now: please try again in a moment."
EXAMPLE = "Dancing Lemon with Sunglasses"


def sentence_of(error: BaseException | None) -> str:
    """What a person is told of an error; what is not theirs to mend is logged."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, TelegramError):
        log.warning("Telegram: %s", error)
        return SLOW
    log.error("not answered", exc_info=error)
    return BROKEN


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


async def ask_words(session: Session, address: Address, user: User, instead_of: int | None) -> None:
    """Ask for the words of an emoji; the answer is a reply, which `question_in` knows again.

    In a group only the person is asked, who may not be the one that the message replies to.
    """
    question = messages.ASK_WORDS
    if instead_of is not None:
        question = f"{question} (Instead of emoji {instead_of}.)"
    entities: tuple[MessageEntity, ...] = ()
    if not address.private:
        name = escape(user.first_name)
        # Telegram counts in UTF-16.
        length = len(name.encode("utf-16-le")) // 2
        entities = (MessageEntity(MessageEntity.TEXT_MENTION, 0, length, user=user),)
        question = f"{name}: {question}"
    await session.say(address, question, ForceReply(selective=True), entities)


async def ask_consent(session: Session, address: Address, user: User) -> None:
    """Ask in private whether votes may train; where the bot may not write there, beside the vote.

    Only the person asked can press.
    """
    keyboard = consent_keyboard(user.id)
    try:
        await session.bot.send_message(user.id, messages.CONSENT_QUESTION, reply_markup=keyboard)
    except (BadRequest, Forbidden):
        question = f"{escape(user.first_name)}: {messages.CONSENT_QUESTION}"
        await session.say(address, question, keyboard)
