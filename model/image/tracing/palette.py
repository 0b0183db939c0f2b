"""The palette of a traced picture: the sketch's colours, and those that the painting adds."""

import numpy as np
import numpy.typing as npt

from model.image.pixels import Floats, Pixels
from model.image.tracing.labels import Labels

APART = 32.0
"""The minimum distance of the sketch's colours, in grey levels: a gradient becomes a few layers."""
MISSING = 56.0
"""A colour of the painting at least this far from all others joins the palette."""
SKETCH_COLOURS, PAINTED_COLOURS = 20, 8
# The minimum share of the ink that a colour of the sketch, or of the painting, fills.
_LEAST_OWN, _LEAST_PAINTED = 0.0004, 0.002
_TRIED = 256
_BITS = 4


def sketch_colours(rgb: Pixels) -> Pixels:
    """The colours of uint8 [n, 3] that are APART from each other, most common first: [k, 3].

    Black if n is 0.
    """
    if not len(rgb):
        return np.zeros((1, 3), np.uint8)
    values, counts = np.unique(_packed(rgb), return_counts=True)
    values = values[np.argsort(-counts, kind="stable")]
    counts = np.sort(counts)[::-1]
    values = values[counts >= _LEAST_OWN * len(rgb)]
    colours = np.stack([values >> 16, values >> 8 & 255, values & 255], axis=-1).astype(np.uint8)
    return extended(np.zeros((0, 3), np.uint8), colours, APART, SKETCH_COLOURS)


def painted_colours(rgb: Pixels, palette: Pixels) -> Pixels:
    """`palette` with the most common colours of uint8 [n, 3] that are far from all in it."""
    far = rgb[distances(rgb, palette).min(axis=-1) > MISSING**2]
    values, index, counts = np.unique(
        _packed(far >> _BITS), return_inverse=True, return_counts=True
    )
    sums = np.stack([np.bincount(index, far[:, c], len(values)) for c in range(3)], axis=-1)
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] >= _LEAST_PAINTED * len(rgb)]
    means = (sums[order] / counts[order, None]).round().astype(np.uint8)
    return extended(palette, means, MISSING, PAINTED_COLOURS)


def extended(palette: Pixels, colours: Pixels, apart: float, most: int) -> Pixels:
    """`palette` and up to `most` of `colours`, each at least `apart` from all before it."""
    tried = colours[:_TRIED]
    is_free = (distances(tried, palette) >= apart**2).all(axis=-1)
    far = distances(tried, tried) >= apart**2
    chosen: list[int] = []
    while len(chosen) < most and is_free.any():
        chosen.append(int(is_free.argmax()))
        is_free &= far[chosen[-1]]
    return np.concatenate([palette, tried[chosen]])


def distances(rgb: Pixels, palette: Pixels) -> Floats:
    """Squared distances of [n, 3] to [k, 3]: float32 [n, k]."""
    x, p = rgb.astype(np.float32), palette.astype(np.float32)
    squared: Floats = (x**2).sum(axis=-1)[:, None] - 2 * (x @ p.T) + (p**2).sum(axis=-1)
    return squared


def nearest(rgb: Pixels, palette: Pixels) -> Labels:
    """The index of the nearest colour for uint8 [..., 3]."""
    found = distances(rgb.reshape(-1, 3), palette).argmin(axis=-1)
    labels: Labels = found.astype(np.uint8).reshape(rgb.shape[:-1])
    return labels


def looked_up(rgb: Pixels, palette: Pixels) -> Labels:
    """Like `nearest`, but faster for many pixels: looks up colours in steps of 16 levels.

    Exact for the palette's own colours if they are APART.
    """
    steps = np.arange(8, 256, 1 << _BITS, dtype=np.uint8)
    middles = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)
    index = (rgb >> _BITS).astype(np.uint16)
    table = nearest(middles, palette).ravel()
    labels: Labels = table[(index[..., 0] << 8) | (index[..., 1] << 4) | index[..., 2]]
    return labels


def _packed(rgb: Pixels) -> npt.NDArray[np.uint32]:
    """uint8 [n, 3] as one number per colour."""
    x = rgb.astype(np.uint32)
    return ((x[:, 0] << 16) | (x[:, 1] << 8) | x[:, 2]).astype(np.uint32)
