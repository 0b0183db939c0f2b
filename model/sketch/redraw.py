"""Composes a finished sketch again, for the size at which people will see a file of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from model.sketch.drawing.compose import FULL, compose
from model.sketch.library import Library
from model.sketch.scene import Scene


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a sketch shows, and in which style."""

    scene: Scene
    style: str


def redrawn(svg: str, receipt: Mapping[str, Any], seed: int, size: int) -> str:
    """The sketch `svg` with this receipt and seed, composed for `size` pixels.

    Other vectors come back as they are: those of traced paintings, and those of sketches that the
    bundled parts library draws differently today.
    """
    if size >= FULL or (sketch := drawn(svg, receipt, seed)) is None:
        return svg
    return compose(bundled(), sketch.scene, sketch.style, seed, size).svg


def drawn(svg: str, receipt: Mapping[str, Any], seed: int) -> Drawn | None:
    """What the sketch `svg` with this receipt and seed shows.

    None for other vectors: those of traced paintings, and those of sketches that the bundled parts
    library draws differently today.
    """
    if not svg or (sketch := read(receipt, seed)) is None:
        return None
    try:
        same = compose(bundled(), sketch.scene, sketch.style, seed).svg == svg
    except KeyError:
        return None  # Parts of another library.
    return sketch if same else None


def read(receipt: Mapping[str, Any], seed: int) -> Drawn | None:
    """What a receipt says that the candidate with this seed shows; None for an older version's."""
    try:
        return Drawn(Scene.from_dict(_scene(receipt, seed)), receipt["style"])
    except (KeyError, TypeError):
        return None


def _scene(receipt: Mapping[str, Any], seed: int) -> Mapping[str, Any]:
    """The Scene of the candidate with this seed, which is its own in a mix."""
    lines = (line for line in receipt.get("candidates", ()) if line.get("seed") == seed)
    scene: Mapping[str, Any] = next(lines, receipt).get("scene", receipt["scene"])
    return scene


@cache
def bundled() -> Library:
    """The parts library that ships."""
    return Library()
