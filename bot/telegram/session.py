"""Sends messages to Telegram, and turns Telegram's users and messages into plain data."""

import asyncio
import logging
import re
from collections import deque
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any

from telegram import (
    Bot,
    Chat,
    ForceReply,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    MaybeInaccessibleMessage,
    Message,
    MessageEntity,
    ReplyParameters,
    User,
)
from telegram.constants import ChatID, ChatType
from telegram.error import BadRequest, TelegramError

from bot import pace
from bot.domain import Actor, Address, Emoji, Form, Person, Picture, Platform, Ticket
from bot.export import export
from bot.messages import Messages, shortened
from bot.service import Service
from bot.telegram.rate_limiter import BURST, RateLimiter

log = logging.getLogger(__name__)

MESSAGE_LENGTH = 4096
JOBS_REMEMBERED = 4096
SETTLE_SECONDS = 2.0
STICKER_FILE = "emoji.webp"
"""Telegram derives the kind of a sticker from the file name's extension."""
DOCUMENT_FILE = "emoji.png"
NO_STICKERS = "not enough rights to send stickers"
"""Part of Telegram's error text."""
STALE_FILE = ("wrong file identifier", "wrong remote file", "file_reference", "file_id_invalid")
"""Parts of Telegram's error texts about file ids."""
SHARED_USERS = frozenset(ChatID)
"""Users that stand for other people: anonymous administrators, channels, forwarded posts."""
# Telegram turns these into links, and notifies a user who is named after an "@".
LINKING = re.compile(r"[@#$/](?=\w)|\.(?=[^\W\d])")


def escape(text: str) -> str:
    """A person's text without links or mentions. Nothing else is formatted in plain text."""
    return LINKING.sub(lambda found: f"{found[0]}\u200b", text)


def person_of(user: User | None, behalf: Chat | None = None) -> Person:
    """A Telegram user as a Person, or the group or channel on whose behalf somebody acts.

    All anonymous administrators of all groups have the same user, so only the chat tells them
    apart: the administrators of one group are one person.
    """
    who = user if behalf is None else behalf
    assert who is not None, "Telegram names a user or a chat"
    return Person(Platform.TELEGRAM, str(who.id))


def is_private(chat: Chat) -> bool:
    """True for a chat of one person with the bot."""
    return chat.type == ChatType.PRIVATE


def actor_of(user: User | None, chat: Chat, behalf: Chat | None = None) -> Actor:
    """A user as an Actor, in a chat; `behalf` is the group or channel for which they act."""
    space = None if is_private(chat) else f"{Platform.TELEGRAM}:{chat.id}"
    if behalf is None and user is not None and user.id in SHARED_USERS:
        behalf = chat
    return Actor(person_of(user, behalf), space, chat=str(chat.id))


def address_of(message: MaybeInaccessibleMessage) -> Address:
    """Where to reply to a message. The topic of an inaccessible message is unknown."""
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


class _Due:
    """A result that is awaited in a chat; `ended` is set when it comes.

    `ahead` counts the results that are awaited there when it is asked for, itself included.
    """

    def __init__(self, chat: str, ahead: int) -> None:
        self.chat = chat
        self.ahead = ahead
        self.ended = asyncio.Event()

    async def ends_within(self, seconds: float) -> bool:
        """Wait for the end, at most this long."""
        try:
            await asyncio.wait_for(self.ended.wait(), seconds)
        except TimeoutError:
            return False
        return True


