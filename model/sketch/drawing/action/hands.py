"""Hands and arms of bases with limbs of their own, and the shoulders of all others."""

import math
from collections.abc import Mapping, Sequence
from functools import partial

from model.sketch.drawing.action.held import Hand, Reach
from model.sketch.drawing.action.mouths import known_mouth
from model.sketch.drawing.art.pieces import UNIT, Piece
from model.sketch.drawing.art.stances import LIMBED, PROFILES, front_side, has_limbs, is_person
from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.drawing.pose.poses import Ink, Joints, Limb, arm_to
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point

# Claws and tentacles that hold things: left and right, as shares of the box.
_CLAWS: Mapping[str, tuple[Point, Point]] = {
    "1F980": ((0.14, 0.2), (0.86, 0.2)),
    "1F99E": ((0.12, 0.2), (0.88, 0.2)),
    "1F982": ((0.1, 0.55), (0.9, 0.55)),
    "1F419": ((0.1, 0.78), (0.9, 0.78)),
    "1F991": ((0.18, 0.85), (0.82, 0.85)),
    "1F987": ((0.35, 0.7), (0.65, 0.7)),
}
# The free hand of persons of whom the art shows arms, and its side.
_FREE_HANDS: Mapping[tuple[str, str], tuple[float, float, int]] = {
    ("fluent", "1F9DA"): (0.23, 0.49, -1),  # fairy
    ("noto", "1F9DA"): (0.17, 0.49, -1),
    ("twemoji", "1F9DA"): (0.2, 0.84, -1),
    ("fluent", "1F9DC"): (0.73, 0.27, 1),  # merperson
    ("noto", "1F9DC"): (0.89, 0.62, 1),
    ("twemoji", "1F9DC"): (0.64, 0.3, 1),
    ("noto", "1F9B8"): (0.76, 0.1, 1),  # superhero
}
_SHOULDER, _LOWEST = 0.56, 0.8  # the heights of shoulders, in shares of the box
_CHEST, _LOW_CHEST = 0.62, 0.78  # of an animal seen from the side; of one whose head is low
# Hands at the corners of a body, in shares of the box: the height of those that lift a thing, how
# far inside they are, and from the middle at least; heights of others, where it is so broad.
_LIFTED, _INSET, _BESIDE = 0.62, 0.02, 0.34
_CORNERS, _BROAD = (0.8, 0.72, 0.64), 0.55
# Where hands may go from their places, in sizes of the body, to the side and down: without an arm,
# with one, and with what is held over the head.
_NEAR = tuple((x, y) for x in (0.0, 0.08, 0.16, 0.22) for y in (0.0, 0.08, 0.16))
_FAR = tuple((x, y) for x in (0.0, 0.08, 0.16, 0.24, 0.32, 0.4) for y in (0.0, 0.08, 0.16, -0.1))
_UP = tuple(
    (x, -y) for x in (0.0, 0.08, 0.16, 0.28, 0.4, 0.52) for y in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
)
# In sizes of the body: how deep in it an arm starts, at a corner, in a chest and at a side; how
# much higher than its hand; and how far out a hand is.
_ROOTED, _DEEP, _SIDE, _ABOVE, _OUT, _APART = 0.28, 0.1, 0.06, 0.16, 0.12, 0.06


def is_clawed(body: Body) -> bool:
    """Whether the art shows what the base holds things with."""
    return body.part.concept in _CLAWS


def _free_hand(body: Body) -> tuple[float, float, int] | None:
    return _FREE_HANDS.get((body.part.style, body.part.concept.partition("-200D-")[0]))


def has_free_hand(body: Body) -> bool:
    """Whether the art of a person shows an arm whose hand can hold something."""
    return _free_hand(body) is not None


def joints(body: Body) -> Joints:
    """Shoulders at the outline just below the middle, hips at the anchors."""
    if (place := body.trunk) is not None:
        x, low, wide = place.centre[0], place.y1 - 0.1 * place.height, place.width
        hips = (x - 0.22 * wide, low), (x + 0.22 * wide, low)
        return Joints(shoulders(body, _SHOULDER), hips, body.limb_size)
    hip_left, hip_right = (Affine.scale(UNIT).at(foot) for foot in body.part.anchors.feet)
    return Joints(shoulders(body, _SHOULDER), (hip_left, hip_right), body.size)


