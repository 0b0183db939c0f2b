"""Alpha for pictures on a plain ground: the ground around the figure becomes transparent."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from model.image.pixels import Floats, Pixels, unblended
from model.image.tracing.components import numbered

Scalar = TypeVar("Scalar", np.bool_, np.float32)
Mask = npt.NDArray[np.bool_]

# Maximum distance of a background pixel from white: the autoencoder's noise.
NEAR_WHITE = 0.06
# Width in pixels of the edge where background and figure may be mixed.
EDGE = 2
# Width in pixels of the border that shows what the ground is.
FRAME = 3
# The share of the border that must be ground.
COVERED = 0.7
# Rounds of fitting, each without what fitted worst before.
FITS = 6
# A ground that differs more than this from its fit is not plain.
MOST_NOISE = 0.12


def cut_out(rgb: Floats, ground: Floats | float = 1.0, near: float = NEAR_WHITE) -> Pixels:
    """float32 [height, width, 3] in [0, 1] on a ground -> uint8 [height, width, 4], straight alpha.

    Only ground that is connected to the border becomes transparent, so on white an eye stays white.
    Pixels up to `near` from it count as ground. A pixel at the edge counts as a mixture of the
    ground and the strongest colour near it.
    """
    ink = np.abs(ground - rgb).max(axis=-1)
    background = _joined_to_frame(ink < near)
    edge = _widened(background, EDGE) & ~background
    full = ink
    for _ in range(EDGE + 1):
        full = _maximum(full)
    alpha = np.where(edge, np.clip(ink / np.maximum(full, near), 0, 1), 1)
    alpha = np.where(background, 0, alpha)
    return unblended(rgb, alpha.astype(np.float32), ground)


def plain_ground(rgb: Floats) -> tuple[Floats, float] | None:
    """The ground of a picture, float32 [height, width, 3], if it is plain, and its noise.

    Plain is one colour, or one that changes evenly over the picture. It is fitted to the border,
    of which the figure may cover a part.
    """
    height, width = rgb.shape[:2]
    y, x = np.mgrid[0:height, 0:width] / np.float32(max(height, width))
    plane = np.stack([np.ones_like(x), x, y], axis=-1).astype(np.float32)
    border = np.ones((height, width), np.bool_)
    border[FRAME:-FRAME, FRAME:-FRAME] = False
    places, colours = plane[border], rgb[border]
    fitted = np.stack([np.median(colours, axis=0), *np.zeros((2, 3), np.float32)])
    for _ in range(FITS):
        apart = np.abs(places @ fitted - colours).max(axis=-1)
        own = apart <= np.quantile(apart, COVERED)
        fitted = np.linalg.lstsq(places[own], colours[own], rcond=None)[0]
    apart = np.abs(places @ fitted - colours).max(axis=-1)
    noise = float(np.clip(4 * np.median(apart), NEAR_WHITE, MOST_NOISE))
    if (apart < noise).mean() < COVERED:
        return None
    ground: Floats = np.clip(plane @ fitted, 0, 1).astype(np.float32)
    return ground, noise


def _joined_to_frame(ground: Mask) -> Mask:
    """The part of `ground` that is connected to the border."""
    areas = numbered(ground.astype(np.uint8))
    frame = np.ones(ground.shape, np.bool_)
    frame[1:-1, 1:-1] = False
    joined = np.zeros(areas.max() + 1, np.bool_)
    joined[areas[frame & ground]] = True
    return joined[areas] & ground


def _widened(mask: Mask, by: int) -> Mask:
    for _ in range(by):
        mask = _maximum(mask)
    return mask


def _maximum(values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """The maximum over each pixel and its four neighbours."""
    padded = np.pad(values, 1, mode="edge")
    across = np.maximum(padded[1:-1, :-2], padded[1:-1, 2:])
    along = np.maximum(padded[:-2, 1:-1], padded[2:, 1:-1])
    return np.maximum(values, np.maximum(across, along))
