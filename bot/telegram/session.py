"""What every part of the Telegram adapter shares: plain data out of it, and how it answers."""

import asyncio
import logging
import re
from collections import deque
from collections.abc import Coroutine
from typing import Any

from telegram import (
    Bot,
    Chat,
    ForceReply,
    InlineKeyboardMarkup,
    InputFile,
    MaybeInaccessibleMessage,
    Message,
    MessageEntity,
    ReplyParameters,
    User,
)
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError

from bot.domain import Actor, Address, Emoji, Form, Person, Platform, Ticket
from bot.messages import Messages
from bot.service import Service
from bot.telegram.buttons import cancel_keyboard

log = logging.getLogger(__name__)

MESSAGE_LETTERS = 4096
JOBS_REMEMBERED = 4096
SETTLE_SECONDS = 5.0
STICKER_FILE = "emoji.webp"
"""Telegram reads the kind of a sticker from the file's name."""
DOCUMENT_FILE = "emoji.png"
NO_STICKERS = "not enough rights to send stickers"
"""Telegram's own words."""
# Telegram makes links of these by itself, and a name behind an "@" is told that it was mentioned.
LINKING = re.compile(r"[@#$/](?=\w)|\.(?=[^\W\d])")


def escape(text: str) -> str:
    """A person's words that neither link nor mention anybody; nothing else formats plain text."""
    return LINKING.sub(lambda found: f"{found[0]}\u200b", text)


def fit(text: str, most: int = MESSAGE_LETTERS) -> str:
    """As much of a text as Telegram takes."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def person_of(user: User) -> Person:
    """A user, as the service knows people."""
    return Person(Platform.TELEGRAM, str(user.id))


def is_private(chat: Chat) -> bool:
    """True for a chat with the bot alone."""
    return chat.type == ChatType.PRIVATE


def actor_of(user: User, chat: Chat, manages: bool = False) -> Actor:
    """Who acts, and where."""
    space = None if is_private(chat) else f"{Platform.TELEGRAM}:{chat.id}"
    return Actor(person_of(user), space, manages=manages)


def address_of(message: MaybeInaccessibleMessage) -> Address:
    """Where an answer to a message goes. Of a very old one no topic is known."""
    topic = None
    if isinstance(message, Message) and message.is_topic_message:
        topic = str(message.message_thread_id)
    return Address(
        platform=Platform.TELEGRAM,
        chat=str(message.chat.id),
        reply_to=str(message.message_id),
        topic=topic,
        private=is_private(message.chat),
    )


class Session:
    """The bot, the service, and which message tells of which job while it waits."""

    def __init__(self, bot: Bot, service: Service) -> None:
        self.bot = bot
        self.service = service
        self.messages = Messages(escape)
        self._progress: dict[int, str] = {}
        self._over: deque[int] = deque(maxlen=JOBS_REMEMBERED)
        self._clearing: set[asyncio.Task[None]] = set()

    async def say(
        self,
        address: Address,
        text: str,
        markup: InlineKeyboardMarkup | ForceReply | None = None,
        entities: tuple[MessageEntity, ...] = (),
    ) -> str:
        """Answer with plain text; the message's id."""
        sent = await self.bot.send_message(
            text=fit(text), reply_markup=markup, entities=entities, **_to(address)
        )
        return str(sent.message_id)

    async def show(
        self, address: Address, emoji: Emoji, place: int, keyboard: InlineKeyboardMarkup
    ) -> str:
        """Answer with a candidate as a sticker; the message's id. Raises Refused.

        As a file, which stays transparent as well, where the chat takes no stickers.
        """
        known = await self.file_of(emoji, place)
        sticker = known or InputFile(
            await self.service.export(emoji.id, Form.WEBP, place), filename=STICKER_FILE
        )
        to = _to(address) | {"reply_markup": keyboard}
        try:
            sent = await self.bot.send_sticker(sticker=sticker, **to)
        except BadRequest as error:
            if NO_STICKERS not in str(error).lower():
                raise
            png = await self.service.export(emoji.id, Form.PNG, place)
            caption = self.messages.caption(emoji)
            sent = await self.bot.send_document(
                document=InputFile(png, filename=DOCUMENT_FILE), caption=caption, **to
            )
        if not known and sent.sticker is not None:
            await self.service.remember(self._file_key(emoji, place), sent.sticker.file_id)
        return str(sent.message_id)

    async def file_of(self, emoji: Emoji, place: int) -> str | None:
        """The id of a sticker that Telegram keeps, where it was sent before."""
        return await self.service.remembered(self._file_key(emoji, place))

    async def accepted(self, address: Address, prompt: str, ticket: Ticket) -> None:
        """Say a request's place in the queue, beside a way out of it."""
        if ticket.repeated or ticket.cached or ticket.job in self._over:
            return
        text = self.messages.accepted(prompt, ticket)
        try:
            message = await self.say(address, text, cancel_keyboard(ticket.job))
        except TelegramError as error:
            # It is taken, whether this can be said or not.
            log.info("not said that it was taken: %s", error, extra={"job": ticket.job})
            return
        self._note(ticket.job, message)
        await self.service.note_message(ticket.job, message)
        if ticket.job in self._over:
            self.clear(ticket.job, address)

    def progress_of(self, job: int, address: Address) -> str | None:
        """The message that tells of a job; None before it was sent, and after the job's end."""
        return None if job in self._over else self._progress.get(job, address.message)

    def end(self, job: int) -> None:
        """Nothing more is told of this job's progress."""
        self._over.append(job)

    def clear(self, job: int, address: Address) -> None:
        """Delete the message that told of a job's progress, without waiting for it."""
        message = self._progress.pop(job, address.message)
        if message is not None:
            self._later(self._delete(address.chat, message))

    async def close(self) -> None:
        """Finish deleting."""
        if self._clearing:
            _, left = await asyncio.wait(self._clearing, timeout=SETTLE_SECONDS)
            for task in left:
                task.cancel()

    def _note(self, job: int, message: str) -> None:
        if len(self._progress) >= JOBS_REMEMBERED:
            del self._progress[next(iter(self._progress))]
        self._progress[job] = message

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._clearing.add(task)
        task.add_done_callback(self._clearing.discard)

    async def _delete(self, chat: str, message: str) -> None:
        try:
            await self.bot.delete_message(int(chat), int(message))
        except TelegramError as error:
            log.info("a message on progress stays: %s", error)

    def _file_key(self, emoji: Emoji, place: int) -> str:
        """Ids of files are each bot's own."""
        return f"file:{emoji.id}:{place}:{self.bot.id}"


def _to(address: Address) -> dict[str, Any]:
    """How Telegram is told where a message goes."""
    reply = None
    if address.reply_to is not None:
        reply = ReplyParameters(int(address.reply_to), allow_sending_without_reply=True)
    return {
        "chat_id": int(address.chat),
        "message_thread_id": None if address.topic is None else int(address.topic),
        "reply_parameters": reply,
    }
