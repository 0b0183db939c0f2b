"""Adds an emoji to the person's own sets, which are created at first use.

Everybody has a sticker set. People with Telegram Premium, who alone can use custom emoji, also get
a set of those.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from telegram import InputFile, InputSticker, User
from telegram.constants import StickerFormat, StickerType
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.domain import Actor, Form, Pack, Refused
from bot.emoji.export import export
from bot.language import N_, _
from bot.telegram.session import Session

log = logging.getLogger(__name__)

TITLE_LENGTH = 64
MAX_KEYWORDS, KEYWORDS_LENGTH = 20, 64
SYMBOL, MAX_SYMBOLS = "🎨", 20
"""Telegram wants 1 to 20 emoji for each sticker, and suggests it where one of them is typed."""
MOOD_SYMBOLS: Mapping[str, str] = {
    "happy": "😀", "sad": "😢", "angry": "😠", "love": "😍", "cry": "😭", "laugh": "😂",
    "sleep": "😴", "wave": "👋", "run": "🏃", "party": "🥳", "ok": "👍", "no": "🙅",
}  # fmt: skip
ALREADY = N_("It is already in your stickers: {link}")

# Parts of Telegram's error texts, in lower case.
NAME_TAKEN = "name is already occupied"
WRONG_SYMBOL = "sticker emojis"
NO_SET, FULL_SET = "stickerset_invalid", "stickers_too_much"
STRANGERS = ("user not found", "peer_id_invalid")


@dataclass(frozen=True, slots=True)
class SetKind:
    """A kind of set: what its files are, how many it may hold, the start of its name, its link.

    Still and moving stickers may be in one set. Those that move are animated stickers, or videos
    of the form `video` where an animated sticker cannot show the art.
    """

    type: str
    form: Form
    file: str
    video: Form
    most: int
    start: str
    link: str


STICKERS = SetKind(
    StickerType.REGULAR,
    Form.WEBP,
    "emoji.webp",
    Form.WEBM,
    120,
    "emoji",
    "https://t.me/addstickers/",
)
CUSTOM_EMOJI = SetKind(
    StickerType.CUSTOM_EMOJI,
    Form.PNG100,
    "emoji.png",
    Form.WEBM100,
    200,
    "small",
    "https://t.me/addemoji/",
)
"""Of exactly 100 pixels."""


Before = Callable[[str, int], Awaitable[None]]
"""Is told a set and how many stickers it holds."""


class NeverStarted(Exception):
    """The person has never started the bot, so it may not create a set for them."""


class AlreadyThere(Refused):
    """The person's set has the emoji."""


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
                raise AlreadyThere(_(ALREADY, link=STICKERS.link + known[0]))
            if known is not None and await self._was_sent(number, actor, *known):
                name, count = known[0], known[1] + 1
            else:
                name, count = await self._send(number, user, actor, known)
            await service.emoji.added(number, actor, f"telegram:{name}")
            await service.stickers.set(actor.person, name, count)
            if user.is_premium:
                await self._add_custom(number, user, actor)
        return name, count == 1

    async def _send(
        self, number: int, user: User, actor: Actor, known: tuple[str, int] | None
    ) -> tuple[str, int]:
        """Put an emoji into the set of stickers. What is being sent is stored before."""
        stickers, sending = self._session.service.stickers, await self._mark(number, actor)

        async def store(name: str, count: int) -> None:
            await stickers.set(actor.person, name, count, sending)

        try:
            return await self._put_fitting(STICKERS, number, user, actor, known, store)
        except (BadRequest, Forbidden) as error:
            raise _known(error) from error

    async def _was_sent(self, number: int, actor: Actor, name: str, count: int) -> bool:
        """Whether the set has the sticker that was being sent when the bot or an answer was lost.

        It has one more than was stored. Telegram does not say which picture a sticker shows.
        """
        sending = await self._session.service.stickers.sending(actor.person)
        if not sending or sending != await self._mark(number, actor):
            return False
        return await self._count(STICKERS, name) == count + 1

    async def _mark(self, number: int, actor: Actor) -> str:
        """An emoji as it looks now."""
        emoji = await self._session.service.emoji.get(number, actor)
        return f"{number}:{emoji.chosen}"

    async def add_pack(self, pack: Pack, user: User, actor: Actor) -> list[str]:
        """Make a set of a pack, named by its words: sentences with links.

        People with Premium also get it as custom emoji. A set that exists already stays as it is.
        Raises NeverStarted.
        """
        kinds = (STICKERS, CUSTOM_EMOJI) if user.is_premium else (STICKERS,)
        title, links = pack.job.recipe.prompt[:TITLE_LENGTH], []
        lock = self._locks.setdefault(user.id, asyncio.Lock())
        async with lock:
            for kind in kinds:
                name = f"pack_{kind.start}_{pack.job.id}_by_{self._session.bot.username}"
                stickers = [
                    _plain(await self._sticker(kind, emoji.id, actor), mood)
                    for mood, emoji in pack.emoji.items()
                ]
                try:
                    await self._create(kind, stickers, user, name, title)
                except (BadRequest, Forbidden) as error:
                    raise _known(error) from error
                links.append(link_to(name, kind))
        for emoji in pack.emoji.values():
            await self._session.service.emoji.added(emoji.id, actor, f"telegram:{name}")
        return links

    async def _add_custom(self, number: int, user: User, actor: Actor) -> None:
        """Add an emoji to the set of custom emoji, whose place only Telegram knows."""
        try:
            name, count = await self._put_fitting(CUSTOM_EMOJI, number, user, actor, None, _nothing)
        except TelegramError as error:
            # The sticker was added all the same.
            log.warning("no custom emoji was added: %s", error)
            return
        if count == 1:
            await self._session.bot.send_message(user.id, link_to(name, CUSTOM_EMOJI))

    async def _sticker(self, kind: SetKind, number: int, actor: Actor) -> InputSticker:
        collection = self._session.service.emoji
        emoji = await collection.get(number, actor)
        moving = await self._session.service.moving.first(emoji, Form.TGS, kind.video)
        if moving is None:
            picture = await collection.picture(number, actor)
            data, name, kept = await export(picture, kind.form), kind.file, StickerFormat.STATIC
        elif moving[1] is Form.TGS:
            data, name, kept = moving[0].data, "emoji.tgs", StickerFormat.ANIMATED
        else:
            data, name, kept = moving[0].data, "emoji.webm", StickerFormat.VIDEO
        file = InputFile(data, filename=name, attach=True)
        shown = symbols(emoji.scene or {})
        return InputSticker(file, shown, kept, keywords=keywords(emoji.recipe.prompt.split()))

    async def _is_there(self, number: int, actor: Actor, name: str, count: int) -> bool:
        """Whether the set has the emoji. Once its owner has removed a sticker, nobody can tell."""
        if not await self._session.service.emoji.was_added(number, actor, f"telegram:{name}"):
            return False
        return count <= await self._count(STICKERS, name) < STICKERS.most

    async def _put_fitting(
        self,
        kind: SetKind,
        number: int,
        user: User,
        actor: Actor,
        known: tuple[str, int] | None,
        before: Before,
    ) -> tuple[str, int]:
        """Put the sticker of an emoji, without the emoji that Telegram does not know yet."""
        sticker = await self._sticker(kind, number, actor)
        try:
            return await self._put(kind, sticker, user, known, before)
        except BadRequest as error:
            if WRONG_SYMBOL not in str(error).lower():
                raise
        plain = InputSticker(sticker.sticker, [SYMBOL], sticker.format, keywords=sticker.keywords)
        return await self._put(kind, plain, user, known, before)

    async def _put(
        self,
        kind: SetKind,
        sticker: InputSticker,
        user: User,
        known: tuple[str, int] | None,
        before: Before,
    ) -> tuple[str, int]:
        """Put the sticker into a set with room. Returns its name and how many it holds now.

        `before` is told the set and how many it holds before each attempt.
        """
        own = f"_by_{self._session.bot.username}"
        turn = 1
        if known is not None and known[1] and known[0].endswith(own):
            name, count = known
            if count < kind.most:
                await before(name, count)
                if await self._append(sticker, user, name):
                    return name, count + 1
            turn = int(name.split("_")[2]) + 1
        while True:
            name = f"{kind.start}_{user.id}_{turn}{own}"
            await before(name, 0)
            if await self._create(kind, [sticker], user, name):
                return name, 1
            # The set exists, but the database does not know it: it was lost or restored.
            await before(name, held := await self._count(kind, name))
            if held < kind.most and await self._append(sticker, user, name):
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

    async def _create(
        self,
        kind: SetKind,
        stickers: Sequence[InputSticker],
        user: User,
        name: str,
        title: str | None = None,
    ) -> bool:
        """False if a set of this name exists. A set is made with up to 50 stickers at once."""
        # Translators: the title of a person's sticker set; at most 64 characters with the name.
        title = title or _("Emoji of {name}", name=user.first_name)[:TITLE_LENGTH]
        try:
            await self._session.bot.create_new_sticker_set(
                user.id, name, title, stickers, sticker_type=kind.type
            )
        except BadRequest as error:
            if NAME_TAKEN in str(error).lower():
                return False
            raise
        return True

    async def _count(self, kind: SetKind, name: str) -> int:
        """How many stickers a set holds. A deleted set, whose name stays taken, counts as full."""
        try:
            return len((await self._session.bot.get_sticker_set(name)).stickers)
        except BadRequest as error:
            if NO_SET in str(error).lower():
                return kind.most
            raise


