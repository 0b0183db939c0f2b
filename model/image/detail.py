"""What the autoencoder loses of a sketch comes back where painting has left it alone."""

from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional

from model.image.pixels import Floats

SPREAD = 0.2
"""The difference to the sketch, of 1, at which 1/e of the sketch's detail is left."""
WINDOW = 5
"""Pixels along one side over which that difference is averaged."""


class Detailed(NamedTuple):
    """A picture, and the share of what the autoencoder had lost that came back to it, 0 to 1."""

    picture: Floats
    share: float


def detailed(painted: Floats, sketch: Floats, rebuilt: Floats) -> Detailed:
    """Give a painting the detail of its sketch where it still is its sketch.

    All are [side, side, channels] in [0, 1]; `rebuilt` is what the autoencoder makes of the sketch
    alone. Both decodings have lost the same, so painted + w (sketch - rebuilt) is the sketch itself
    where nothing was painted. w falls as exp(-(d / SPREAD)^2) with the difference d of painting and
    rebuilt sketch, the largest of the channels, averaged over a window.
    """
    lost = sketch - rebuilt
    weight = np.exp(-((_mean(np.abs(painted - rebuilt).max(axis=-1)) / SPREAD) ** 2))[..., None]
    share = float((weight * np.abs(lost)).sum() / max(float(np.abs(lost).sum()), 1e-6))
    return Detailed(np.clip(painted + weight * lost, 0, 1), share)


def _mean(values: Floats) -> Floats:
    """The mean of each place's window, of what lies inside the picture."""
    x = torch.from_numpy(values)[None, None]
    mean: Floats = functional.avg_pool2d(
        x, WINDOW, stride=1, padding=WINDOW // 2, count_include_pad=False
    )[0, 0].numpy()
    return mean
