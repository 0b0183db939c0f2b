"""Picture files of many kinds, made for tests, and an engine that shows them."""

import dataclasses
import io
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from bot.domain import EngineFailed, Painted, Picture, Recipe
from tests.support.fake_engine import FakeEngine

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


class CopyingEngine(FakeEngine):
    """Shows the picture of a recipe; with more candidates the others count as painted."""

    async def paint(
        self, recipe: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        painted = await super().paint(recipe, progress)
        source = recipe.source
        if source is None:
            raise EngineFailed("there is no picture")
        shown = [dataclasses.replace(own, strength=0.5) for own in painted.pictures[1:]]
        shown.append(Picture(source.png, "", 0.0, recipe.seed, 0.0))
        lines = [{"strength": one.strength, "made": "picture"} for one in shown]
        receipt = {**painted.receipt, "picture": source.says, "candidates": lines}
        return dataclasses.replace(painted, pictures=tuple(shown), receipt=receipt)