async def _nothing(name: str, count: int) -> None:
    """Keep nothing: only Telegram knows the sets of custom emoji."""


def _known(error: TelegramError) -> Exception:
    """NeverStarted for the error that says so, else the same."""
    is_stranger = any(words in str(error).lower() for words in STRANGERS)
    return NeverStarted() if is_stranger or isinstance(error, Forbidden) else error


def _plain(sticker: InputSticker, mood: str) -> InputSticker:
    """A sticker of a pack: suggested for the emoji of its mood, which Telegram surely knows."""
    symbol = MOOD_SYMBOLS.get(mood, SYMBOL)
    return InputSticker(sticker.sticker, [symbol], sticker.format, keywords=sticker.keywords)


def symbols(scene: Mapping[str, Any]) -> list[str]:
    """The emoji of what a picture shows, its base first. Concepts are named by hexcodes."""
    parts = (
        "held",
        "behind",
        "mount",
        "inside",
        "over",
        "beside",
        "hidden",
        "half",
        "like",
        "top",
        "bottom",
        "mouth",
    )
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


def link_to(name: str, kind: SetKind = STICKERS) -> str:
    """A sentence with the link to a set."""
    link = f"{kind.link}{name}"
    if kind is STICKERS:
        return _("Your sticker set: {link}", link=link)
    return _("Your custom emoji: {link}", link=link)
