"""A painting, its sketch and a palette -> which colour lies where."""

from typing import NamedTuple

import numpy as np

from model.image.pixels import Floats, Pixels
from model.image.tracing.labels import (
    VOTE,
    Labels,
    Mask,
    box_mean,
    cast,
    coverage,
    majority,
    maximum,
    slopes,
    winners,
)
from model.image.tracing.palette import distances
from model.image.tracing.sketched import Sketched, seen

BLUR = 0.75
"""Standard deviation, in pixels, of the window in which pixels vote for a place's colour."""
EDGE = 0.6
"""The same for the outline, which votes on alpha alone."""
STEEP = 12.0
"""The slope, in levels a pixel, at which a pixel between two colours has half a vote."""
FLAT = 8.0
"""The slope, in levels a pixel, below which a pixel has a colour of its own."""
SAME, SAME_SMALL = 16.0, 40.0
"""Means over 5x5 pixels that differ by less are the sketch's, elsewhere and at small features."""
DRAWN = 40.0
"""A pixel keeps its sketch's colour unless another one is nearer by so many grey levels."""
FAINT, SOLID, LEVEL = 0.05, 0.9, 0.024
"""Flat areas with an alpha between the first two, and a slope below the third, are half-clear."""
LEAST_FAINT = 0.0015
"""The least share of the picture that half-clear areas fill."""
_NEAR = 5


class Painted(NamedTuple):
    """A painting [side, side]: straight `rgb`, `alpha` in 0 to 1, on `white` with alpha in levels.

    `steep` is the slope of `white` in levels a pixel.
    """

    rgb: Pixels
    alpha: Floats
    white: Floats
    steep: Floats

    @classmethod
    def of(cls, rgba: Pixels) -> "Painted":
        white = seen(rgba)
        alpha = (rgba[..., 3] / np.float32(255)).astype(np.float32)
        return cls(rgba[..., :3], alpha, white, slopes(white))

    @property
    def flat(self) -> Pixels:
        """The colours, [n, 3], of opaque pixels that are no transition between two."""
        return self.rgb[(self.alpha > SOLID) & (self.steep < FLAT)]


class Areas(NamedTuple):
    """On the grid: indices into the palette, and where ink is.

    `faint` is where half-clear ink is, such as a shadow, and `opacity` how opaque it is, 0 to 1.
    """

    labels: Labels
    ink: Mask
    faint: Mask
    opacity: float


def kept(painted: Painted, sketch: Sketched) -> Floats:
    """How far each pixel still is its sketch, 0 to 1: [side, side].

    Means are compared, because an autoencoder softens every edge and moves few. A pixel has the
    share of the least similar of its neighbours: half a dot would leave a ring.
    """
    apart = np.abs(box_mean(painted.white - sketch.white, _NEAR)).max(axis=-1)
    bound = np.where(maximum(sketch.small), SAME_SMALL, SAME)
    share: Floats = np.clip(2 - apart / bound, 0, 1).astype(np.float32)
    return 1 - maximum(1 - share)


def divided(
    painted: Painted, sketch: Sketched, palette: Pixels, share: Floats, doubted: Mask
) -> Areas:
    """The picture's areas. `palette` starts with the sketch's own; `share` is that of `kept`.

    Where the sketch is `doubted` its colours have no advantage.
    """
    side, count = len(share), len(palette)
    apart = np.sqrt(np.maximum(distances(painted.rgb.reshape(-1, 3), palette), 0))
    best = apart.argmin(axis=-1)
    own = sketch.labels.ravel()
    margin = np.where(doubted, 0, DRAWN).ravel()
    reach = np.arange(side * side)
    near = sketch.ink.ravel() & (apart[reach, own] < apart[reach, best] + margin)
    labels = np.where(near, own, best).reshape(side, side)
    weights = painted.alpha / (1 + (painted.steep / STEEP) ** 2) * (1 - share)
    votes = cast(labels, weights * VOTE, count)
    votes[: len(sketch.palette)] += sketch.cover * (share * VOTE)
    alpha = painted.alpha * (1 - share) + sketch.white[..., 3] / np.float32(255) * share
    return _outlined(winners(votes, BLUR), alpha.astype(np.float32))


def _outlined(labels: Labels, alpha: Floats) -> Areas:
    """Areas with their ink and faint ink, by alpha [side, side] in 0 to 1."""
    flat = (alpha > FAINT) & (alpha < SOLID) & (slopes(alpha[..., None]) < LEVEL)
    ink = majority(alpha, EDGE)
    if flat.sum() < LEAST_FAINT * flat.size:
        return Areas(labels, ink, np.zeros_like(ink), 0.0)
    opacity = float(np.median(alpha[flat]))
    around = maximum(flat)
    half = majority(np.where(around, np.clip(alpha / opacity, 0, 1), 0).astype(np.float32), EDGE)
    return Areas(labels, ink & ~majority(flat.astype(np.float32), EDGE), half, round(opacity, 2))


def smoothed(areas: Areas, sigma: float) -> Areas:
    """Areas whose places are voted on again in a window of `sigma` pixels."""
    cover = coverage(areas.labels, areas.ink, int(areas.labels.max()) + 1)
    ink = majority(cover.sum(axis=0), sigma)
    return areas._replace(labels=winners(cover * np.float32(VOTE), sigma), ink=ink)


def drawn(areas: Areas, palette: Pixels) -> Floats:
    """What the areas look like: [side, side, 4] on white, and alpha, in levels."""
    cover = coverage(areas.labels, areas.ink, len(palette))
    if areas.opacity:
        shaded = coverage(areas.labels, areas.faint & ~areas.ink, len(palette))
        cover += shaded * np.float32(areas.opacity)
    inked = cover.sum(axis=0)[..., None]
    colours = np.tensordot(cover, palette.astype(np.float32), axes=(0, 0))
    return np.concatenate([colours + 255 * (1 - inked), 255 * inked], axis=-1)
