"""Somebody's picture, made an emoji before its request is accepted: originals are not stored."""

import asyncio
import hashlib
from dataclasses import replace

from bot import messages, options
from bot.domain import Attached, Emoji, EmojiRequest, Refused, Source
from bot.language import _, sentence
from bot.store import Store

SECONDS = 20.0
"""For one picture, waiting for others included."""


class Pictures:
    """Prepares pictures, one at a time: decoding takes memory, and others' paintings go on."""

    def __init__(self) -> None:
        self._preparing = asyncio.Lock()

    async def source(self, picture: Attached | Source) -> Source:
        """The picture as an emoji. Raises Refused."""
        if isinstance(picture, Source):
            return picture
        try:
            async with asyncio.timeout(SECONDS), self._preparing:
                return await asyncio.to_thread(_prepared, picture)
        except TimeoutError as error:
            raise Refused(_(messages.PICTURE_TOO_SLOW)) from error


def asked(request: EmojiRequest) -> EmojiRequest:
    """A request for a picture with its options; without words the picture is not painted over."""
    picture = request.picture
    words, outline = options.outlined(request.prompt)
    if isinstance(picture, Attached):
        picture = replace(picture, outline=picture.outline or outline)
    if words.strip() in ("", messages.FROM_PICTURE):
        unpainted = replace(request, prompt=messages.FROM_PICTURE, wildness=0, candidates=1)
        return replace(unpainted, picture=picture)
    return replace(request, prompt=words, picture=picture)


async def start_of(store: Store, emoji: Emoji) -> Source:
    """The picture that an emoji was painted from: one of its candidates. Raises Refused."""
    for picture in await store.emoji.pictures(emoji.id):
        if picture.strength == 0:
            return Source(picture.png)
    raise Refused(_(messages.NO_PICTURES))


def digest(source: Source) -> str:
    """Names a picture in recipes."""
    return hashlib.sha256(source.png).hexdigest()


def _prepared(attached: Attached) -> Source:
    # It imports torch, which takes seconds.
    from model.errors import BadRequest
    from model.image.from_picture import prepare

    try:
        found = prepare(attached.data, outline=attached.outline)
    except BadRequest as error:
        raise Refused(sentence(error)) from error
    return Source(found.png, found.says)
