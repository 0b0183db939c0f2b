"""Replies that several parts of the adapter share: the question for a prompt, and errors."""

import logging
import re
from dataclasses import dataclass
from functools import cache

from telegram import ForceReply, MessageEntity, User
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import messages
from bot.domain import Address, Refused
from bot.language import N_, _, everywhere
from bot.telegram.rate_limiter import seconds_of
from bot.telegram.session import Session, escape

log = logging.getLogger(__name__)

UNAVAILABLE = N_("Telegram is not responding. Please try again in a moment.")
ASK_INSTEAD = N_("What shall I draw? Say it in a few words. (Instead of emoji {emoji}.)")


@dataclass(frozen=True, slots=True)
class Question:
    """The question for a prompt, which may be one instead of another emoji."""

    emoji: int | None


def sentence_of(error: BaseException | None) -> str:
    """What to tell a person about an error. Logs what they cannot fix."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, RetryAfter):
        seconds = round(seconds_of(error))
        return _("Telegram asks me to wait: try again in {seconds} s.", seconds=seconds)
    if isinstance(error, TelegramError) and not isinstance(error, (BadRequest, Forbidden)):
        log.warning("Telegram: %s", error)
        return _(UNAVAILABLE)
    log.error("an update failed", exc_info=error)
    return _(messages.BROKEN)


async def ask_words(session: Session, address: Address, user: User, instead_of: int | None) -> None:
    """Ask for a prompt. The answer is a reply to this text, by which it is recognised.

    In a group the text mentions the person, so that only they are asked to reply.
    """
    question = _(messages.ASK_WORDS)
    if instead_of is not None:
        question = _(ASK_INSTEAD, emoji=instead_of)
    entities: tuple[MessageEntity, ...] = ()
    if not address.private:
        name = escape(user.first_name)
        # Telegram counts UTF-16 code units.
        length = len(name.encode("utf-16-le")) // 2
        entities = (MessageEntity(MessageEntity.TEXT_MENTION, 0, length, user=user),)
        question = f"{name}: {question}"
    await session.say(address, question, ForceReply(selective=True), entities)


def question_in(text: str) -> Question | None:
    """The question that a text of `ask_words` asks, in whatever language; None for other texts."""
    for pattern in _questions():
        if found := pattern.fullmatch(text):
            number = found.groupdict().get("emoji")
            return Question(None if number is None else int(number))
    return None


@cache
def _questions() -> tuple[re.Pattern[str], ...]:
    """What matches the question in each language, behind the name of the person."""
    texts = (*everywhere(messages.ASK_WORDS), *everywhere(ASK_INSTEAD))
    plain = (re.escape(text).replace(re.escape("{emoji}"), "(?P<emoji>[0-9]+)") for text in texts)
    return tuple(re.compile(f"(?:.*: )?{text}", re.DOTALL) for text in plain)
