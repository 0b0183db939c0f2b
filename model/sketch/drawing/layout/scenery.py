"""Draws a place as a framed backdrop with ground, and the figure standing or floating in it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from model.sketch.drawing.art.pieces import Piece, stack, unit_bounds
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.colour.rim import swallowed
from model.sketch.drawing.place.grounds import FRONT, LAND
from model.sketch.drawing.place.places import Place, Stand
from model.sketch.drawing.place.weather import AIR, Drawing
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point, convex_hull, is_inside

# The corner radius of the frame, which is 100 wide and high.
CORNERS: Mapping[str, float] = {"fluent": 24, "noto": 20, "twemoji": 16}
_RIM, _RIM_INK, _EDGE = 1.5, "#8b9cc4", 2.5
_FOOT, _FLOATING, _ALOFT = 91.0, 56.0, 40.0
# The room for a figure that stands, floats in the middle, or is above a landscape: wide and high.
_STANDS, _FLOATS, _FLIES = (72.0, 70.0), (68.0, 68.0), (64.0, 50.0)
_FRAME = Bounds(0, 0, 100, 100)
# The share of a figure's height that is in the water, and where a thing is sampled.
_DEEP, _STEPS = 0.3, (-0.15, 0.2, 0.5, 0.8, 1.15)
# What stands on the ground may leave the frame by this share of its width.
_BLEED = 0.1


def in_place(
    context: DrawingContext, place: Place, picture: Piece, is_aloft: bool, face: int = 0
) -> Piece:
    """The picture in a place: on its ground, or floating if it has none or if it `is_aloft`.

    Things in the place are away from the side of its `face`: -1 left, 1 right, 0 middle.
    """
    box = picture.bounds
    wide, high = _FLOATS if place.ground is None else _FLIES if is_aloft else _STANDS
    scale = max(box.width / wide, box.height / high)
    y = _FOOT - box.height / scale / 2
    if place.ground is None:
        y = _FLOATING
    elif is_aloft:
        y = _ALOFT
    frame = Affine.onto(box.centre, (50, y), scale)
    rng = context.rng("place")
    into = frame.inverse
    figure = [into.at(point) for point in picture.at_rest or picture.hull]
    backdrop = _backdrop(context, place, rng, figure, face)
    front = [] if is_aloft else _front(context, place, rng, box.height / scale)
    return stack([backdrop.moved(frame), picture, *(piece.moved(frame) for piece in front)])


def as_view(context: DrawingContext, place: Place) -> Piece:
    """A place without a figure in it."""
    rng = context.rng("place")
    backdrop = _backdrop(context, place, rng, ())
    return stack([backdrop, *_front(context, place, rng, 0.0)])


def _front(context: DrawingContext, place: Place, rng: random.Random, height: float) -> list[Piece]:
    """The part of a place that is in front of a figure of a height."""
    if place.land == "spring":
        place = replace(place, horizon=max(0.7, (_FOOT - _DEEP * height) / 100))
    corner = CORNERS[context.style]
    front = _drawn(FRONT, place.land, rng, corner, place)
    if not front:
        return []
    piece = Piece(front, _FRAME.corners)
    return [context.table.clipped(piece, _outline(corner), _FRAME, "frame")]


def _outline(corner: float) -> str:
    """The path of the frame."""
    straight, arc = 100 - 2 * corner, f"a{corner:g} {corner:g} 0 0 1"
    return (
        f"M{corner:g} 0h{straight:g}{arc} {corner:g} {corner:g}v{straight:g}"
        f"{arc}-{corner:g} {corner:g}h-{straight:g}{arc}-{corner:g}-{corner:g}v-{straight:g}"
        f"{arc} {corner:g}-{corner:g}z"
    )


def _backdrop(
    context: DrawingContext,
    place: Place,
    rng: random.Random,
    figure: Sequence[Point],
    face: int = 0,
) -> Piece:
    """The frame with sky, ground and what stands there; 100 wide and high."""
    corner = CORNERS[context.style]
    above, below = place.sky
    paint, defs = above, ""
    if context.style != "twemoji":
        paint = "url(#sky)"
        defs = (
            '<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">'
            f'<stop offset="0" stop-color="{above}"/><stop offset="1" stop-color="{below}"/>'
            "</linearGradient>"
        )
    sky = f'{defs}<rect width="100" height="100" rx="{corner:g}" fill="{paint}"/>'
    air = "".join(_drawn(AIR, name, rng, corner, place) for name in place.air)
    land = "" if place.ground is None else _drawn(LAND, place.land, rng, corner, place)
    falls = _drawn(AIR, place.falls, rng, corner, place)
    hull, mirrored = _FRAME.corners, _is_mirrored(context, place, rng, figure, face)
    far = [_standing(context, one, mirrored) for one in place.stands if one.hangs]
    near = [_standing(context, one, mirrored) for one in place.stands if not one.hangs]
    drawn = stack([
        Piece(context.table.unique(sky), hull), Piece(air, hull), *far, Piece(land, hull), *near,
        Piece(falls, hull),
    ])  # fmt: skip
    framed = context.table.clipped(drawn, _outline(corner), _FRAME, "frame")
    return stack([Piece(_rim(place, corner), hull), framed])


def _is_mirrored(
    context: DrawingContext,
    place: Place,
    rng: random.Random,
    figure: Sequence[Point],
    face: int,
) -> bool:
    """Whether a place is drawn mirrored.

    It is if that hides less behind the figure, or behind the half with its `face` if that is at the
    left (-1) or the right (1).
    """
    guess = rng.random() < 0.5
    if not figure:
        return guess
    hull, hidden = convex_hull(figure), [0, 0]
    for one in place.stands:
        for mirrored in (False, True):
            box = _room(context, one, mirrored)
            spots = [
                (box.x0 + u * box.width, box.y0 + v * box.height) for u in _STEPS for v in _STEPS
            ]
            hidden[mirrored] += sum(
                (x - 50) * face >= 0 and is_inside(hull, (x, y)) for x, y in spots
            )
    return guess if hidden[0] == hidden[1] else hidden[1] < hidden[0]


def _rim(place: Place, corner: float) -> str:
    """A line around the frame, if a dark or a white ground would swallow an edge of it."""
    edges = [*place.sky, *(place.ground or ())]
    colours = np.array([list(bytes.fromhex(edge[1:])) for edge in edges], np.uint8)
    if not swallowed(colours).any():
        return ""
    return (
        f'<rect x="-{_RIM}" y="-{_RIM}" width="{100 + 2 * _RIM}" height="{100 + 2 * _RIM}" '
        f'rx="{corner + _RIM:g}" fill="{_RIM_INK}"/>'
    )


def _room(context: DrawingContext, one: Stand, mirrored: bool) -> Bounds:
    """Where a thing is in the frame."""
    own = unit_bounds(context.part(one.concept).anchors)
    x = 100 * (1 - one.x if mirrored else one.x)
    scale = 100 * one.size / max(own.width, own.height)
    wide, high = scale * own.width, scale * own.height
    half = (0.5 - (0.0 if one.hangs else _BLEED)) * wide + _EDGE
    x = min(max(x, half), 100 - half)
    y = max(100 * one.foot - (0.0 if one.hangs else high / 2), high / 2 + _EDGE)
    return Bounds(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _standing(context: DrawingContext, one: Stand, mirrored: bool) -> Piece:
    part = context.part(one.concept)
    own, room = unit_bounds(part.anchors), _room(context, one, mirrored)
    place = Affine.onto(room.centre, own.centre, room.width / own.width)
    return context.table.cut(part, place, context.tinted(one.concept))


def _drawn(
    drawings: Mapping[str, Drawing],
    name: str,
    rng: random.Random,
    corner: float,
    place: Place,
) -> str:
    draw = drawings.get(name)
    return "" if draw is None else draw(rng, corner, place)
