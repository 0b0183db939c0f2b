"""The colours of an expression on a thing: light lines on what is dark."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from model.sketch.drawing.colour.look import RESOLUTION
from model.sketch.drawing.face.features import is_mouth
from model.sketch.drawing.face.shapes import NOTHING, Mask, Seen, join, seen_shapes, split
from model.sketch.library import Part

_HEX = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
LINE, AREA, OTHER = "line", "area", ""
# The lightness and the chroma up to which a colour is that of lines, or of a light in a dark eye.
_DARK, _BROWN, _GLINT = 0.46, 0.13, 0.6
_ON_OTHERS = 0.4  # the share of a shape that is on others, not on the skin
# Open mouths fill more of their box than a line, and are higher, in distances of the eyes.
_FULL, _HIGH = 0.62, 0.2
# Sunglasses cover more than this, in squares of the distance of the eyes.
_GLASSES = 0.5


def light_lines(features: Part, body: str, colour: str) -> tuple[str, str]:
    """A face with its dark lines in a light colour, and what stays dark: open mouths, sunglasses.

    The first has as many shapes as before. The second is empty if nothing stays dark.
    """
    around, shapes = split(body)
    found = list(zip(shapes, _roles(features), strict=True))
    light = [_HEX.sub(colour, shape) if role == LINE else shape for shape, role in found]
    dark = [shape if role == AREA else NOTHING for shape, role in found]
    return join(around, light), join(around, dark) if AREA in _roles(features) else ""


def light_eyes(features: Part, body: str, colour: str) -> str:
    """A face with the dark lines of its eyes in a light colour. It has as many shapes as before."""

    def inked(shape: str, role: str, one: Seen | None) -> str:
        is_line = role == LINE and one is not None and not is_mouth(one, features.anchors)
        return _HEX.sub(colour, shape) if is_line else shape

    around, shapes = split(body)
    found = zip(shapes, _roles(features), seen_shapes(features.body, features.size), strict=True)
    return join(around, (inked(*one) for one in found))


@lru_cache(maxsize=256)
def _roles(features: Part) -> Sequence[str]:
    """For each shape of a face: a dark line, a dark area, or something else."""
    found = seen_shapes(features.body, features.size)
    mouth = [one for one in found if one is not None and is_mouth(one, features.anchors)]
    apart = features.anchors.eyes[2]
    areas = mouth if any(_is_open(one, apart) for one in mouth) else []
    areas += [one for one in found if one and one.mask.mean() > _GLASSES * apart * apart]
    roles = []
    under = np.zeros((RESOLUTION, RESOLUTION), dtype=np.bool_)
    lines = under.copy()
    for one in found:
        role = OTHER if one is None else _role(one, under, lines)
        if one is not None:
            under |= one.mask
            lines |= one.mask if role == LINE else False
        roles.append(AREA if role == LINE and one in areas else role)
    return roles


def _is_open(mouth: Seen, apart: float) -> bool:
    """Whether a dark shape is an open mouth, not a line."""
    box = mouth.bounds
    full = float(mouth.mask.mean()) / (box.width * box.height)
    return mouth.colour.light < _DARK and full > _FULL and box.height > _HIGH * apart


def _role(one: Seen, under: Mask, lines: Mask) -> str:
    area, brown = one.mask.sum(), one.colour.chroma < _BROWN
    if brown and one.colour.light < _GLINT and (lines & one.mask).sum() > _ON_OTHERS * area:
        return LINE
    on_others = (under & one.mask).sum() > _ON_OTHERS * area
    return OTHER if not brown or one.colour.light > _DARK or on_others else LINE
