"""Restores detail of the sketch that the autoencoder lost, where painting changed nothing."""

from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional

from model.image.pixels import Floats

SPREAD = 0.2
"""Difference to the sketch, on a scale of 0 to 1, at which 1/e of the detail is restored."""
WINDOW = 5
"""Width in pixels of the square over which that difference is averaged."""


class Detailed(NamedTuple):
    """A picture, and the share of the lost detail that was restored, 0 to 1."""

    picture: Floats
    share: float


def detailed(painted: Floats, sketch: Floats, rebuilt: Floats) -> Detailed:
    """Restore the sketch's detail where the painting still equals its sketch.

    All are [height, width, channels] in [0, 1]; `rebuilt` is the sketch after encoding and
    decoding. Both decodings lose the same detail, so painted + w (sketch - rebuilt) is the sketch
    itself where nothing was painted. w = exp(-(d / SPREAD)^2), with d the difference between
    painting and rebuilt sketch: the maximum over channels, averaged over a window.
    """
    lost = sketch - rebuilt
    weight = np.exp(-((_mean(np.abs(painted - rebuilt).max(axis=-1)) / SPREAD) ** 2))[..., None]
    share = float((weight * np.abs(lost)).sum() / max(float(np.abs(lost).sum()), 1e-6))
    return Detailed(np.clip(painted + weight * lost, 0, 1), share)


def _mean(values: Floats) -> Floats:
    """The mean over a window around each pixel, without what lies outside the picture."""
    x = torch.from_numpy(values)[None, None]
    mean: Floats = functional.avg_pool2d(
        x, WINDOW, stride=1, padding=WINDOW // 2, count_include_pad=False
    )[0, 0].numpy()
    return mean
