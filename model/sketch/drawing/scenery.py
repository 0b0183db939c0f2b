"""Draws a place as a framed backdrop with ground, and the figure standing or floating in it."""

import random
from collections.abc import Mapping

import numpy as np

from model.sketch.drawing.body import DrawingContext
from model.sketch.drawing.geometry import Affine, Bounds
from model.sketch.drawing.grounds import FRONT, LAND
from model.sketch.drawing.pieces import Piece, stack, unit_bounds
from model.sketch.drawing.places import Place, Stand
from model.sketch.drawing.rim import swallowed
from model.sketch.drawing.weather import AIR, Drawing

# The corner radius of the frame, which is 100 wide and high.
CORNERS: Mapping[str, float] = {"fluent": 24, "noto": 20, "twemoji": 16}
_RIM, _RIM_INK, _EDGE = 1.5, "#8b9cc4", 2.5
_FOOT, _FLOATING, _ALOFT = 91.0, 53.0, 40.0
# The room for a figure that stands, floats in the middle, or is above a landscape: wide and high.
_STANDS, _FLOATS, _FLIES = (74.0, 74.0), (72.0, 72.0), (64.0, 50.0)


def in_place(
    context: DrawingContext, place: Place, picture: Piece, is_aloft: bool, face: int = 0
) -> Piece:
    """The picture in a place: on its ground, or floating if it has none or if it `is_aloft`.

    Its `face` at the left (-1) or the right (1) stays free of what is behind.
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
    backdrop = _backdrop(context, place, rng, face)
    front = _drawn(FRONT, place.land, rng, CORNERS[context.style], place) if not is_aloft else ""
    hull = Bounds(0, 0, 100, 100).corners
    return stack([
        backdrop.moved(frame),
        picture,
        *([Piece(front, hull).moved(frame)] if front else []),
    ])  # fmt: skip


def _backdrop(context: DrawingContext, place: Place, rng: random.Random, face: int) -> Piece:
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
    sky = f'<rect width="100" height="100" rx="{corner:g}" fill="{paint}"/>'
    sky = defs + _rim(place, corner) + sky
    air = _drawn(AIR, place.air, rng, corner, place)
    land = "" if place.ground is None else _drawn(LAND, place.land, rng, corner, place)
    hull = Bounds(0, 0, 100, 100).corners
    mirrored = rng.random() < 0.5
    if face and place.stands:
        mirrored = (place.stands[-1].x > 0.5) == (face > 0)
    far = [_standing(context, one, mirrored) for one in place.stands if one.hangs]
    near = [_standing(context, one, mirrored) for one in place.stands if not one.hangs]
    table = context.table
    return stack([
        Piece(table.unique(sky), hull), Piece(air, hull), *far, Piece(land, hull), *near,
    ])  # fmt: skip


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


def _standing(context: DrawingContext, one: Stand, mirrored: bool) -> Piece:
    part = context.part(one.concept)
    own = unit_bounds(part.anchors)
    x = 100 * (1 - one.x if mirrored else one.x)
    scale = 100 * one.size / max(own.width, own.height)
    half = scale * own.width / 2 + _EDGE
    x = min(max(x, half), 100 - half)
    y = 100 * one.foot - (0.0 if one.hangs else scale * own.height / 2)
    y = max(y, scale * own.height / 2 + _EDGE)
    place = Affine.onto((x, y), own.centre, scale)
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