class Session:
    """The bot, the service, and the progress message of each job that waits or is painted."""

    def __init__(self, bot: Bot, service: Service, limiter: RateLimiter) -> None:
        self.bot = bot
        self.service = service
        self.messages = Messages(escape)
        self._limiter = limiter
        self._progress: dict[int, str] = {}
        self._due: dict[int, _Due] = {}
        self._ended: deque[int] = deque(maxlen=JOBS_REMEMBERED)
        self._background: set[asyncio.Task[None]] = set()

    async def say(
        self,
        address: Address,
        text: str,
        markup: InlineKeyboardMarkup | ForceReply | None = None,
        entities: tuple[MessageEntity, ...] = (),
        silent: bool = False,
    ) -> str:
        """Send plain text; `silent` without a notification. Returns the id of the message."""
        sent = await self.bot.send_message(
            text=shortened(text, MESSAGE_LENGTH),
            reply_markup=markup,
            entities=entities,
            disable_notification=silent or None,
            **_to(address),
        )
        return str(sent.message_id)

    async def show(
        self,
        address: Address,
        emoji: Emoji,
        place: int,
        picture: Picture,
        keyboard: InlineKeyboardMarkup,
    ) -> str:
        """Send `picture`, the candidate at `place`, as a sticker. Returns the message's id.

        Where the chat allows no stickers it is sent as a file, which also stays transparent.
        """
        to = _to(address) | {"reply_markup": keyboard}
        try:
            sent = await self._send_sticker(emoji, place, picture, to)
        except BadRequest as error:
            if NO_STICKERS not in str(error).lower():
                raise
            png = await export(picture, Form.PNG)
            caption = self.messages.caption(emoji)
            sent = await self.bot.send_document(
                document=InputFile(png, filename=DOCUMENT_FILE), caption=caption, **to
            )
        return str(sent.message_id)

    async def _send_sticker(
        self, emoji: Emoji, place: int, picture: Picture, to: dict[str, Any]
    ) -> Message:
        """Send a sticker by its file id, or as a new file if there is none or it is stale."""
        if known := await self.file_of(emoji, place):
            try:
                return await self.bot.send_sticker(sticker=known, **to)
            except BadRequest as error:
                if not any(words in str(error).lower() for words in STALE_FILE):
                    raise
                await self.forget_file(emoji, place)
        file = InputFile(await export(picture, Form.WEBP), filename=STICKER_FILE)
        sent = await self.bot.send_sticker(sticker=file, **to)
        if sent.sticker is not None:
            await self.service.notes.set(self._file_key(emoji, place), sent.sticker.file_id)
        return sent

    async def forget_file(self, emoji: Emoji, place: int) -> None:
        """Forget a file id that Telegram no longer knows."""
        await self.service.notes.remove(self._file_key(emoji, place))

    async def moved(self, old: int, new: int) -> None:
        """A group became a supergroup, which has another id."""
        log.warning("chat %d is %d now: change it in limits.overrides, if it is there", old, new)
        await self.service.chats.move(Platform.TELEGRAM, str(old), str(new))

    async def show_all(self, address: Address, pictures: Sequence[Picture]) -> list[str]:
        """Send candidates as one album of files, which stay transparent: the messages' ids."""
        files = [
            InputFile(await export(picture, Form.PNG), filename=f"{place}.png", attach=True)
            for place, picture in enumerate(pictures, 1)
        ]
        if len(files) == 1:
            one = await self.bot.send_document(document=files[0], **_to(address))
            return [str(one.message_id)]
        album = [InputMediaDocument(file) for file in files]
        sent = await self.bot.send_media_group(media=album, **_to(address))
        return [str(each.message_id) for each in sent]

    async def file_of(self, emoji: Emoji, place: int) -> str | None:
        """Telegram's file id of a candidate that was sent before, else None."""
        return await self.service.notes.get(self._file_key(emoji, place))

    async def accepted(
        self, address: Address, prompt: str, ticket: Ticket, cancel: InlineKeyboardMarkup
    ) -> None:
        """Show a request's place in the queue, with the `cancel` button of its job.

        What must wait goes on in the background, and ends if the result comes before.
        """
        if ticket.repeated or ticket.cached or ticket.job in self._ended:
            return
        if len(self._due) >= JOBS_REMEMBERED:
            del self._due[next(iter(self._due))]
        self._due[ticket.job] = due = _Due(address.chat, self._due_in(address.chat) + 1)
        soon = ticket.seconds is not None and ticket.seconds < pace.CALM_SECONDS
        wait = pace.CALM_SECONDS if soon else self._spare(address.chat)
        if wait:
            work = self._show_place_later(wait, address, prompt, ticket, cancel, due)
            self._in_background(work)
        else:
            await self._show_place(address, prompt, ticket, cancel, due)

    async def _show_place_later(self, wait: float, address: Address, *parts: Any) -> None:
        due: _Due = parts[-1]
        while wait:
            if await due.ends_within(wait):
                return
            wait = self._spare(address.chat)
        await self._show_place(address, *parts)

    async def _show_place(
        self,
        address: Address,
        prompt: str,
        ticket: Ticket,
        cancel: InlineKeyboardMarkup,
        due: "_Due",
    ) -> None:
        text = self.messages.accepted(prompt, self._paced(address, ticket, due.ahead))
        try:
            message = await self.say(address, text, cancel, silent=True)
        except TelegramError as error:
            # The request is accepted even if this message fails.
            log.info("no progress message: %s", error, extra={"job": ticket.job})
            return
        self._note(ticket.job, message)
        await self.service.jobs.set_message(ticket.job, message)
        if ticket.job in self._ended:
            self.clear(ticket.job, address)

    def _due_in(self, chat: str) -> int:
        """How many results are awaited in a chat."""
        return sum(due.chat == chat for due in self._due.values())

    def _spare(self, chat: str) -> float:
        return self._limiter.take_optional(int(chat), self._due_in(chat))

    def _paced(self, address: Address, ticket: Ticket, ahead: int) -> Ticket:
        """A ticket whose time is no less than Telegram's limits allow in its chat.

        `ahead` counts the results that were awaited there, with its own. This message is one more,
        and so may be a few for the others.
        """
        if ticket.seconds is None:
            return ticket
        messages = ahead + 1 + min(ahead - 1, BURST)
        least = self._limiter.seconds_until(int(address.chat), messages)
        return replace(ticket, seconds=max(ticket.seconds, least))

    def progress_of(self, job: int, address: Address) -> str | None:
        """The progress message of a job; None before it was sent and after the job has ended."""
        return None if job in self._ended else self._progress.get(job, address.message)

    def end(self, job: int) -> None:
        """Show no more progress of this job."""
        self._ended.append(job)
        if due := self._due.pop(job, None):
            due.ended.set()

    def clear(self, job: int, address: Address, note: str = "") -> None:
        """Delete the progress message of a job in the background, or put a note in its place."""
        message = self._progress.pop(job, address.message)
        if note:
            self._in_background(self._say_instead(address, message, note))
        elif message is not None:
            self._in_background(self._delete(address.chat, message))

    async def forget(self, actor: Actor) -> str:
        """Delete everything about a person, also the progress messages of their requests."""
        waiting = await self.service.waiting(actor.person)
        sentence = await self.service.people.forget(actor)
        for turn in waiting:
            self.end(turn.job.id)
            self.clear(turn.job.id, turn.job.address)
        return sentence

    async def close(self) -> None:
        """Wait a moment for deletions and messages that are in progress."""
        for due in self._due.values():
            due.ended.set()
        if self._background:
            _, left = await asyncio.wait(self._background, timeout=SETTLE_SECONDS)
            for task in left:
                task.cancel()

    def _note(self, job: int, message: str) -> None:
        if len(self._progress) >= JOBS_REMEMBERED:
            del self._progress[next(iter(self._progress))]
        self._progress[job] = message

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _say_instead(self, address: Address, message: str | None, note: str) -> None:
        try:
            if message is None:
                await self.say(address, note)
            else:
                await self.bot.edit_message_text(
                    note, chat_id=int(address.chat), message_id=int(message)
                )
        except TelegramError as error:
            log.info("what was misread could not be said: %s", error)

    async def _delete(self, chat: str, message: str) -> None:
        try:
            await self.bot.delete_message(int(chat), int(message))
        except TelegramError as error:
            log.info("a progress message could not be deleted: %s", error)

    def _file_key(self, emoji: Emoji, place: int) -> str:
        """The key of a file id in the store. Each bot has file ids of its own."""
        return f"file:{emoji.id}:{place}:{self.bot.id}"


def _to(address: Address) -> dict[str, Any]:
    """The parameters of send methods that say where a message goes."""
    reply = None
    if address.reply_to is not None:
        reply = ReplyParameters(int(address.reply_to), allow_sending_without_reply=True)
    return {
        "chat_id": int(address.chat),
        "message_thread_id": None if address.topic is None else int(address.topic),
        "reply_parameters": reply,
    }
