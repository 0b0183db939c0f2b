"""Keeps what is held off the face of whoever holds it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.art.pieces import Piece
from model.sketch.drawing.vector.geometry import Bounds, Point, convex_hull

# Where a thing may be gripped instead of its usual place, in its widths and heights.
_GRIP_STEPS = tuple((x, y) for x in (0.0, 0.12, 0.24, 0.36) for y in (0.0, 0.2, 0.4))
# How much of a face may be hidden at no cost; what hiding all of it costs, in sizes of the figure;
# and how much worse it is to move a hand than a grip.
_HARMLESS, _HIDDEN, _FAR = 0.08, 3.0, 2.8
_CORNERS = 12
_SAMPLES = 6  # points across and down of what must be seen

Points = npt.NDArray[np.float64]
_STILL: Points = np.zeros((1, 2))


def hides(free: Sequence[Bounds], things: Sequence[Piece]) -> bool:
    """Whether things hide more than a little of what must be seen."""
    hulls = [_outline(thing) for thing in things]
    return any(_hidden(_grid(box), _STILL, hulls)[0] > _HARMLESS for box in free)


def off_face(
    free: Sequence[Bounds],
    things: Sequence[Piece],
    hand: Piece | None,
    side: int,
    size: float,
    is_loose: bool,
    steps: Sequence[Point],
) -> tuple[Point, Point]:
    """How far things move within the hand, and with it, to the side and down, to be off a face.

    What has a handle stays at its grip. `steps` are the ways that the hand may go, in sizes of the
    figure. The share of a face that is hidden is that within the convex hull of a thing.
    """
    paws = [] if hand is None else [hand]
    if not hides(free, [*things, *paws]):
        return (0.0, 0.0), (0.0, 0.0)
    hulls, hands = ([_outline(piece) for piece in some] for some in (things, paws))
    box = Bounds.around(point for thing in things for point in thing.bounds.corners)
    grips = np.array(_GRIP_STEPS if is_loose else [(0.0, 0.0)]) * (side * box.width, box.height)
    reaches = np.array(steps) * (side * size, size)
    moves = (grips[:, None] + reaches).reshape(-1, 2)
    way = (np.abs(grips).sum(-1)[:, None] + _FAR * np.abs(reaches).sum(-1)).ravel() / size
    hidden = sum(
        np.maximum(0, _hidden(points, moves, hulls) - _HARMLESS)
        + np.tile(_hidden(points, reaches, hands), len(grips))
        for points in map(_grid, free)
    )
    best = int(np.argmin(_HIDDEN * hidden + way))
    grip, reach = grips[best // len(reaches)], reaches[best % len(reaches)]
    return (float(grip[0]), float(grip[1])), (float(reach[0]), float(reach[1]))


def _outline(piece: Piece) -> Points:
    """Corners of the convex hull of a piece, about _CORNERS of them, float [corners, 2]."""
    hull = convex_hull(piece.hull)
    return np.array(hull[:: max(1, len(hull) // _CORNERS)])


def _grid(box: Bounds) -> Points:
    """Points of a rectangle, float [_SAMPLES ** 2, 2]."""
    steps = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    x, y = np.meshgrid(box.x0 + steps * box.width, box.y0 + steps * box.height)
    return np.stack([x.ravel(), y.ravel()], -1)


def _hidden(points: Points, moves: Points, hulls: Sequence[Points]) -> Points:
    """The share of the points, [points, 2], in one of the convex hulls after each move: [moves]."""
    inside = np.zeros((len(moves), len(points)), np.bool_)
    for hull in hulls:
        edge = np.roll(hull, -1, axis=0) - hull
        inwards = np.stack([-edge[:, 1], edge[:, 0]])
        level = (hull * inwards.T).sum(-1)
        turn = 1.0 if (hull.mean(0) @ inwards - level).sum() >= 0 else -1.0
        # A thing that moves is a face that moves the other way.
        away = turn * (points @ inwards - level) + 1e-9
        inside |= (away >= turn * (moves @ inwards)[:, None]).all(-1)
    share: Points = inside.mean(-1)
    return share