def shoulders(body: Body, level: float) -> tuple[Point, Point]:
    """Points a little inside the outline at a height, 0 to 1 of the box: left and right."""
    if (place := body.trunk) is not None:
        y = place.y0 + 0.3 * place.height
        return (place.x0 + 0.08 * place.width, y), (place.x1 - 0.08 * place.width, y)
    box = body.part.anchors.box
    y = box.y + level * box.h
    left, right = body.wearer.edges(y)
    inset = 0.06 * box.w
    return (UNIT * (left + inset), UNIT * y), (UNIT * (right - inset), UNIT * y)


def corner_hands(
    body: Body, swing: float = 0.0, is_lifted: bool = False, reaches_out: bool = True
) -> Sequence[Hand]:
    """Hands at the lower corners of a body: left and right, outside it if it `reaches_out`.

    A `swing` in degrees lifts them, and they are higher and further out if what they hold
    `is_lifted`.
    """
    box = body.part.anchors.box
    levels = (_LIFTED,) if is_lifted else _CORNERS
    if body.part.concept in PROFILES and not is_lifted:
        levels = _CORNERS[:1]  # on the neck
    for level in levels:  # the lowest one at which the body is broad
        left, right = body.wearer.edges(box.y + level * box.h)
        if right - left > _BROAD * box.w:
            break
    y = box.y + (level - 0.003 * swing) * box.h
    inset = 0.0 if is_lifted else _INSET * box.w
    if reaches_out:
        inset = -_OUT * body.size / UNIT
    x, off = UNIT * body.part.anchors.eyes[0], _BESIDE * body.size  # off the face
    left, right = min(UNIT * (left + inset), x - off), max(UNIT * (right - inset), x + off)
    return [Hand((left, UNIT * y), -1), Hand((right, UNIT * y), 1)]


def reaching_from(body: Body, hands: Sequence[Point]) -> tuple[Point, Point]:
    """The shoulders from which arms reach to points without crossing the face."""
    box = body.bounds
    level = (min(y for _, y in hands) - box.y0) / box.height
    return shoulders(body, min(max(level - 0.08, _SHOULDER), _LOWEST))


def own_hands(context: DrawingContext, body: Body) -> Sequence[Hand]:
    """The hands of a base with limbs of its own; the first one holds a single thing."""
    box, anchors = body.part.anchors.box, body.part.anchors
    if claws := _CLAWS.get(body.part.concept):
        at = [body.art.nearest(box.x + x * box.w, box.y + y * box.h) for x, y in claws]
        return [Hand(Affine.scale(UNIT).at(p), side) for p, side in zip(at, (-1, 1), strict=True)]
    if (free := _free_hand(body)) is not None:
        x, y, side = free
        return [Hand((UNIT * x, UNIT * y), side)]
    if side := front_side(context.library, body.part.concept, anchors):
        x, y = front_shoulder(body, side)
        reach = 0.2 * body.size
        return [Hand((x + side * reach, y + 0.1 * reach), side)]
    out = 0.0 if body.part.concept in LIMBED else _APART * body.size
    at = [Affine.scale(UNIT).at(point) for point in anchors.hands]
    return [Hand((x + s * out, y), s) for (x, y), s in zip(at, (-1, 1), strict=True)]


def reach_of(context: DrawingContext, body: Body) -> Reach:
    """How far the hands of a body without drawn arms reach."""
    concept = body.part.concept
    if is_clawed(body) or is_person(context.library, concept) or concept in LIMBED:
        return Reach(_NEAR)
    is_limbed = has_limbs(context.library, concept, body.part.anchors)
    side = front_side(context.library, concept, body.part.anchors)
    if not is_limbed:
        return Reach(_NEAR, _UP, partial(_root, body))
    if not side:
        return Reach(_NEAR, root=partial(_upper_root, body))
    return Reach(_FAR, _UP, lambda _: _chest_root(body, side))


