"""Composes a finished sketch again, for the size at which people will see a file of it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from model.sketch.drawing.compose import FULL, compose
from model.sketch.library import Library
from model.sketch.scene import Scene


def redrawn(svg: str, receipt: Mapping[str, Any], seed: int, size: int) -> str:
    """The sketch `svg` with this receipt and seed, composed for `size` pixels.

    Other vectors come back as they are: those of traced paintings, and those of sketches that the
    bundled parts library draws differently today.
    """
    if size >= FULL or not svg:
        return svg
    try:
        scene, style = Scene.from_dict(receipt["scene"]), receipt["style"]
        if compose(_library(), scene, style, seed).svg == svg:
            return compose(_library(), scene, style, seed, size).svg
    except (KeyError, TypeError):
        pass  # An older version's receipt, or parts of another library.
    return svg


@cache
def _library() -> Library:
    return Library()
