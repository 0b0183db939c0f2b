"""Packs: what one character is in each mood, and the finished pictures as files."""

import json
from dataclasses import dataclass

from bot import messages, options
from bot.domain import (
    MAX_SAFE_INTEGER,
    Actor,
    Archive,
    ArchiveFormat,
    Emoji,
    Engine,
    Form,
    Pack,
    Refused,
    StoreUnavailable,
)
from bot.emoji.access import Access, Operation
from bot.emoji.collection import Collection
from bot.emoji.export import (
    export_as_seen,
    in_words,
    pack_archive,
    pack_form,
    pack_names,
    pack_sheet,
)
from bot.emoji.moods import moods_named
from bot.emoji.moving import Moving
from bot.language import _
from bot.moderation.prompts import Moderation
from bot.store import Store
from model.errors import BadRequest
from model.sketch.moods import DEFAULT, Mood, in_mood
from model.sketch.redraw import bundled
from model.sketch.scene import Scene


@dataclass(frozen=True, slots=True)
class MoodScene:
    """What a part of a pack shows: a Scene as JSON, and the motion that suits the mood."""

    mood: str
    scene: str
    motion: str


class Packs:
    """Plans packs, and makes their files. All methods raise Refused if `Access` says no."""

    def __init__(
        self,
        store: Store,
        access: Access,
        moving: Moving,
        collection: Collection,
        engine: Engine,
        moderation: Moderation,
    ) -> None:
        self._store = store
        self._access = access
        self._moving = moving
        self._collection = collection
        self._engine = engine
        self._moderation = moderation

    def planned(self, emoji: Emoji, names: str) -> list[MoodScene]:
        """The Scenes of a pack of this emoji's character; `names` are moods with commas.

        Raises Refused for an unknown mood, or an emoji without a Scene.
        """
        if emoji.scene is None:
            raise Refused(_(messages.NO_CHARACTER))
        library, scene = bundled(), Scene.from_dict(emoji.scene)
        return [
            MoodScene(name, json.dumps(in_mood(library, scene, own).to_dict()), own.motion)
            for name, own in self._named(names).items()
        ]

    @property
    def usual_moods(self) -> tuple[str, ...]:
        """The moods of a pack that names none."""
        return tuple(DEFAULT)

    def size(self, names: str) -> int:
        """How many pictures a pack of these moods has. Raises Refused for an unknown one."""
        return len(self._named(options.read(names, ())[0]))

    def _named(self, names: str) -> dict[str, Mood]:
        try:
            return moods_named(names)
        except BadRequest as error:
            raise self._moderation.refusal(error) from error

    async def get(self, number: int, actor: Actor) -> Pack:
        """A finished pack, with those of its emoji that still have pictures."""
        pack = await self._allowed(number, actor, Operation.USE)
        left = {mood: emoji for mood, emoji in pack.emoji.items() if emoji.candidates}
        if not left:
            raise Refused(_(messages.NO_PICTURES))
        return Pack(pack.job, left, pack.failed)

    async def remove(self, number: int, actor: Actor) -> None:
        """Delete the pictures of a pack. The adapter deletes its message."""
        # Its message has to go too if its emoji were removed one by one.
        pack = await self._allowed(number, actor, Operation.DELETE)
        for emoji in pack.emoji.values():
            await self._collection.remove(emoji.id, actor)

    async def _allowed(self, number: int, actor: Actor, operation: Operation) -> Pack:
        """A finished pack, if the actor may do this with all of its emoji."""
        known = 0 < number <= MAX_SAFE_INTEGER
        pack = await self._store.jobs.packs.get(number) if known else None
        if pack is None or not pack.emoji:
            raise Refused(_(messages.NO_PACK))
        for emoji in pack.emoji.values():
            await self._access.allow(emoji.id, actor, operation)
        return pack

    def names(self, pack: Pack) -> dict[int, str]:
        """The name of each emoji of a pack, such as "wizard_frog_happy"."""
        named = pack_names(list(pack.emoji), *_titles(pack))
        return {emoji.id: name for emoji, name in zip(pack.emoji.values(), named, strict=True)}

    async def sheet(self, pack: Pack) -> bytes:
        """The contact sheet as PNG. Raises Refused if all pictures were deleted meanwhile."""
        names, pictures = self.names(pack), {}
        for emoji in pack.emoji.values():
            picture = await self._store.emoji.picture(emoji.id, emoji.chosen)
            if picture is not None:
                pictures[names[emoji.id]] = picture
        if not pictures:
            raise Refused(_(messages.NO_PICTURES))
        return await pack_sheet(pictures)

    async def archive(self, number: int, format: ArchiveFormat, actor: Actor) -> Archive:
        """A pack as one file."""
        pack, files = await self.get(number, actor), {}
        names = self.names(pack)
        for emoji in pack.emoji.values():
            files[names[emoji.id]] = await self._file(emoji, format)
        sheet = await self.sheet(pack)
        return await pack_archive(format, _titles(pack), files, sheet, self._engine.about)

    async def _file(self, emoji: Emoji, format: ArchiveFormat) -> tuple[Form, bytes]:
        """An emoji in the form of a format; one that cannot move stands still."""
        if emoji.recipe.motion is not None:
            form = pack_form(format, moves=True)
            try:
                return form, (await self._moving.file(emoji, form)).data
            except StoreUnavailable:
                raise
            except Refused:
                pass
        picture = await self._store.emoji.picture(emoji.id, emoji.chosen)
        if picture is None:
            raise Refused(_(messages.NO_PICTURES))
        form = pack_form(format, moves=False)
        return form, await export_as_seen(picture, form, emoji.receipt)


def _titles(pack: Pack) -> tuple[str, str]:
    """What a pack is named by: its words, or how they were read if they have no letters."""
    first = next(iter(pack.emoji.values()))
    return in_words(pack.job.recipe.prompt), str(first.receipt.get("read_as", ""))
