"""Adds an emoji to the person's own sticker set, which is created at first use."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakValueDictionary

from telegram import InputFile, InputSticker, User
from telegram.constants import StickerFormat
from telegram.error import BadRequest, Forbidden

from bot.domain import Actor, Form, Refused
from bot.export import export
from bot.telegram.session import STICKER_FILE, Session

MAX_STICKERS = 120
"""Telegram's limit for a set of static stickers."""
TITLE_LENGTH = 64
MAX_KEYWORDS, KEYWORDS_LENGTH = 20, 64
SYMBOL, MAX_SYMBOLS = "🎨", 20
"""Telegram wants 1 to 20 emoji for each sticker, and suggests it where one of them is typed."""
ALREADY = "It is already in your stickers: https://t.me/addstickers/{}"

# Parts of Telegram's error texts, in lower case.
NAME_TAKEN = "name is already occupied"
WRONG_SYMBOL = "sticker emojis"
NO_SET, FULL_SET = "stickerset_invalid", "stickers_too_much"
STRANGERS = ("user not found", "peer_id_invalid")


class NeverStarted(Exception):
    """The person has never started the bot, so it may not create a set for them."""


class StickerSets:
    """Adds to people's sticker sets, one emoji at a time for each person."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def add(self, number: int, user: User, actor: Actor) -> tuple[str, bool]:
        """Add an emoji. Returns the set's name and whether it is new.

        Raises Refused, also if it is there already, or NeverStarted.
        """
        lock = self._locks.setdefault(user.id, asyncio.Lock())
        async with lock:
            service = self._session.service
            known = await service.stickers.of(actor.person)
            if known is not None and await self._is_there(number, actor, *known):
                raise Refused(ALREADY.format(known[0]))
            sticker = await self._sticker(number, actor)
            try:
                name, count = await self._put_fitting(sticker, user, known)
            except Forbidden as error:
                raise NeverStarted from error
            except BadRequest as error:
                if any(words in str(error).lower() for words in STRANGERS):
                    raise NeverStarted from error
                raise
            await service.stickers.set(actor.person, name, count)
        await service.emoji.added(number, actor, f"telegram:{name}")
        return name, count == 1

    async def _sticker(self, number: int, actor: Actor) -> InputSticker:
        collection = self._session.service.emoji
        webp = await export(await collection.picture(number, actor), Form.WEBP)
        emoji = await collection.get(number, actor)
        words = keywords(emoji.recipe.prompt.split())
        file = InputFile(webp, filename=STICKER_FILE, attach=True)
        return InputSticker(
            file, symbols(emoji.receipt.get("scene", {})), StickerFormat.STATIC, keywords=words
        )

    async def _is_there(self, number: int, actor: Actor, name: str, count: int) -> bool:
        """Whether the set has the emoji. Once its owner has removed a sticker, nobody can tell."""
        if not await self._session.service.emoji.was_added(number, actor, f"telegram:{name}"):
            return False
        return count <= await self._count(name) < MAX_STICKERS

    async def _put_fitting(
        self, sticker: InputSticker, user: User, known: tuple[str, int] | None
    ) -> tuple[str, int]:
        """The same as `_put`, without the emoji that Telegram does not know yet."""
        try:
            return await self._put(sticker, user, known)
        except BadRequest as error:
            if WRONG_SYMBOL not in str(error).lower():
                raise
        plain = InputSticker(
            sticker.sticker, [SYMBOL], StickerFormat.STATIC, keywords=sticker.keywords
        )
        return await self._put(plain, user, known)

    async def _put(
        self, sticker: InputSticker, user: User, known: tuple[str, int] | None
    ) -> tuple[str, int]:
        """Put the sticker into a set with room. Returns its name and how many it holds now."""
        own = f"_by_{self._session.bot.username}"
        turn = 1
        if known is not None and known[0].endswith(own):
            name, count = known
            if count < MAX_STICKERS and await self._append(sticker, user, name):
                return name, count + 1
            turn = int(name.split("_")[2]) + 1
        while True:
            name = f"emoji_{user.id}_{turn}{own}"
            if await self._create(sticker, user, name):
                return name, 1
            # The set exists, but the database does not know it: it was lost or restored.
            held = await self._count(name)
            if held < MAX_STICKERS and await self._append(sticker, user, name):
                return name, held + 1
            turn += 1

    async def _append(self, sticker: InputSticker, user: User, name: str) -> bool:
        """False if the set is full or its owner has deleted it."""
        try:
            await self._session.bot.add_sticker_to_set(user.id, name, sticker)
        except BadRequest as error:
            if any(words in str(error).lower() for words in (NO_SET, FULL_SET)):
                return False
            raise
        return True

    async def _create(self, sticker: InputSticker, user: User, name: str) -> bool:
        """False if a set of this name exists."""
        title = f"Emoji of {user.first_name}"[:TITLE_LENGTH]
        try:
            await self._session.bot.create_new_sticker_set(user.id, name, title, [sticker])
        except BadRequest as error:
            if NAME_TAKEN in str(error).lower():
                return False
            raise
        return True

    async def _count(self, name: str) -> int:
        """How many stickers a set holds. A deleted set, whose name stays taken, counts as full."""
        try:
            return len((await self._session.bot.get_sticker_set(name)).stickers)
        except BadRequest as error:
            if NO_SET in str(error).lower():
                return MAX_STICKERS
            raise


def symbols(scene: Mapping[str, Any]) -> list[str]:
    """The emoji of what a picture shows, its base first. Concepts are named by hexcodes."""
    parts = ("held", "behind", "mount", "inside", "over", "beside")
    codes = [scene.get("base"), *(code for part in parts for code in _listed(scene.get(part)))]
    shown = dict.fromkeys(_character(code) for code in codes if code)
    return list(shown)[:MAX_SYMBOLS] or [SYMBOL]


def _listed(value: str | Sequence[str] | None) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or ()


def _character(code: str) -> str:
    return "".join(chr(int(part, 16)) for part in code.split("-"))


def keywords(words: list[str]) -> list[str]:
    """The first words of a prompt that fit Telegram's limits, for its sticker search."""
    fitting: list[str] = []
    for word in words[:MAX_KEYWORDS]:
        if sum(map(len, fitting)) + len(word) > KEYWORDS_LENGTH:
            break
        fitting.append(word)
    return fitting


def link_to(name: str) -> str:
    """A sentence with the link to a sticker set."""
    return f"Your sticker set: https://t.me/addstickers/{name}"
