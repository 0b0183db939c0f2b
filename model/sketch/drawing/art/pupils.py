"""Finds the pupils in an animal's art, near where its eyes are said to be."""

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.vector.raster import rasterize_part
from model.sketch.library import Part, Point, Size, Spot

Pupil = Spot
"""Centre and radius, in the part's unit square."""
_RESOLUTION = 144
_DARK, _OPAQUE = 100, 128
_SMALLEST, _LARGEST = 0.00012, 0.03
_FULL, _LONGEST = 0.5, 2.3
_NEAR, _LEVEL = 0.62, 0.3
# Eyes that are not seen, as on dark heads: their radius in eye distances; off the middle, only one.
_GUESSED, _SIDEWAYS = 0.16, 0.1


def pupils(part: Part) -> tuple[Pupil, ...]:
    """The one or two pupils of an animal's face, the left one first. Guessed if none is seen."""
    if found := seen_pupils(part):
        return found
    x, y, apart = part.anchors.eyes
    level = [(x - 0.4 * apart, y, _GUESSED * apart), (x + 0.4 * apart, y, _GUESSED * apart)]
    if abs(x - 0.5) < _SIDEWAYS:
        return tuple(level)
    return (max(level, key=lambda one: abs(one[0] - 0.5)),)


def seen_pupils(part: Part) -> tuple[Pupil, ...]:
    """As `pupils`; empty if none is seen, as on a dark head."""
    return _pupils(part.body, part.size, part.anchors.eyes)


def side_eye(part: Part) -> Point:
    """The only eye that is seen of an animal from the side; the middle of the eyes otherwise."""
    x, y, _ = part.anchors.eyes
    seen = seen_pupils(part)
    return seen[0][:2] if len(seen) == 1 else (x, y)


@lru_cache(maxsize=512)
def _pupils(body: str, size: Size, eyes: Spot) -> tuple[Pupil, ...]:
    rgba = rasterize_part(body, size, _RESOLUTION)
    x, y, apart = eyes
    dark = (rgba[..., 3] > _OPAQUE) & (rgba[..., :3].max(axis=-1) < _DARK)
    reach = 1.15 * apart + 0.03
    rows, columns = (
        slice(max(0, int((v - reach) * _RESOLUTION)), int((v + reach) * _RESOLUTION) + 1)
        for v in (y, x)
    )
    blobs = [
        (px + columns.start / _RESOLUTION, py + rows.start / _RESOLUTION, radius)
        for px, py, radius in _blobs(dark[rows, columns])
    ]
    pair = [_nearest(blobs, (x + sign * apart / 2, y), apart) for sign in (-1, 1)]
    found = sorted({one for one in pair if one is not None})
    if len(found) == 2:
        (_, y0, r0), (_, y1, r1) = found
        if abs(y0 - y1) > _LEVEL * apart or max(r0, r1) > 2 * min(r0, r1):
            found = [max(found, key=lambda one: one[2])]
    return tuple(found)


def _nearest(blobs: list[Pupil], at: tuple[float, float], apart: float) -> Pupil | None:
    near = [(math.hypot(b[0] - at[0], b[1] - at[1]), b) for b in blobs]
    best = min(near, default=None)
    return best[1] if best is not None and best[0] < _NEAR * apart else None


def _blobs(dark: npt.NDArray[np.bool_]) -> list[Pupil]:
    """Compact connected dark blobs: centre and radius, in widths of the art."""
    left, found = {(int(r), int(c)) for r, c in zip(*dark.nonzero(), strict=True)}, []
    while left:
        queue = [left.pop()]
        blob = []
        while queue:
            row, column = queue.pop()
            blob.append((row, column))
            for near in (
                (row - 1, column),
                (row + 1, column),
                (row, column - 1),
                (row, column + 1),
            ):
                if near in left:
                    left.remove(near)
                    queue.append(near)
        if (pupil := _as_pupil(np.array(blob, np.float64))) is not None:
            found.append(pupil)
    return found


def _as_pupil(blob: npt.NDArray[np.float64]) -> Pupil | None:
    area = len(blob) / _RESOLUTION**2
    high, wide = blob.max(axis=0) - blob.min(axis=0) + 1
    if not _SMALLEST <= area <= _LARGEST or max(high, wide) > _LONGEST * min(high, wide):
        return None
    if len(blob) < _FULL * high * wide:
        return None
    row, column = (blob.max(axis=0) + blob.min(axis=0) + 1) / 2 / _RESOLUTION
    return float(column), float(row), math.sqrt(area / math.pi)
