"""Moving emoji: their files, made once and stored, and the motions to choose from."""

import asyncio
import logging
from dataclasses import replace

from bot import labels, messages
from bot.domain import Actor, Emoji, Form, MovingFile, Picture, Refused, StoreUnavailable
from bot.emoji.access import Access, Operation
from bot.emoji.export import export, export_moving, motions_of
from bot.language import _
from bot.store import Store

log = logging.getLogger(__name__)


class Moving:
    """Makes moving files, one at a time, so that others' paintings go on meanwhile."""

    def __init__(self, store: Store, access: Access) -> None:
        self._store = store
        self._access = access
        self._making = asyncio.Lock()

    async def file(self, emoji: Emoji, form: Form, why: str = "") -> MovingFile:
        """The chosen picture of a moving emoji in one of the moving forms. Raises Refused.

        `why` it is in this form is said with it.
        """
        motion = emoji.recipe.motion
        if motion is None:
            raise Refused(_(messages.STANDS_STILL))
        async with self._making:
            stored = await self._store.moving.get(emoji, motion, form)
            if stored is not None:
                return stored
            picture = await self._store.emoji.picture(emoji.id, emoji.chosen)
            if picture is None:
                raise Refused(_(messages.NO_PICTURES))
            file = await export_moving(picture, form, motion, emoji.receipt)
            file = replace(file, says=f"{file.says}. {why}".removesuffix(". "))
            await self._store.moving.put(emoji, motion, form, file)
        return file

    async def first(self, emoji: Emoji, *forms: Form) -> tuple[MovingFile, Form] | None:
        """The first of the forms that the emoji can have; None if it stands still."""
        motion = emoji.recipe.motion
        if motion is None:
            return None
        for form in forms:
            if stored := await self._store.moving.get(emoji, motion, form):
                return stored, form
        why = ""
        for form in forms:
            try:
                return await self.file(emoji, form, why), form
            except StoreUnavailable:
                raise
            except Refused as error:
                log.info("emoji %d is no %s: %s", emoji.id, form, error)
                why = str(error)
        return None

    async def shown(
        self, emoji: Emoji, picture: Picture, still: Form, *forms: Form
    ) -> tuple[bytes, Form]:
        """The first of the moving forms that the emoji can have, else its picture as `still`."""
        if moving := await self.first(emoji, *forms):
            return moving[0].data, moving[1]
        return await export(picture, still), still

    async def says(self, emoji: Emoji) -> str:
        """The motion, frames, rate and size of a moving emoji; "" for a still one."""
        motion = emoji.recipe.motion
        if motion is None:
            return ""
        return labels.moving(await self._store.moving.says(emoji, motion) or motion)

    async def motions(self, number: int, actor: Actor) -> list[str]:
        """What an emoji's chosen picture can do, those that its words ask for first."""
        emoji = await self._access.allow(number, actor, Operation.USE)
        picture = await self._store.emoji.picture(emoji.id, emoji.chosen)
        if picture is None:
            raise Refused(_(messages.NO_PICTURES))
        return await motions_of(picture, emoji.receipt)
