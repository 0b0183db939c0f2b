"""Whether art melts into what it lies on: colours too near to each other along the common edge."""

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.colour.look import RESOLUTION, Look
from model.sketch.drawing.colour.oklch import Lch, oklab
from model.sketch.drawing.colour.rim import outline
from model.sketch.drawing.vector.geometry import Affine

ALIKE = 0.1
"""The distance (OKLab) below which two colours are shades of one."""
_MELTING = 0.35  # the share of a common edge
_LEAST = 6  # pixels of a common edge
# Around a colour lighter than `_PALE` an edge is darker, around others lighter, by a step.
_PALE, _STEP = 0.55, 0.2


def edge_distances(front: Look, back: Look, onto: Affine) -> npt.NDArray[np.float64]:
    """The distances (OKLab), [n], of the colours at each side of the outline of `front`.

    `onto` maps its unit square to that of `back`. Where nothing is behind, no distance is measured.
    """
    rows, columns = np.nonzero(outline(front.pixels[..., 3]))
    u, v = (columns + 0.5) / RESOLUTION, (rows + 0.5) / RESOLUTION
    x = ((onto.a * u + onto.c * v + onto.e) * RESOLUTION).astype(int)
    y = ((onto.b * u + onto.d * v + onto.f) * RESOLUTION).astype(int)
    is_in = (x >= 0) & (x < RESOLUTION) & (y >= 0) & (y < RESOLUTION)
    rows, columns, x, y = rows[is_in], columns[is_in], x[is_in], y[is_in]
    is_on = back.solid[y, x]
    mine = oklab(front.pixels[rows[is_on], columns[is_on], :3] / 255)
    others = oklab(back.pixels[y[is_on], x[is_on], :3] / 255)
    distances: npt.NDArray[np.float64] = np.linalg.norm(mine - others, axis=1)
    return distances


def melts(front: Look, back: Look, onto: Affine) -> bool:
    """Whether much of the edge between two pieces of art is not seen."""
    distances = edge_distances(front, back, onto)
    return len(distances) >= _LEAST and float((distances < ALIKE).mean()) > _MELTING


def edge_colour(colour: Lch) -> Lch:
    """The colour of an edge around a colour: darker than it, or lighter if it is dark."""
    step = -_STEP if colour.light > _PALE else _STEP
    return Lch(colour.light + step, colour.chroma, colour.hue)
