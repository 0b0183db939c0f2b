"""Faces with two expressions: the eyes of one and the mouth of another."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from model.sketch.drawing.art.pieces import prefixed
from model.sketch.drawing.face.features import is_mouth, is_tear
from model.sketch.drawing.face.shapes import NOTHING, Seen, join, seen_shapes, split
from model.sketch.drawing.vector.geometry import Affine
from model.sketch.library import Part

# The least gap between eyes and a mouth, and how far the eyes move up for it, in their distances.
_GAP, _MOST_UP = 0.1, 0.26
_FOREHEAD = 0.8  # the width of the blue one of a scared face, which fits its circle
# The share of a smiley's width and height from which a shape is the circle, not the face.
_WIDE, _HIGH = 0.8, 0.5
# Where the features of a smiley have their eyes in its box, and the distance between them.
_MIDDLE, _DOWN, _APART = 0.5, 0.4, 0.36


@lru_cache(maxsize=256)
def with_mouth_of(face: Part, other: Part) -> Part:
    """Features with the mouth of others, and with their tears if it has none of its own."""
    cries = any(is_tear(one, face.anchors) for one in _seen(face))

    def is_kept(one: Seen) -> bool:
        return not is_mouth(one, face.anchors)

    def is_taken(one: Seen) -> bool:
        return is_mouth(one, other.anchors) or (is_tear(one, other.anchors) and not cries)

    own, (x, y, apart) = face.anchors.eyes, other.anchors.eyes
    onto = Affine.onto(own[:2], (x, y), own[2] / apart)
    overlap = _overlap(face, other)
    has_forehead = any(one.bounds.width > _FOREHEAD for one in _seen(face))
    up = 0.0 if has_forehead else min(overlap, _MOST_UP)
    raised = _in_view(face, face, Affine.move(0, -up * own[2]))
    lowered = _in_view(face, other, Affine.move(0, (overlap - up) * own[2]) @ onto)
    lower = prefixed(_only(other, is_taken), "m")
    body = f'<g transform="{raised.svg}">{_only(face, is_kept)}</g>'
    return replace(face, body=f'{body}<g transform="{lowered.svg}">{lower}</g>')


def _overlap(face: Part, other: Part) -> float:
    """How much too near to the eyes of a face the mouth of another is, in distances of the eyes."""

    def down(part: Part, y: float) -> float:
        return (y - part.anchors.eyes[1]) / part.anchors.eyes[2]

    eyes = [
        down(face, one.bounds.y1)
        for one in _seen(face)
        if not is_mouth(one, face.anchors) and not is_tear(one, face.anchors)
    ]
    mouth = [down(other, one.bounds.y0) for one in _seen(other) if is_mouth(one, other.anchors)]
    return max(0.0, max(eyes, default=0.0) + _GAP - min(mouth, default=9.0))


@lru_cache(maxsize=256)
def as_smiley(smiley: Part, features: Part) -> Part:
    """A smiley with other features."""
    box = smiley.anchors.box

    def is_large(one: Seen) -> bool:
        return one.bounds.width > _WIDE * box.w and one.bounds.height > _HIGH * box.h

    own, at = features.anchors.eyes, (box.x + _MIDDLE * box.w, box.y + _DOWN * box.h)
    place = _in_view(smiley, features, Affine.onto(at, own[:2], _APART * box.w / own[2]))
    face = prefixed(features.body, "f")
    body = f'{_only(smiley, is_large)}<g transform="{place.svg}">{face}</g>'
    return replace(smiley, body=body)


def _seen(part: Part) -> list[Seen]:
    """The shapes of a part that show something."""
    return [one for one in seen_shapes(part.body, part.size) if one is not None]


def _only(part: Part, is_wanted: Callable[[Seen], bool]) -> str:
    """The markup of those shapes that are wanted."""
    around, shapes = split(part.body)
    found = zip(shapes, seen_shapes(part.body, part.size), strict=True)
    return join(around, (shape if one and is_wanted(one) else NOTHING for shape, one in found))


def _in_view(part: Part, other: Part, onto: Affine) -> Affine:
    """A map between the unit squares of two parts as one between their view boxes."""
    return _to_view(part) @ onto @ _to_view(other).inverse


def _to_view(part: Part) -> Affine:
    left, top, side, _ = part.size
    return Affine.move(left, top) @ Affine.scale(side)
