"""Cleans images of any format: square RGBA with straight alpha, trimmed to the visible part."""

import io
import math
import re

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.image.opened import WIDEST, BadPicture
from model.image.opened import opened as safely_opened
from training.reading.flips import may_flip
from training.reading.source import BadRow, CaptionedPicture

MARGIN = 1 / 32
"""Margin around the visible part, as a share of the width."""
_VISIBLE_ALPHA = 8
_OFF_WHITE = 16
"""JPEG makes a white background deviate from white by up to this much, of 255."""
CONTROLS = re.compile("[\ud800-\udfff\0]")
"""Lone surrogates and NUL."""


def bitmap_row(data: bytes, captions: list[str], style: str, resolution: int) -> CaptionedPicture:
    """The row of a bitmap file with its captions, `resolution` px wide and high. Raises BadRow."""
    if any(CONTROLS.search(caption) for caption in captions):
        raise BadRow("text is not valid Unicode")
    captions = [" ".join(caption.split()) for caption in captions]
    captions = list(dict.fromkeys(filter(None, captions)))
    if not captions:
        raise BadRow("empty name")
    picture, enlarged = squared(opened(data), resolution)
    return CaptionedPicture(
        picture=_png(picture),
        captions=captions,
        name=captions[0],
        style=style,
        enlarged=enlarged,
        flips=may_flip(captions),
    )


def opened(data: bytes) -> Image.Image:
    """A bitmap file as `model.image.opened` opens it. Raises BadRow."""
    try:
        return safely_opened(data)
    except BadPicture as error:
        raise BadRow(str(error)) from error


def squared(picture: Image.Image, resolution: int) -> tuple[Image.Image, bool]:
    """An image trimmed, padded to a square and resized; True if that enlarged it.

    Opaque images are trimmed of white and padded with it, others with transparency. Transparent
    pixels become black. Raises BadRow if nothing is visible.
    """
    pixels = np.asarray(picture)
    opaque = bool(pixels[..., 3].min() == 255)
    left, top, right, bottom = _ink(pixels, opaque)
    width, height = right - left, bottom - top
    square = math.ceil(max(width, height) / (1 - 2 * MARGIN))
    enlarged = square < resolution
    picture = picture.crop((left, top, right, bottom))
    if square > WIDEST:  # a long and narrow picture would need gigabytes as a square
        scale = resolution / square
        width, height = max(1, round(width * scale)), max(1, round(height * scale))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
        square = resolution
    canvas = Image.new("RGBA", (square, square), (255, 255, 255, 255 if opaque else 0))
    canvas.paste(picture, ((square - width) // 2, (square - height) // 2))
    # Pillow resizes RGBA premultiplied.
    resized = np.array(canvas.resize((resolution, resolution), Image.Resampling.LANCZOS))
    resized[resized[..., 3] == 0] = 0
    return Image.fromarray(resized), enlarged


def _ink(pixels: npt.NDArray[np.uint8], opaque: bool) -> tuple[int, int, int, int]:
    """The box (left, top, right, bottom) of the visible part of [h, w, 4]."""
    off_white, covered = 255 - pixels[..., :3].min(-1), pixels[..., 3]
    ink = off_white > _OFF_WHITE if opaque else covered > _VISIBLE_ALPHA
    if not ink.any():
        raise BadRow("nothing is visible")
    columns, rows = np.flatnonzero(ink.any(0)), np.flatnonzero(ink.any(1))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _png(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()
