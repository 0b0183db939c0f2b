"""Finds the eyes, the mouth, the face and the head in a part's art, to move them by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from model.sketch.drawing.art.pieces import Piece
from model.sketch.drawing.colour.look import RESOLUTION
from model.sketch.drawing.face.shapes import NOTHING, Mask, Seen, join, seen_shapes, split
from model.sketch.drawing.pose.moment import AT_REST, Moment
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.library import Anchors, Part, Size

EYES, MOUTH, TEAR, FACE, NONE = "eyes", "mouth", "tear", "face", ""
_SIDE = 0.28  # how far an eye is from its pupil's anchor, in distances of the pupils
_NOWHERE = Bounds(0, 0, 0, 0)
_LONGEST_TEAR = 2.4  # in distances of the eyes
_MOUTH_DOWN, _MOUTH_ASIDE = 0.22, 0.3  # of a mouth from the eyes, in their distances
_FACE_SHARE = 0.86  # a larger share of the art is the head itself
# What a head has of the face that is seen at least, and of the whole figure at most.
_OF_FACE, _OF_FIGURE = 0.97, 0.8
# How far a head goes below the neck, in distances from the eyes to it, and to the sides, in widths.
_BELOW, _ASIDE = 0.25, 1.1


@dataclass(frozen=True, slots=True)
class _Role:
    """What a shape is, its bounds in the unit square, and whether it moves with the head."""

    name: str = NONE
    bounds: Bounds = _NOWHERE
    on_head: bool = False


def with_features(part: Part, markup: str, moment: Moment, slides: bool = True) -> str:
    """A part's markup with its eyes, its mouth, its head and, if it `slides`, its face moved.

    What has no features of its own comes back as it is, apart from groups around its eyes.
    """
    left, top, side, _ = part.size
    to_view = Affine.move(left, top) @ Affine.scale(side)

    def moved(shape: str, role: _Role) -> str:
        if not role.name and not role.on_head:
            return shape
        by = _feature_map(part.anchors, role, moment, slides)
        if role.on_head:
            by = _head_map(part.anchors, moment, 1.0) @ by
        view = to_view @ by @ to_view.inverse
        return f'<g transform="{view.svg}">{shape}</g>'

    around, shapes = _with_roles(part, markup)
    return join(around, (moved(shape, role) for shape, role in shapes))


def without_eyes(part: Part, markup: str) -> str:
    """A part's markup without its eyes. It has as many shapes as before."""
    around, shapes = _with_roles(part, markup)
    return join(around, (NOTHING if role.name == EYES else shape for shape, role in shapes))


def tears_of(part: Part, markup: str) -> str:
    """The markup of a face's tears alone; empty if it has none."""
    around, shapes = _with_roles(part, markup)
    if all(role.name != TEAR for _, role in shapes):
        return ""
    return join(around, (shape if role.name == TEAR else NOTHING for shape, role in shapes))


def on_head(
    part: Part, markup: str, moment: Moment, pieces: Sequence[Piece], unit: float
) -> list[Piece]:
    """Pieces that go with the part's head at a moment, in a picture with its square `unit` large.

    They stay where they are if the head is one piece with the body.
    """
    still = moment.head == AT_REST
    if still or not any(role.on_head for _, role in _with_roles(part, markup)[1]):
        return list(pieces)
    by = _head_map(part.anchors, moment, unit)
    return [piece.moved(by) for piece in pieces]


def _feature_map(anchors: Anchors, role: _Role, moment: Moment, slides: bool) -> Affine:
    x, y, apart = anchors.eyes
    middle, top = role.bounds.centre[0], role.bounds.y0
    by = Affine()
    if role.name == EYES:
        by = moment.eyes.about((middle, y), apart)
    elif role.name == MOUTH:
        by = moment.mouth.about((middle, top), apart)
    elif role.name == TEAR:
        by = moment.tears.about((middle, top), apart)
    if slides and anchors.face == "features":
        by = moment.face.about((x, y), anchors.box.w) @ by
    return by


def _head_map(anchors: Anchors, moment: Moment, unit: float) -> Affine:
    x, width = anchors.head[0], anchors.head[2]
    return moment.head.about((unit * x, unit * anchors.neck[1]), unit * width)


