"""Picture files of many kinds, made for tests."""

import io
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

RED = (220, 30, 40)


def encoded(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def disc(
    ground: str | tuple[int, ...] = "white",
    size: tuple[int, int] = (120, 90),
    mode: str = "RGB",
    box: tuple[int, int, int, int] = (30, 20, 80, 70),
) -> Image.Image:
    """A red disc on a ground."""
    picture = Image.new(mode, size, ground)
    ImageDraw.Draw(picture).ellipse(box, RED)
    return picture


def on_gradient() -> Image.Image:
    """A red disc on a ground from blue to white."""
    share = np.linspace(0, 1, 90)[:, None, None]
    rows = np.array([60, 90, 200]) * (1 - share) + 255 * share + np.zeros((90, 120, 3))
    picture = Image.fromarray(rows.astype(np.uint8))
    ImageDraw.Draw(picture).ellipse((30, 20, 80, 70), RED)
    return picture


def noise() -> Image.Image:
    """Random pixels: no plain ground."""
    pixels = np.random.default_rng(0).integers(0, 255, (90, 120, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def seen(png: bytes, ground: str = "#313338") -> np.ndarray[Any, Any]:
    """A PNG on a ground, int [height, width, 3]."""
    with Image.open(io.BytesIO(png)) as picture:
        under = Image.new("RGBA", picture.size, ground)
        return np.asarray(Image.alpha_composite(under, picture.convert("RGBA")))[..., :3].astype(
            int
        )
