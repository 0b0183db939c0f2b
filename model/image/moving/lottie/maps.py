"""Affine maps over time as the rotations and scales that Lottie's groups have."""

import math
from collections.abc import Sequence

import numpy as np

from model.image.moving.lottie.keyframes import Floats, Json, animated, constant
from model.sketch.drawing.vector.geometry import Affine

# Below this shear, in lengths, one group is enough.
_STRAIGHT = 2e-3
# Below this difference of the two scales, a map only turns and grows.
_ROUND = 2e-3


def grouped(items: list[Json], places: Sequence[Affine], step: int, tolerance: float) -> Json:
    """A group of items under a map at each frame, the first again at the end.

    Telegram's player knows no skew: a map that shears is a group that turns, inside one that
    stretches and turns.
    """
    moves = np.array([(place.e, place.f) for place in places])
    position = animated(moves, step, tolerance, 2)
    turns, scales, inner = _straight(places)
    if inner is None:
        return _group(items, position, turns, scales, step, tolerance)
    inside = _group(items, constant([0, 0]), inner, np.ones((len(places), 2)), step, tolerance)
    return _group([inside], position, turns, scales, step, tolerance)


def _group(
    items: list[Json],
    position: Json,
    turns: Floats,
    scales: Floats,
    step: int,
    tolerance: float,
) -> Json:
    # A turn of one degree moves a point at the frame's edge by about one unit.
    turn = animated(np.degrees(turns)[:, None], step, tolerance, 2)
    # Scales are of a part's own unit, which may be a hundred times smaller than the frame.
    largest = float(np.abs(scales).max()) or 1.0
    digits = max(2, 3 - math.floor(math.log10(100 * largest)))
    scale = animated(100 * scales, step, tolerance * largest, digits)
    still = {"a": constant([0, 0]), "o": constant(100)}
    return {"ty": "gr", "it": [*items, {"ty": "tr", "p": position, "r": turn, "s": scale, **still}]}


def _straight(places: Sequence[Affine]) -> tuple[Floats, Floats, Floats | None]:
    """Turns in radians, scales [frames, 2], and the turns before them if a map shears."""
    turns, scales, sheared = [], [], False
    for place in places:
        wide = math.hypot(place.a, place.b) or 1e-9
        shear = (place.a * place.c + place.b * place.d) / wide
        turns.append(math.atan2(place.b, place.a))
        scales.append((wide, (place.a * place.d - place.b * place.c) / wide))
        sheared |= abs(shear) > _STRAIGHT * max(wide, abs(scales[-1][1]))
    if not sheared:
        return np.unwrap(np.array(turns)), np.array(scales), None
    return _turned_twice(places)


def _turned_twice(places: Sequence[Affine]) -> tuple[Floats, Floats, Floats]:
    """Each map as a turn, a scale and a turn before it, each continuous over time."""
    found: list[tuple[float, float, float, float]] = []
    for place in places:
        variants = _variants(place)
        if not found:
            found.append(variants[0])
            continue
        last = found[-1]
        found.append(min((_near(each, last) for each in variants), key=lambda v: _far(v, last)))
    rows = np.array(found)
    return rows[:, 0], rows[:, 1:3], rows[:, 3]


def _variants(place: Affine) -> list[tuple[float, float, float, float]]:
    """All (turn, scale, scale, turn) that make the same map."""
    u, (wide, high), v = np.linalg.svd([[place.a, place.c], [place.b, place.d]])
    if wide - high < _ROUND * wide:
        mirrored = float(np.sign(np.linalg.det(u) * np.linalg.det(v)))
        return [(math.atan2(place.b, place.a), wide, mirrored * high, 0.0)]
    if np.linalg.det(u) < 0:
        u, high = u @ np.diag([1, -1]), -high
    if np.linalg.det(v) < 0:
        v, high = np.diag([1, -1]) @ v, -high
    turn, before = math.atan2(u[1, 0], u[0, 0]), math.atan2(v[1, 0], v[0, 0])
    quarter = math.pi / 2
    return [
        (turn, wide, high, before),
        (turn + quarter, high, wide, before - quarter),
        (turn + math.pi, -wide, -high, before),
        (turn + 3 * quarter, -high, -wide, before - quarter),
    ]


def _near(
    one: tuple[float, float, float, float], last: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """The same with angles within half a turn of the last ones."""
    turn, wide, high, before = one
    if before == 0.0 and abs(abs(wide) - abs(high)) < _ROUND * abs(wide):
        # A map that only turns and grows may turn before or after: as the last one did.
        total, before = turn, last[3]
        turn = total - (before if wide * high > 0 else -before)
    circle = 2 * math.pi
    turn += circle * round((last[0] - turn) / circle)
    before += circle * round((last[3] - before) / circle)
    return turn, wide, high, before


def _far(one: tuple[float, float, float, float], last: tuple[float, float, float, float]) -> float:
    size = max(abs(last[1]), abs(last[2]), 1e-9)
    scaled = abs(one[1] - last[1]) + abs(one[2] - last[2])
    return abs(one[0] - last[0]) + abs(one[3] - last[3]) + scaled / size
