"""Moving emoji: their files, made once and stored, and the motions to choose from."""

import asyncio
import logging

from bot import messages
from bot.access import Access, Operation
from bot.domain import Actor, Emoji, Form, MovingFile, Refused, StoreUnavailable
from bot.export import export_moving, motions_of
from bot.store import Store

log = logging.getLogger(__name__)


class Moving:
    """Makes moving files, one at a time, so that others' paintings go on meanwhile."""

    def __init__(self, store: Store, access: Access) -> None:
        self._store = store
        self._access = access
        self._making = asyncio.Lock()

    async def file(self, emoji: Emoji, form: Form) -> MovingFile:
        """The chosen picture of a moving emoji in one of the moving forms. Raises Refused."""
        motion = emoji.recipe.motion
        if motion is None:
            raise Refused(messages.STANDS_STILL)
        async with self._making:
            stored = await self._store.moving.get(emoji, motion, form)
            if stored is not None:
                return stored
            picture = await self._store.emoji.picture(emoji.id, emoji.chosen)
            if picture is None:
                raise Refused(messages.NO_PICTURES)
            file = await export_moving(picture, form, motion, emoji.receipt)
            await self._store.moving.put(emoji, motion, form, file)
        return file

    async def file_if_any(self, emoji: Emoji, form: Form) -> MovingFile | None:
        """As `file`; None if the emoji stands still, or cannot move in this form."""
        if emoji.recipe.motion is None:
            return None
        try:
            return await self.file(emoji, form)
        except StoreUnavailable:
            raise
        except Refused as error:
            log.warning("emoji %d is shown still: %s", emoji.id, error)
            return None

    async def says(self, emoji: Emoji) -> str:
        """The motion, frames, rate and size of a moving emoji; "" for a still one."""
        motion = emoji.recipe.motion
        return "" if motion is None else await self._store.moving.says(emoji, motion) or motion

    async def motions(self, number: int, actor: Actor) -> list[str]:
        """What an emoji's chosen picture can do, those that its words ask for first."""
        emoji = await self._access.allow(number, actor, Operation.USE)
        picture = await self._store.emoji.picture(emoji.id, emoji.chosen)
        if picture is None:
            raise Refused(messages.NO_PICTURES)
        return await motions_of(picture, emoji.receipt)
