"""Finished emoji in chats that the bot is not in: inline queries, and messages to it as a guest.

Neither can upload a picture, so both find what this bot has sent before.
"""

import logging
from collections.abc import Sequence

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultCachedSticker,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
    Update,
)
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.domain import Emoji, Person
from bot.language import N_, _
from bot.messages import START, shortened
from bot.telegram.session import SHARED_USERS, Session, actor_of, escape, person_of

log = logging.getLogger(__name__)

Found = Sequence[tuple[Emoji, str]]
"""Emoji with their file ids."""

MAX_RESULTS = 50
"""Telegram's limit for the results of an inline query."""
CACHE_SECONDS = 5
"""How long Telegram may cache the results. Short, because an emoji may be finished meanwhile."""
DRAW_ANY = N_("Draw a new emoji")
LABEL_LENGTH = 40
DRAW = "draw"
"""The parameter of the link from the button that draws what somebody typed."""
PEOPLE_REMEMBERED = 4096


class Typed:
    """The words that each person typed last where the bot could not draw them.

    They are not in the link of the button, where anybody could put words for somebody else.
    """

    def __init__(self) -> None:
        self._words: dict[int, str] = {}

    def keep(self, user: int, words: str) -> None:
        """Remember words instead of the person's earlier ones."""
        self._words.pop(user, None)
        if len(self._words) >= PEOPLE_REMEMBERED:
            del self._words[next(iter(self._words))]
        self._words[user] = words

    def take(self, user: int) -> str:
        """A person's words, which are then forgotten; empty if there are none."""
        return self._words.pop(user, "")


class Finder:
    """Finds emoji whose file Telegram has."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def find(self, person: Person, words: str, offset: int, count: int) -> Found:
        """The person's own emoji with these words, then published ones."""
        emoji, bot = self._session.service.emoji, self._session.bot.id
        return await emoji.with_files(person, words, bot, offset, count)

    async def still_known(self, found: Found) -> Found:
        """Those whose file id Telegram accepts. Forgets the others; showing them uploads them."""
        return [each for each in found if await self._is_known(*each)]

    async def _is_known(self, emoji: Emoji, file: str) -> bool:
        try:
            await self._session.bot.get_file(file)
        except BadRequest:
            await self._session.forget_file(emoji, emoji.chosen)
            return False
        except TelegramError as error:
            log.info("a file could not be checked: %s", error)
        return True


class InlineSearch:
    """Handles inline queries: "@bot WORDS" typed in any chat."""

    def __init__(self, session: Session, typed: Typed) -> None:
        self._finder = Finder(session)
        self._typed = typed

    async def handle(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer emoji with these words; without words, the person's newest.

        Only this person sees the results, so they are not limited to the chat.
        """
        query = update.inline_query
        assert query is not None, "the handler gets only inline queries"
        words = query.query.strip()
        self._typed.keep(query.from_user.id, words)
        offset = int(query.offset) if query.offset.isdecimal() else 0
        person = person_of(query.from_user)
        found = await self._finder.find(person, words, offset, MAX_RESULTS)
        following = str(offset + MAX_RESULTS) if len(found) == MAX_RESULTS else ""
        try:
            await _answer(query, words, found, following)
        except BadRequest as error:
            log.info("an inline query was refused: %s", error)
            await _answer(query, words, await self._finder.still_known(found), following)


async def _answer(query: InlineQuery, words: str, found: Found, following: str) -> None:
    await query.answer(
        [_sticker(*each) for each in found],
        cache_time=CACHE_SECONDS,
        is_personal=True,
        next_offset=following,
        button=InlineQueryResultsButton(_label(words), start_parameter=DRAW),
    )


class Guest:
    """Handles messages that mention the bot in a chat that it is not in. It may answer once."""

    def __init__(self, session: Session, typed: Typed) -> None:
        self._session = session
        self._finder = Finder(session)
        self._typed = typed

    async def handle(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Send the best emoji with these words, or a link to where they are drawn."""
        message = update.guest_message
        assert message is not None, "the handler gets only messages to a guest"
        assert message.guest_query_id is not None, "each has an id to answer"
        person = actor_of(message.from_user, message.chat, message.sender_chat).person
        words = self._words(message)
        found = await self._finder.find(person, words, 0, 1)
        answer, bot = self._link(message, words), self._session.bot
        try:
            await bot.answer_guest_query(
                message.guest_query_id, _sticker(*found[0]) if found else answer
            )
        except BadRequest as error:
            log.info("a guest's answer was refused: %s", error)
            await self._finder.still_known(found)
            await bot.answer_guest_query(message.guest_query_id, answer)

    def _words(self, message: Message) -> str:
        """The words of a message without the bot's name and the command."""
        name, text = f"@{self._session.bot.username}".casefold(), message.text or ""
        words = [own for own in text.split() if own.casefold() not in (name, f"/emoji{name}")]
        return " ".join(words[1:] if words[:1] == ["/emoji"] else words)

    def _link(self, message: Message, words: str) -> InlineQueryResultArticle:
        """A text with a button that draws the words in a private chat."""
        user = message.from_user
        if user is not None and user.id not in SHARED_USERS:
            self._typed.keep(user.id, words)
        text = _(START)
        if words:
            text = _(
                "I have drawn no “{words}” that I could show here. I can draw it in our own chat.",
                words=escape(words),
            )
        link = create_deep_linked_url(self._session.bot.username, DRAW)
        button = InlineKeyboardMarkup([[InlineKeyboardButton(_label(words), url=link)]])
        content = InputTextMessageContent(text)
        return InlineQueryResultArticle(DRAW, _label(words), content, reply_markup=button)


def _sticker(emoji: Emoji, file: str) -> InlineQueryResultCachedSticker:
    return InlineQueryResultCachedSticker(str(emoji.id), file)


def _label(words: str) -> str:
    if not words:
        return _(DRAW_ANY)
    return _("Draw “{words}”", words=shortened(words, LABEL_LENGTH))