def _root(body: Body, at: Point) -> Point:
    """Where an arm to a point comes out of the body, inside its outline."""
    middle = body.bounds.centre[0]
    inwards = math.copysign(_ROOTED * body.size, middle - at[0])
    x, y = body.art.nearest((at[0] + inwards) / UNIT, at[1] / UNIT)
    return UNIT * x, UNIT * y


def _upper_root(body: Body, at: Point) -> Point:
    """Where the arm of a whole animal that faces us comes out of its side, above its hand."""
    y = at[1] - _ABOVE * body.size
    left, right = body.wearer.edges(y / UNIT)
    inset = _SIDE * body.size
    is_left = at[0] < body.bounds.centre[0]
    return (UNIT * left + inset if is_left else UNIT * right - inset), y


def _chest_root(body: Body, side: int) -> Point:
    """Where the arms of an animal seen from the side come out of its chest."""
    x, y = front_shoulder(body, side)
    return x - side * _DEEP * body.size, y - 0.02 * body.size


def seen_of(body: Body) -> Sequence[Bounds]:
    """What held things must not hide: the eyes and the mouth of a face that fills the body."""
    x, y, apart = (UNIT * value for value in body.part.anchors.eyes)
    eyes = (
        Bounds(at - 0.3 * apart, y - 0.36 * apart, at + 0.3 * apart, y + 0.36 * apart)
        for at in (x - 0.5 * apart, x + 0.5 * apart)
    )
    mouth = Bounds(x - 0.5 * apart, y + 0.5 * apart, x + 0.5 * apart, y + 1.1 * apart)
    return (*eyes, mouth)


def head_of(body: Body) -> Sequence[Bounds]:
    """What held things must not hide of a whole animal or a person: its head and its eyes."""
    wearer = body.wearer
    x, y, apart = (UNIT * value for value in (*body.part.anchors.eyes[:2], wearer.apart))
    muzzle = wearer.muzzle
    ends = (x - 0.9 * apart, x + 0.9 * apart)
    if muzzle is not None:
        ends = min(ends[0], UNIT * muzzle), max(ends[1], UNIT * muzzle)
    head = Bounds(ends[0], y - 0.6 * apart, ends[1], y + 0.9 * apart)
    if (known := known_mouth(body)) is not None:
        (x, y), _ = known
        near = (x, y - 0.2 * apart), (x, y + 0.2 * apart)
        head = Bounds.around((*head.corners, *near))
    x, y, apart = (UNIT * value for value in body.part.anchors.eyes)
    return head, Bounds(x - 0.7 * apart, y - 0.4 * apart, x + 0.7 * apart, y + 0.4 * apart)


def front_shoulder(body: Body, side: int) -> Point:
    """The shoulder of an animal seen from the side, a little inside its chest, behind its head."""
    box = body.bounds
    head = head_of(body)[0]
    y = box.y0 + _CHEST * box.height
    if head.y1 > y:
        y = box.y0 + _LOW_CHEST * box.height
        if body.is_whole:
            return (head.x0 if side > 0 else head.x1), y
    left, right = body.wearer.edges(y / UNIT)
    inset = 0.1 * box.width
    return (UNIT * right - inset if side > 0 else UNIT * left + inset), y


def own_arms(context: DrawingContext, body: Body, hands: Sequence[Point], ink: Ink) -> list[Piece]:
    """Arms that reach from a whole animal's chest, or from its sides, to points."""
    optical = context.table.optical
    if side := front_side(context.library, body.part.concept, body.part.anchors):
        starts: Sequence[Point] = [front_shoulder(body, side)] * len(hands)
    else:
        starts = reaching_from(body, hands)
    limbs = (
        arm_to(start, hand, 0.04 * body.size, body.size, ink, optical)
        for start, hand in zip(starts, hands, strict=False)
    )
    return [as_piece(limb) for limb in limbs]


def as_piece(limb: Limb) -> Piece:
    return Piece(limb.svg, limb.bounds.corners)
