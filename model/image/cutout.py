"""Alpha for models that paint on white: what the white around the figure reaches becomes clear."""

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from model.image.pixels import Floats, Pixels, unblended

Scalar = TypeVar("Scalar", np.bool_, np.float32)
Mask = npt.NDArray[np.bool_]

# How far a pixel of the background may be from white: the noise of an autoencoder.
NEAR_WHITE = 0.06
# How many pixels beside the background may be a mixture of it and the figure.
EDGE = 2


def cut_out(rgb: Floats) -> Pixels:
    """float32 [side, side, 3] in [0, 1] on white -> uint8 [side, side, 4] with straight alpha.

    White inside the figure, such as an eye, stays: only what is joined to the frame goes. A pixel
    at the edge is taken for a mixture of white and of the strongest colour close by.
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
    """The part of `white` that a flood from the picture's border reaches."""
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
    """The maximum of each pixel and its four neighbours."""
    padded = np.pad(values, 1, mode="edge")
    across = np.maximum(padded[1:-1, :-2], padded[1:-1, 2:])
    along = np.maximum(padded[:-2, 1:-1], padded[2:, 1:-1])
    return np.maximum(values, np.maximum(across, along))
