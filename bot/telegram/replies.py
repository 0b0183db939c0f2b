"""Replies that several parts of the adapter share: the question for a prompt, and errors."""

import logging
import re
from dataclasses import dataclass
from functools import cache

from telegram import Chat, ForceReply, MessageEntity, User
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import messages
from bot.domain import Address, Refused
from bot.language import N_, _, everywhere
from bot.telegram.rate_limiter import seconds_of
from bot.telegram.session import Session, escape

log = logging.getLogger(__name__)

UNAVAILABLE = N_("Telegram is not responding. Please try again in a moment.")
ASK_INSTEAD = N_("What shall I draw? Say it in a few words. (Instead of emoji {emoji}.)")
ASK_CHANGE = N_("What should be different? For example: now with a hat. (Change of emoji {emoji}.)")


@dataclass(frozen=True, slots=True)
class Question:
    """The question for a prompt, or for a change of an `emoji`.

    With an emoji and no change, the prompt is one instead of that emoji's.
    """

    emoji: int | None = None
    is_change: bool = False


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


async def ask_words(
    session: Session, address: Address, sender: User | Chat, asked: Question
) -> None:
    """Ask for a prompt or a change. The answer is a reply to this text, by which it is recognised.

    In a group the text mentions the person, so that only they are asked to reply. Groups and
    channels cannot be mentioned: it names them, and replies to their message.
    """
    question = _(messages.ASK_WORDS)
    if asked.emoji is not None:
        question = _(ASK_CHANGE if asked.is_change else ASK_INSTEAD, emoji=asked.emoji)
    entities: tuple[MessageEntity, ...] = ()
    if not address.private:
        name = escape((sender.title or "") if isinstance(sender, Chat) else sender.first_name)
        if isinstance(sender, User):
            # Telegram counts UTF-16 code units.
            length = len(name.encode("utf-16-le")) // 2
            entities = (MessageEntity(MessageEntity.TEXT_MENTION, 0, length, user=sender),)
        question = f"{name}: {question}"
    await session.say(address, question, ForceReply(selective=True), entities)


def question_in(text: str) -> Question | None:
    """The question that a text of `ask_words` asks, in whatever language; None for other texts."""
    for pattern, is_change in _questions():
        if found := pattern.fullmatch(text):
            number = found.groupdict().get("emoji")
            return Question(None if number is None else int(number), is_change)
    return None


@cache
def _questions() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """What matches the questions in each language, and whether each asks for a change.

    The name of the person is before the text.
    """
    number = re.escape("{emoji}"), "(?P<emoji>[0-9]+)"
    return tuple(
        (re.compile(f"(?:.*: )?{re.escape(text).replace(*number)}", re.DOTALL), own is ASK_CHANGE)
        for own in (messages.ASK_WORDS, ASK_INSTEAD, ASK_CHANGE)
        for text in everywhere(own)
    )
