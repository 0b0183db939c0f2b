"""Keeps what is held off the face of whoever holds it."""

from collections.abc import Sequence

from model.sketch.drawing.geometry import Bounds, Point
from model.sketch.drawing.pieces import Piece

# Where a thing may be gripped instead of its usual place, in its widths and heights, and where the
# hand may be, in sizes of the figure: to the side and down.
_GRIP_STEPS = tuple((x, y) for x in (0.0, 0.12, 0.24, 0.36) for y in (0.0, 0.2, 0.4))
_REACH_STEPS = tuple((x, y) for x in (0.0, 0.08, 0.16, 0.22) for y in (0.0, 0.08, 0.16))
_CORNERS = 0.1  # of a thing's box are empty, at each side
# How much of a face may be hidden at no cost; what hiding all of it costs, in sizes of the figure;
# and how much worse it is to move a hand than a grip.
_HARMLESS, _HIDDEN, _FAR = 0.06, 3.0, 2.8


def off_face(
    free: Sequence[Bounds], things: Sequence[Piece], side: int, size: float, is_loose: bool
) -> tuple[Point, Point]:
    """How far things move within the hand, and with it, to the side and down, to be off a face.

    What has a handle stays at its grip.
    """
    box = Bounds.around(point for thing in things for point in thing.bounds.corners)
    box = box.padded(-_CORNERS * min(box.width, box.height))
    if not any(_covered(one, box) > _HARMLESS for one in free):
        return (0.0, 0.0), (0.0, 0.0)
    grips = _GRIP_STEPS if is_loose else ((0.0, 0.0),)
    moves = (
        ((side * across * box.width, down * box.height), (side * out * size, low * size))
        for across, down in grips
        for out, low in _REACH_STEPS
    )
    return min(moves, key=lambda move: _cost(move, free, box, size))


def _cost(move: tuple[Point, Point], free: Sequence[Bounds], box: Bounds, size: float) -> float:
    """How bad it is to move a box: by the way, and by what it covers then."""
    (gx, gy), (hx, hy) = move
    there = Bounds(box.x0 + gx + hx, box.y0 + gy + hy, box.x1 + gx + hx, box.y1 + gy + hy)
    covered = sum(max(0.0, _covered(one, there) - _HARMLESS) for one in free)
    return _HIDDEN * covered + (abs(gx) + abs(gy) + _FAR * (abs(hx) + abs(hy))) / size


def _covered(one: Bounds, other: Bounds) -> float:
    """The share of one rectangle that another covers."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(0.0, wide) * max(0.0, high) / (one.width * one.height)
