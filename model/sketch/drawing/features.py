"""Finds the eyes, the mouth and the face in a part's art, so that they can move by themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from model.sketch.drawing.geometry import Affine, Bounds
from model.sketch.drawing.look import RESOLUTION
from model.sketch.drawing.moment import Moment
from model.sketch.drawing.oklch import Lch, to_lch
from model.sketch.drawing.raster import rasterize_part
from model.sketch.drawing.rim import SHAPE
from model.sketch.library import Anchors, Part, Size

EYES, MOUTH, TEAR, FACE, NONE = "eyes", "mouth", "tear", "face", ""
_DEFS = re.compile(r"<defs>.*?</defs>|<(clipPath|mask|symbol)\b.*?</\1>", re.DOTALL)
_SIDE = 0.28  # how far an eye is from its pupil's anchor, in distances of the pupils
_FAINT, _NOWHERE = 40, Bounds(0, 0, 0, 0)
_FACE_SHARE = 0.86  # a larger share of the art is the head itself


@dataclass(frozen=True, slots=True)
class _Shape:
    """A shape's place in the markup, its role, and the bounds in the unit square."""

    start: int
    end: int
    role: str
    bounds: Bounds


def with_features(part: Part, markup: str, moment: Moment, slides: bool = True) -> str:
    """A part's markup with its eyes, its mouth and, if it `slides`, its face moved.

    What has no features of its own comes back as it is, apart from groups around its eyes.
    """
    left, top, side, _ = part.size
    to_view = Affine.move(left, top) @ Affine.scale(side)
    anchors, pieces, done = part.anchors, [], 0
    x, y, apart = anchors.eyes
    for shape in _shapes(part.body, markup, part.size, anchors):
        middle = shape.bounds.centre
        if shape.role == EYES:
            by = moment.eyes.about((middle[0], y), apart)
        elif shape.role == MOUTH:
            by = moment.mouth.about((middle[0], shape.bounds.y0), apart)
        elif shape.role == TEAR:
            by = moment.tears.about((middle[0], shape.bounds.y0), apart)
        else:
            by = Affine()
        if slides and anchors.face == "features":
            by = moment.face.about((x, y), anchors.box.w) @ by
        view = to_view @ by @ to_view.inverse
        pieces.append(markup[done : shape.start])
        pieces.append(f'<g transform="{view.svg}">{markup[shape.start : shape.end]}</g>')
        done = shape.end
    return "".join([*pieces, markup[done:]])


def _shapes(body: str, markup: str, size: Size, anchors: Anchors) -> list[_Shape]:
    """The shapes with a role; recoloured markup has the same shapes as the body."""
    spans = _spans(markup)
    roles = _roles(body, size, anchors)
    if len(spans) != len(roles):
        return []
    return [
        _Shape(start, end, role, bounds)
        for (start, end), (role, bounds) in zip(spans, roles, strict=True)
        if role
    ]


def _spans(markup: str) -> list[tuple[int, int]]:
    hidden = [match.span() for match in _DEFS.finditer(markup)]
    spans = [match.span() for match in SHAPE.finditer(markup)]
    return [s for s in spans if not any(a <= s[0] < b for a, b in hidden)]


@lru_cache(maxsize=256)
def _roles(body: str, size: Size, anchors: Anchors) -> Sequence[tuple[str, Bounds]]:
    spans = _spans(body)
    if anchors.face not in ("own", "features") or len(spans) < 2:
        return [(NONE, _NOWHERE) for _ in spans]
    found = [_seen(body, spans, number, size) for number in range(len(spans))]
    return [
        (_role(*seen, anchors) if seen else NONE, seen[0] if seen else _NOWHERE) for seen in found
    ]


def _seen(
    body: str, spans: Sequence[tuple[int, int]], number: int, size: Size
) -> tuple[Bounds, Lch] | None:
    """What one shape covers in the unit square with all others taken away, and its colour."""
    kept, done = [], 0
    for other, (start, end) in enumerate(spans):
        kept.append(body[done : end if other == number else start])
        done = end
    pixels = rasterize_part("".join([*kept, body[done:]]), size, RESOLUTION)
    rows, columns = np.nonzero(pixels[..., 3] > _FAINT)
    if not rows.size:
        return None
    x0, x1, y0, y1 = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
    red, green, blue = (float(v) / 255 for v in pixels[rows, columns, :3].mean(axis=0))
    return Bounds(*(float(v) / RESOLUTION for v in (x0, y0, x1, y1))), to_lch((red, green, blue))


def _role(box: Bounds, colour: Lch, anchors: Anchors) -> str:
    x, y, apart = anchors.eyes
    dx, dy = (box.centre[0] - x) / apart, (box.centre[1] - y) / apart
    wide, high = box.width / apart, box.height / apart
    blue = 215 < colour.hue < 265 and colour.chroma > 0.06 and colour.light > 0.55
    if blue and anchors.face == "features" and high < 2:
        return TEAR
    if abs(dy) < 0.34 and high < 0.95:
        one = abs(abs(dx) - 0.5) < _SIDE and wide < 0.95
        both = abs(dx) < 0.14 and 0.9 < wide < 2.3
        if one or both:
            return EYES
    if anchors.face != "features":
        return NONE
    if 0.4 < dy < 1.5 and abs(dx) < 0.3 and wide < 2.0 and high < 1.1:
        return MOUTH
    own = anchors.box
    return FACE if max(box.width / own.w, box.height / own.h) < _FACE_SHARE else NONE
