"""Alpha for models that paint on white: the white around the figure becomes transparent."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from model.image.pixels import Floats, Pixels, unblended

Scalar = TypeVar("Scalar", np.bool_, np.float32)
Mask = npt.NDArray[np.bool_]

# Maximum distance of a background pixel from white: the autoencoder's noise.
NEAR_WHITE = 0.06
# Width in pixels of the edge where background and figure may be mixed.
EDGE = 2


def cut_out(rgb: Floats) -> Pixels:
    """float32 [height, width, 3] in [0, 1] on white -> uint8 [height, width, 4], straight alpha.

    Only white that is connected to the border becomes transparent, so an eye stays white. A pixel
    at the edge counts as a mixture of white and the strongest colour near it.
    """
    ink = 1 - rgb.min(axis=-1)
    background = _joined_to_frame(ink < NEAR_WHITE)
    edge = _widened(background, EDGE) & ~background
    full = ink
    for _ in range(EDGE + 1):
        full = _maximum(full)
    alpha = np.where(edge, np.clip(ink / np.maximum(full, NEAR_WHITE), 0, 1), 1)
    alpha = np.where(background, 0, alpha)
    return unblended(rgb, alpha.astype(np.float32))


def _joined_to_frame(white: Mask) -> Mask:
    """The part of `white` that is connected to the border (flood fill)."""
    reached = white.copy()
    reached[1:-1, 1:-1] = False
    while True:
        grown = _widened(reached, 1) & white
        if (grown == reached).all():
            return reached
        reached = grown


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
