"""Sends messages to Telegram, and turns Telegram's users and messages into plain data."""

import logging
import re
from collections.abc import Sequence
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
    Update,
    User,
)
from telegram.constants import ChatID, ChatType
from telegram.error import BadRequest

from bot.domain import Actor, Address, Emoji, Form, Person, Picture, Platform
from bot.emoji.export import export
from bot.messages import Messages, shortened
from bot.service import Service

log = logging.getLogger(__name__)

MESSAGE_LENGTH, CAPTION_LENGTH = 4096, 1024
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


def sender_of(update: Update) -> Person | None:
    """Who sends an update of any kind: a user, or the group or channel for which somebody acts."""
    sender, chat = update.effective_sender, update.effective_chat
    if sender is None:
        return None
    if isinstance(sender, Chat):
        return person_of(None, sender)
    return person_of(sender) if chat is None else actor_of(sender, chat).person


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


class Session:
    """The bot and the service."""

    def __init__(self, bot: Bot, service: Service) -> None:
        self.bot = bot
        self.service = service
        self.messages = Messages(escape)

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
            caption = self.messages.caption(emoji)
            file = await self._file(emoji, picture, Form.PNG, Form.GIF)
            sent = await self.bot.send_document(document=file, caption=caption, **to)
        return str(sent.message_id)

    async def _file(self, emoji: Emoji, picture: Picture, still: Form, *moving: Form) -> InputFile:
        """The emoji in motion, else as `still`. Telegram derives its kind from the file's name."""
        data, form = await self.service.moving.shown(emoji, picture, still, *moving)
        return InputFile(data, filename=f"emoji.{form}")

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
        file = await self._file(emoji, picture, Form.WEBP, Form.TGS, Form.WEBM)
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
        """Send candidates as a silent album of files, which stay transparent: the messages' ids."""
        files = [
            InputFile(await export(picture, Form.PNG), filename=f"{place}.png", attach=True)
            for place, picture in enumerate(pictures, 1)
        ]
        if len(files) == 1:
            one = await self.bot.send_document(
                document=files[0], disable_notification=True, **_to(address)
            )
            return [str(one.message_id)]
        album = [InputMediaDocument(file) for file in files]
        sent = await self.bot.send_media_group(
            media=album, disable_notification=True, **_to(address)
        )
        return [str(each.message_id) for each in sent]

    async def show_photo(
        self, address: Address, png: bytes, caption: str, keyboard: InlineKeyboardMarkup
    ) -> str:
        """Send a picture with a text and buttons. Returns the id of the message."""
        sent = await self.bot.send_photo(
            photo=InputFile(png, filename="pack.png"),
            caption=shortened(caption, CAPTION_LENGTH),
            reply_markup=keyboard,
            **_to(address),
        )
        return str(sent.message_id)

    async def send_file(self, address: Address, data: bytes, name: str) -> None:
        """Send a file."""
        await self.bot.send_document(document=InputFile(data, filename=name), **_to(address))

    async def file_of(self, emoji: Emoji, place: int) -> str | None:
        """Telegram's file id of a candidate that was sent before, else None."""
        return await self.service.notes.get(self._file_key(emoji, place))

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
