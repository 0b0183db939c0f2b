"""An emoji goes into the presser's own sticker set, which begins with the first press."""

import asyncio
from weakref import WeakValueDictionary

from telegram import InputFile, InputSticker, User
from telegram.constants import StickerFormat
from telegram.error import BadRequest, Forbidden

from bot.domain import Actor, Form
from bot.telegram.session import STICKER_FILE, Session

SET_MOST = 120
"""Telegram takes so many static stickers in a set."""
TITLE_LETTERS = 64
KEYWORDS, KEYWORD_LETTERS = 20, 64
SYMBOLS = ("🎨",)
"""A sticker must stand for one emoji at least."""

# Telegram's own words, in small letters.
NAME_TAKEN = "name is already occupied"
NO_SET, FULL_SET = "stickerset_invalid", "stickers_too_much"
STRANGERS = ("user not found", "peer_id_invalid")


class NeverStarted(Exception):
    """A set belongs to somebody who has started the bot, and this person has not."""


class StickerSets:
    """The sets of all people, one press of a person at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def add(self, number: int, user: User, actor: Actor) -> tuple[str, bool]:
        """Add an emoji: the set's name, and whether it is new. Raises Refused, NeverStarted."""
        lock = self._locks.setdefault(user.id, asyncio.Lock())
        async with lock:
            service = self._session.service
            sticker = await self._sticker(number)
            try:
                name, count = await self._put(
                    sticker, user, await service.sticker_set(actor.person)
                )
            except Forbidden as error:
                raise NeverStarted from error
            except BadRequest as error:
                if any(words in str(error).lower() for words in STRANGERS):
                    raise NeverStarted from error
                raise
            await service.note_sticker_set(actor.person, name, count)
        await service.added(number, actor, f"telegram:{name}")
        return name, count == 1

    async def _sticker(self, number: int) -> InputSticker:
        webp = await self._session.service.export(number, Form.WEBP)
        words = (await self._session.service.emoji(number)).recipe.prompt.split()
        file = InputFile(webp, filename=STICKER_FILE, attach=True)
        return InputSticker(file, SYMBOLS, StickerFormat.STATIC, keywords=keywords(words))

    async def _put(
        self, sticker: InputSticker, user: User, known: tuple[str, int] | None
    ) -> tuple[str, int]:
        """The set that the sticker is in now, and how many it holds."""
        own = f"_by_{self._session.bot.username}"
        turn = 1
        if known is not None and known[0].endswith(own):
            name, count = known
            if count < SET_MOST and await self._append(sticker, user, name):
                return name, count + 1
            turn = int(name.split("_")[2]) + 1
        while True:
            name = f"emoji_{user.id}_{turn}{own}"
            if await self._create(sticker, user, name):
                return name, 1
            # It is this person's, from before a database that was lost.
            held = await self._count(name)
            if held < SET_MOST and await self._append(sticker, user, name):
                return name, held + 1
            turn += 1

    async def _append(self, sticker: InputSticker, user: User, name: str) -> bool:
        """False where the set is full, or was deleted by its owner."""
        try:
            await self._session.bot.add_sticker_to_set(user.id, name, sticker)
        except BadRequest as error:
            if any(words in str(error).lower() for words in (NO_SET, FULL_SET)):
                return False
            raise
        return True

    async def _create(self, sticker: InputSticker, user: User, name: str) -> bool:
        """False where there is a set of this name."""
        title = f"Emoji of {user.first_name}"[:TITLE_LETTERS]
        try:
            await self._session.bot.create_new_sticker_set(user.id, name, title, [sticker])
        except BadRequest as error:
            if NAME_TAKEN in str(error).lower():
                return False
            raise
        return True

    async def _count(self, name: str) -> int:
        """How many stickers a set holds; as many as fit where only its name is left."""
        try:
            return len((await self._session.bot.get_sticker_set(name)).stickers)
        except BadRequest as error:
            if NO_SET in str(error).lower():
                return SET_MOST
            raise


def keywords(words: list[str]) -> list[str]:
    """The first words of a prompt that fit, to find the sticker by."""
    fitting: list[str] = []
    for word in words[:KEYWORDS]:
        if sum(map(len, fitting)) + len(word) > KEYWORD_LETTERS:
            break
        fitting.append(word)
    return fitting


def where(name: str) -> str:
    """Where a sticker set is found."""
    return f"Your sticker set: https://t.me/addstickers/{name}"
