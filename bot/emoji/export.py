"""Stored pictures as the files that platforms accept."""

import asyncio
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.domain import Archive, ArchiveFormat, Form, MovingFile, Picture, Refused
from bot.language import sentence

if TYPE_CHECKING:
    from model.image.pixels import Pixels


async def export(picture: Picture, form: Form) -> bytes:
    """The file that a platform accepts. What has vectors is drawn from them."""
    return await asyncio.to_thread(_exported, picture, form)


async def export_as_seen(picture: Picture, form: Form, receipt: Mapping[str, Any]) -> bytes:
    """As `export`; a sketch is composed for the size at which chats show the form.

    `receipt` is that of the picture's emoji.
    """
    return await asyncio.to_thread(_exported_as_seen, picture, form, receipt)


async def export_moving(
    picture: Picture, form: Form, motion: str, receipt: Mapping[str, Any]
) -> MovingFile:
    """The picture with a motion. `receipt` is that of its emoji. Raises Refused if it cannot be."""
    return await asyncio.to_thread(_moving, picture, form, motion, receipt)


async def motions_of(picture: Picture, receipt: Mapping[str, Any]) -> list[str]:
    """The motions that a picture can do, those that its words ask for first."""
    return await asyncio.to_thread(_motions, picture, receipt)


def in_words(prompt: str) -> str:
    """A prompt with its emoji by their names, for names of files: "lemon and dog face"."""
    from model.sketch.mixing.mixer import bundled_mixer

    return bundled_mixer().in_words(prompt)


def pack_names(moods: Sequence[str], *titles: str) -> list[str]:
    """A name for each mood of a character, which all chats accept."""
    from model.image.packs import shortcodes

    return shortcodes(moods, *titles)


def pack_form(format: ArchiveFormat, moves: bool) -> Form:
    """The form of a pack's still or moving pictures."""
    from model.image.packs import FORMATS

    kind = FORMATS[format]
    return Form(kind.moving if moves else kind.still)


def pack_sheet_size(count: int) -> tuple[int, int]:
    """The width and the height in pixels of the sheet of so many pictures."""
    from model.image import sheet

    return sheet.pack_sheet_size(count)


async def pack_sheet(pictures: Mapping[str, Picture]) -> bytes:
    """Named pictures on one sheet, as PNG."""
    return await asyncio.to_thread(_pack_sheet, pictures)


async def pack_archive(
    format: ArchiveFormat,
    titles: Sequence[str],
    files: Mapping[str, tuple[Form, bytes]],
    sheet: bytes,
    about: str,
) -> Archive:
    """Named files as an archive. `titles` are as in `pack_names`; `about` names the model."""
    return await asyncio.to_thread(_pack_archive, format, titles, files, sheet, about)


@dataclass(frozen=True, slots=True)
class _Stored:
    """A stored picture as `model.image.export` reads it."""

    picture: Picture

    @property
    def svg(self) -> str:
        return self.picture.svg

    @property
    def rgba(self) -> "Pixels":
        import numpy as np
        from PIL import Image

        with Image.open(io.BytesIO(self.picture.png)) as image:
            return np.asarray(image)

    @property
    def seed(self) -> int:
        return self.picture.seed


def _exported(picture: Picture, form: Form) -> bytes:
    # It imports torch, which takes seconds.
    from model.image import export

    return export.export(_Stored(picture), form)


def _exported_as_seen(picture: Picture, form: Form, receipt: Mapping[str, Any]) -> bytes:
    from model.image.export import SEEN_AT
    from model.sketch.redraw import redrawn

    if form in SEEN_AT:
        svg = redrawn(picture.svg, receipt, picture.seed, SEEN_AT[form])
        picture = replace(picture, svg=svg)
    return _exported(picture, form)


def _moving(picture: Picture, form: Form, motion: str, receipt: Mapping[str, Any]) -> MovingFile:
    from model.errors import BadRequest
    from model.image.moving.moved import moved

    try:
        made = moved(_Stored(picture), receipt, motion, form)
    except BadRequest as error:
        raise Refused(sentence(error)) from error
    return MovingFile(made.file.data, made.says)


def _motions(picture: Picture, receipt: Mapping[str, Any]) -> list[str]:
    from model.image.moving.moved import motions

    return motions(_Stored(picture), receipt)


def _pack_sheet(pictures: Mapping[str, Picture]) -> bytes:
    from model.image.sheet import pack_sheet

    out = io.BytesIO()
    pack_sheet({name: _Stored(picture) for name, picture in pictures.items()}).save(out, "PNG")
    return out.getvalue()


def _pack_archive(
    format: ArchiveFormat,
    titles: Sequence[str],
    files: Mapping[str, tuple[Form, bytes]],
    sheet: bytes,
    about: str,
) -> Archive:
    from model.image import packs

    named = [
        packs.PackFile(name, packs.SUFFIXES[form], data) for name, (form, data) in files.items()
    ]
    text = packs.licence_text(titles[0], about)
    data = packs.archived(format, packs.plain_name(*titles), named, sheet, text)
    return Archive(packs.archive_name(format, *titles), data)
