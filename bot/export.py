"""Stored pictures as the files that platforms accept."""

import asyncio
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.domain import Form, MovingFile, Picture, Refused

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
        raise Refused(str(error)) from error
    return MovingFile(made.file.data, made.says)


def _motions(picture: Picture, receipt: Mapping[str, Any]) -> list[str]:
    from model.image.moving.moved import motions

    return motions(_Stored(picture), receipt)
