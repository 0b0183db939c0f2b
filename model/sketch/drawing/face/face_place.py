"""Where an expression goes on its base, and how large: inside the outline."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.art.pieces import UNIT, unit_bounds
from model.sketch.drawing.art.wearer import is_whole
from model.sketch.drawing.colour.look import RESOLUTION, Look, look
from model.sketch.drawing.colour.rim import outline
from model.sketch.drawing.vector.geometry import Affine
from model.sketch.library import Part, Point, Size, Spot

Points = npt.NDArray[np.float64]
SKULL = "1F480"
"""Its face stays at its sockets."""
# How much of the art's width a face may take, and the least in widths of its box.
_INSIDE, _LEAST_ROOM = 0.8, 0.4
# The width of an expression on a whole animal, in widths of its head.
_ON_HEAD = 1.35
# The height of a chin below a person's face, in heights of the art, and how much smaller a face is
# for it.
_CHIN, _LEAST_FACE = 0.1, 0.84
# A face on a thing is smaller in steps, down to the least size, and moved by shares of the distance
# of its eyes, until at most this share of it is outside of the outline.
_STEP, _LEAST_SIZE, _OUTSIDE = 0.94, 0.5, 0.015
_MOVES = tuple(
    sorted(
        ((0.12 * x, 0.12 * y) for x in range(-3, 4) for y in range(-3, 4)),
        key=lambda move: move[0] ** 2 + move[1] ** 2,
    )
)
# What is farther from the eyes, in their distances, is around a face, as the letters of sleep are.
_AROUND, _FAINT = (1.5, 1.0, 1.7), 40


def placed(base: Part, features: Part, apart: float, art: Look, has_chin: bool = False) -> Affine:
    """Maps the features' unit square to the base, UNIT wide: eyes on eyes, `apart` from each other.

    With `has_chin`, the lower edge of the art is a chin, which stays free.
    """
    x, y, _ = base.anchors.eyes
    own_x, own_y, own_apart = features.anchors.eyes
    scale = UNIT * apart / own_apart
    box = base.anchors.box
    if base.anchors.face == "none" and base.concept != SKULL:
        size, dx, dy = _inside(base, features, apart)
        at = UNIT * (x + dx * apart), UNIT * (y + dy * apart)
        return Affine.onto(at, (own_x, own_y), size * scale)
    room = _ON_HEAD * base.anchors.head[2] if is_whole(base.anchors) else _room(base, art, apart)
    scale = min(scale, UNIT * room / features.anchors.box.w)
    bottom = UNIT * (box.y + box.h - (_CHIN * box.h if has_chin else 0))
    own = unit_bounds(features.anchors)
    if has_chin:
        scale *= min(1.0, max(_LEAST_FACE, (bottom - UNIT * y) / (scale * (own.y1 - own_y))))
    place = Affine.onto((UNIT * x, UNIT * y), (own_x, own_y), scale)
    bounds = place.bounds(own)
    return Affine.move(0, min(0.0, bottom - bounds.y1)) @ place


def drawn_eyes(base: Part, features: Part, apart: float) -> Spot:
    """The eyes of features on a thing without a face, as they are placed there."""
    x, y, _ = base.anchors.eyes
    size, dx, dy = _inside(base, features, apart)
    return x + dx * apart, y + dy * apart, size * apart


def ground(features: Part, place: Affine, art: Look) -> npt.NDArray[np.float64]:
    """The lightness (0 to 1) of the art under the features of a face that is placed on it."""
    points = _points(features.body, features.size, features.anchors.eyes)
    x = (place.a * points[:, 0] + place.c * points[:, 1] + place.e) / UNIT
    y = (place.b * points[:, 0] + place.d * points[:, 1] + place.f) / UNIT
    columns, rows = (np.clip((v * RESOLUTION).astype(int), 0, RESOLUTION - 1) for v in (x, y))
    under: npt.NDArray[np.float64] = art.lightness[rows, columns][art.solid[rows, columns]]
    return under


def _room(base: Part, art: Look, apart: float) -> float:
    """The width of the art where its face is, symmetric about the face."""
    x, y, _ = base.anchors.eyes
    box = base.anchors.box
    edges = [art.edges(y + down * apart) or (box.x, box.x + box.w) for down in (-0.2, 0.5, 0.9)]
    widths = sorted(2 * min(x - left, right - x) for left, right in edges)
    return max(_INSIDE * (widths[0] + widths[1]) / 2, _LEAST_ROOM * box.w)


def _inside(base: Part, features: Part, apart: float) -> tuple[float, float, float]:
    """How much smaller features are and how far they move, in `apart`, to be inside the outline."""
    return _fitted(base.body, base.size, base.anchors.eyes[:2], features, round(apart, 4))


@lru_cache(maxsize=4096)
def _fitted(
    body: str, size: Size, eyes: Point, features: Part, apart: float
) -> tuple[float, float, float]:
    art = look(body, size)
    solid = art.solid & ~outline(art.pixels[..., 3])
    points = _points(features.body, features.size, features.anchors.eyes)
    away = (points - features.anchors.eyes[:2]) / features.anchors.eyes[2]
    best, shrunk = (np.inf, 1.0, 0.0, 0.0), 1.0
    while shrunk > _LEAST_SIZE:
        for dx, dy in _MOVES:
            at = ((shrunk * away + (dx, dy)) * apart + eyes) * RESOLUTION
            columns, rows = np.clip(at.astype(int), 0, RESOLUTION - 1).T
            outside = 1.0 - float(solid[rows, columns].mean())
            if outside <= _OUTSIDE:
                return shrunk, dx, dy
            best = min(best, (outside, shrunk, dx, dy))
        shrunk *= _STEP
    return best[1:]


@lru_cache(maxsize=512)
def _points(body: str, size: Size, eyes: Spot) -> Points:
    """Where something is drawn, in the unit square: [n, 2]."""
    rows, columns = np.nonzero(look(body, size).pixels[..., 3] > _FAINT)
    points = (np.stack([columns, rows], axis=1) + 0.5) / RESOLUTION
    x, y = ((points - eyes[:2]) / eyes[2]).T
    side, up, down = _AROUND
    near: Points = points[(np.abs(x) < side) & (y > -up) & (y < down)]
    return near
