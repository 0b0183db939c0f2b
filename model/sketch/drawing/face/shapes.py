"""The shapes in a part's markup, and what each of them shows by itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.colour.look import RESOLUTION
from model.sketch.drawing.colour.oklch import Lch, to_lch
from model.sketch.drawing.colour.rim import SHAPE
from model.sketch.drawing.vector.geometry import Bounds
from model.sketch.drawing.vector.raster import rasterize_part
from model.sketch.library import Size

NOTHING = '<path d="M0 0"/>'
"""A shape that shows nothing: markup in which it replaces others has as many shapes as before."""
_DEFS = re.compile(r"<defs>.*?</defs>|<(clipPath|mask|symbol)\b.*?</\1>", re.DOTALL)
_FAINT = 40

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What one shape covers with all others taken away, its bounds, and its colour."""

    mask: Mask
    bounds: Bounds
    colour: Lch


def split(markup: str) -> tuple[list[str], list[str]]:
    """What is before, between and after the shapes of markup, and the shapes themselves."""
    hidden = [match.span() for match in _DEFS.finditer(markup)]
    around, shapes, done = list[str](), list[str](), 0
    for match in SHAPE.finditer(markup):
        start, end = match.span()
        if not any(a <= start < b for a, b in hidden):
            around.append(markup[done:start])
            shapes.append(match[0])
            done = end
    return [*around, markup[done:]], shapes


def join(around: Sequence[str], shapes: Iterable[str]) -> str:
    """Markup that was split, with other shapes."""
    pairs = zip(around, (*shapes, ""), strict=True)
    return "".join(text for pair in pairs for text in pair)


@lru_cache(maxsize=128)
def seen_shapes(body: str, size: Size) -> Sequence[Seen | None]:
    """What each shape shows in the unit square; None for one that shows nothing."""
    around, shapes = split(body)
    alone = (
        join(around, (shape if other == number else "" for other, shape in enumerate(shapes)))
        for number in range(len(shapes))
    )
    return [_seen(one, size) for one in alone]


def _seen(body: str, size: Size) -> Seen | None:
    pixels = rasterize_part(body, size, RESOLUTION)
    mask = pixels[..., 3] > _FAINT
    rows, columns = np.nonzero(mask)
    if not rows.size:
        return None
    x0, x1, y0, y1 = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
    red, green, blue = (float(v) / 255 for v in pixels[rows, columns, :3].mean(axis=0))
    box = Bounds(*(float(v) / RESOLUTION for v in (x0, y0, x1, y1)))
    return Seen(mask, box, to_lch((red, green, blue)))
