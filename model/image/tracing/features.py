"""Small features of a sketch, such as eyes: kept as a whole or not at all."""

import numpy as np

from model.image.pixels import Floats
from model.image.tracing.components import Indices, numbered
from model.image.tracing.labels import Labels, Mask, maximum

AGREED = 0.33
"""The mean share of the sketch from which a feature is kept."""
_MOST = 0.03
"""The maximum share of the picture that a feature fills,"""
_THIN = 0.6
"""unless this share of it is thin."""


def features(labels: Labels, ink: Mask, thin: Mask) -> Indices:
    """A number from 1 for each eye, line or other small area of one label, 0 elsewhere."""
    areas = numbered(np.where(ink, labels + 1, 0).astype(np.uint8)) + 1
    sizes = np.bincount(areas.ravel())
    is_thin = np.bincount(areas.ravel(), thin.ravel()) >= _THIN * sizes
    is_feature = (sizes <= _MOST * areas.size) | is_thin
    return np.where(is_feature[areas] & ink, areas, 0)


def whole(share: Floats, numbers: Indices, new: Mask) -> tuple[Floats, Mask]:
    """Shares of the sketch with each feature kept or not, and the mask of those that are kept.

    Half an eye is worse than either; only what is `new` in the painting covers a kept one. Other
    pixels get the value of their least similar neighbour: keeping half a dot would leave a ring.
    """
    sums, sizes = np.bincount(numbers.ravel(), share.ravel()), np.bincount(numbers.ravel())
    is_kept = sums >= AGREED * sizes
    is_kept[0] = False
    # With the pixels around them, which are mixtures of the feature and what it lies on.
    mask = maximum(is_kept[numbers]) & ~new
    others = np.where(numbers > 0, 0, 1 - maximum(1 - share))
    return np.where(mask, 1, others).astype(np.float32), mask
