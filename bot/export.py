"""Stored pictures as the files that platforms accept."""

import asyncio
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.domain import Form, Picture

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
