"""Maps of flat areas on a grid finer than the pixels: each pixel votes for its own colour."""

from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from model.image.finish import largest
from model.image.pixels import Floats

Labels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Scalar = TypeVar("Scalar", np.bool_, np.float32)

SCALE = 3
"""Cells of the grid along one side of a pixel."""
VOTE = 255.0
"""The weight of a pixel's vote if it has a single colour."""
_REACH, _BLOCK = 3, 8


def slopes(white: Floats) -> Floats:
    """Central differences of [side, side, channels], in grey levels per pixel: [side, side].

    Only transitions are steep: the middle of a line or a dot is as flat as a large area.
    """
    padded = np.pad(white, ((1, 1), (1, 1), (0, 0)), mode="edge")
    across = largest(padded[1:-1, 2:] - padded[1:-1, :-2])
    down = largest(padded[2:, 1:-1] - padded[:-2, 1:-1])
    return np.hypot(across, down).astype(np.float32) / np.float32(2)


def cast(labels: Labels, weights: Floats, count: int) -> Floats:
    """Each pixel's votes, `weights` [side, side], for its label: float32 [count, side, side]."""
    votes = np.zeros((count, *labels.shape), np.float32)
    pixel = np.arange(len(labels))
    votes[labels, pixel[:, None], pixel] = weights
    return votes


def coverage(labels: Labels, ink: Mask, count: int) -> Floats:
    """The share of each pixel that each label covers: a grid -> float32 [count, side, side]."""
    side = len(labels) // SCALE
    places = np.where(ink, labels, count).reshape(side, SCALE, side, SCALE)
    shares = np.empty((count, side, side), np.float32)
    for label in range(count):
        covered = (places == label).view(np.uint8)
        rows = sum(covered[:, i] for i in range(SCALE))
        shares[label] = sum(rows[..., i] for i in range(SCALE)) / np.float32(SCALE**2)
    return shares


def winners(votes: Floats, sigma: float) -> Labels:
    """The label with the most votes for each cell of the grid; the first one of a tie.

    Votes, [count, side, side], are rounded and spread by a Gaussian of `sigma` pixels.
    """
    votes = votes.round()
    best = enlarged(votes[0], sigma)
    labels = np.zeros(best.shape, np.uint8)
    for label in (np.flatnonzero(votes[1:].any(axis=(1, 2))) + 1).tolist():
        plane = votes[label]
        rows, columns = _reached(plane.any(axis=1)), _reached(plane.any(axis=0))
        rival = enlarged(plane[rows, columns], sigma)
        window = np.s_[_on_grid(rows), _on_grid(columns)]
        np.copyto(labels[window], label, where=rival > best[window])
        np.maximum(best[window], rival, out=best[window])
    return labels


def _reached(voted: Mask) -> slice:
    """The range of rows, or columns, that their votes spread to."""
    index = np.flatnonzero(voted)
    return slice(max(0, index[0] - _REACH), min(index[-1] + _REACH + 1, len(voted)))


def _on_grid(pixels: slice) -> slice:
    return slice(SCALE * pixels.start, SCALE * pixels.stop)


def majority(shares: Floats, sigma: float) -> Mask:
    """The cells of the grid where a share, [side, side] from 0 to 1, is above one half."""
    return winners(np.stack([1 - shares, shares]) * np.float32(VOTE), sigma).astype(np.bool_)


def enlarged(plane: Floats, sigma: float) -> Floats:
    """Integers [rows, columns], spread to the grid by a Gaussian that is not normalised."""
    return _spread(_spread(plane, sigma).T, sigma).T


def _spread(plane: Floats, sigma: float) -> Floats:
    """[rows, columns] -> [SCALE rows, columns].

    The products are so small that numpy computes them on one thread: several threads would wait for
    each other on a busy machine.
    """
    blocks = -(-len(plane) // _BLOCK)
    padded = np.pad(plane, ((_REACH, _REACH + blocks * _BLOCK - len(plane)), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK + 2 * _REACH, axis=0)
    spread = _weights(sigma) @ windows[::_BLOCK].swapaxes(1, 2)
    places: Floats = spread.reshape(-1, plane.shape[1])[: SCALE * len(plane)]
    return places


def maximum(values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """The maximum of each pixel and its eight neighbours: [side, side]."""
    padded = np.pad(values, 1, mode="edge")
    rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    return np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])


@lru_cache(maxsize=8)
def _weights(sigma: float) -> Floats:
    """The integer weights of pixels for the cells of a block.

    Sums of integers below 2^24 are exact in float32, so every processor finds the same winners.
    """
    places = (np.arange(_BLOCK * SCALE) + 0.5) / SCALE - 0.5
    apart = places[:, None] - np.arange(-_REACH, _BLOCK + _REACH)
    weights = np.round(32 * np.exp(-((apart / sigma) ** 2) / 2))
    weights[np.abs(apart) > _REACH] = 0
    return weights.astype(np.float32)


def box_mean(values: npt.NDArray[Scalar], window: int) -> Floats:
    """Means of [side, side, channels] over windows of odd size, cut off at the borders."""
    side, reach = len(values), window // 2
    planes = np.zeros((values.shape[-1], side + window, side + window))
    inner = slice(reach + 1, reach + 1 + side)
    planes[:, inner, inner] = np.moveaxis(values, -1, 0)
    sums = planes.cumsum(axis=1, out=planes).cumsum(axis=2, out=planes)
    rows = sums[:, window:] - sums[:, :-window]
    inside = np.minimum(np.arange(side) + reach + 1, side)
    inside -= np.maximum(np.arange(side) - reach, 0)
    means = (rows[..., window:] - rows[..., :-window]) / (inside[:, None] * inside)
    return np.moveaxis(means.astype(np.float32), 0, -1)