def _with_roles(part: Part, markup: str) -> tuple[list[str], list[tuple[str, _Role]]]:
    """As `split`, each shape with its role; recoloured markup has the same shapes as the body.

    Where it has more or fewer, no shape has a role.
    """
    around, shapes = split(markup)
    roles = _roles(part.body, part.size, part.anchors)
    if len(roles) != len(shapes):
        roles = [_Role()] * len(shapes)
    return around, list(zip(shapes, roles, strict=True))


@lru_cache(maxsize=256)
def _roles(body: str, size: Size, anchors: Anchors) -> Sequence[_Role]:
    count = len(split(body)[1])
    if anchors.face not in ("own", "features") or count < 2:
        return [_Role()] * count
    found = seen_shapes(body, size)
    head = _head(found, anchors) if anchors.face == "own" else frozenset()
    return [
        _Role(_role(one, anchors), one.bounds, number in head) if one else _Role()
        for number, one in enumerate(found)
    ]


def _head(shapes: Sequence[Seen | None], anchors: Anchors) -> frozenset[int]:
    """The numbers of the shapes that are the head; none if it is one piece with the body."""
    x, y, apart = anchors.eyes
    low = anchors.neck[1] + _BELOW * (anchors.neck[1] - y)
    aside = _ASIDE * max(anchors.head[2], 3 * apart)
    owner = np.full((RESOLUTION, RESOLUTION), -1)
    above: dict[int, Mask] = {}
    for number, one in enumerate(shapes):
        if one is not None:
            owner[one.mask] = number
            box = one.bounds
            if box.y1 <= low and x - aside < box.x0 and box.x1 < x + aside:
                above[number] = one.mask
    v, u = (np.mgrid[:RESOLUTION, :RESOLUTION] + 0.5) / RESOLUTION
    face = ((u - x) ** 2 + (v - y) ** 2 < apart * apart) & (owner >= 0)
    head = _touching(above, face)
    is_head = np.isin(owner, sorted(head))
    fits = face.any() and is_head[face].mean() >= _OF_FACE
    return head if fits and is_head[owner >= 0].mean() <= _OF_FIGURE else frozenset()


def _touching(masks: Mapping[int, Mask], start: Mask) -> frozenset[int]:
    """The masks that touch a start, those that touch these, and so on: raised hands do not."""
    reached, found, more = start, set[int](), True
    while more:
        new = {n for n, mask in masks.items() if n not in found and (mask & reached).any()}
        found |= new
        reached = np.logical_or.reduce([reached, *(masks[n] for n in new)])
        more = bool(new)
    return frozenset(found)


def is_tear(one: Seen, anchors: Anchors) -> bool:
    """Whether a shape of a face is a tear."""
    colour, high = one.colour, one.bounds.height / anchors.eyes[2]
    blue = 215 < colour.hue < 285 and colour.chroma > 0.06 and colour.light > 0.5
    return blue and anchors.face == "features" and high < _LONGEST_TEAR


def is_mouth(one: Seen, anchors: Anchors) -> bool:
    """Whether a shape of a face is its mouth, or in it."""
    x, y, apart = anchors.eyes
    aside, below = abs(one.bounds.centre[0] - x), one.bounds.centre[1] - y
    return (
        not is_tear(one, anchors) and below > _MOUTH_DOWN * apart and aside < _MOUTH_ASIDE * apart
    )


def _role(one: Seen, anchors: Anchors) -> str:
    if is_tear(one, anchors):
        return TEAR
    x, y, apart = anchors.eyes
    box = one.bounds
    dx, dy = (box.centre[0] - x) / apart, (box.centre[1] - y) / apart
    wide, high = box.width / apart, box.height / apart
    if abs(dy) < 0.34 and high < 0.95:
        single = abs(abs(dx) - 0.5) < _SIDE and wide < 0.95
        both = abs(dx) < 0.14 and 0.9 < wide < 2.3
        if single or both:
            return EYES
    if anchors.face != "features":
        return NONE
    if 0.4 < dy < 1.5 and abs(dx) < 0.3 and wide < 2.0 and high < 1.1:
        return MOUTH
    own = anchors.box
    return FACE if max(box.width / own.w, box.height / own.h) < _FACE_SHARE else NONE
