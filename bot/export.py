"""Stored pictures as the files that platforms accept."""

import asyncio
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain import Form, Picture

if TYPE_CHECKING:
    from model.image.pixels import Pixels


async def export(picture: Picture, form: Form) -> bytes:
    """The file that a platform accepts. What has vectors is drawn from them."""
    return await asyncio.to_thread(_exported, picture, form)


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
