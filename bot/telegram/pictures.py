"""Pictures that people send, and their profile pictures."""

import re

from telegram import Chat, Document, Message, PhotoSize, Sticker, User

from bot import messages
from bot.domain import PICTURE_BYTES, Attached, Refused
from bot.language import N_, _
from bot.telegram.session import Session

NO_AVATAR = N_("You have no profile picture that I may see.")
CAPTION = re.compile(r"/emoji(?:@(?P<bot>\w+))?(?:\s+|$)")


def words_of(message: Message, bot: str) -> str | None:
    """The words in the caption of a picture for this bot; None if it is not for it.

    In private every picture is; elsewhere the caption starts with the command.
    """
    caption = message.caption or ""
    if (command := CAPTION.match(caption)) is not None:
        if command["bot"] is None or command["bot"].casefold() == bot.casefold():
            return caption[command.end() :]
        return None
    private = message.chat.type == message.chat.PRIVATE
    return caption if private and not caption.startswith("/") else None


async def picture_in(session: Session, message: Message | None) -> Attached | None:
    """The picture of a message: a photo, a file or a sticker. Raises Refused if it is too large."""
    if message is None:
        return None
    if message.photo:
        return await _fetched(session, message.photo[-1])
    document, sticker = message.document, message.sticker
    if document is not None and (document.mime_type or "").startswith("image/"):
        return await _fetched(session, document)
    if sticker is not None and not sticker.is_animated and not sticker.is_video:
        return await _fetched(session, sticker)
    return None


async def avatar_of(session: Session, sender: User | Chat) -> Attached:
    """The picture of a person, a group or a channel. Raises Refused if there is none."""
    if isinstance(sender, Chat):
        photo = (await session.bot.get_chat(sender.id)).photo
        if photo is None:
            raise Refused(_(NO_AVATAR))
        return await _downloaded(session, photo.big_file_id)
    found = await session.bot.get_user_profile_photos(sender.id, limit=1)
    if not found.photos:
        raise Refused(_(NO_AVATAR))
    return await _fetched(session, found.photos[0][-1])


async def _fetched(session: Session, file: PhotoSize | Document | Sticker) -> Attached:
    if (file.file_size or 0) > PICTURE_BYTES:
        raise Refused(_(messages.PICTURE_TOO_LARGE))
    return await _downloaded(session, file.file_id)


async def _downloaded(session: Session, file: str) -> Attached:
    found = await session.bot.get_file(file)
    return Attached(bytes(await found.download_as_bytearray()))
