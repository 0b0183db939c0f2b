"""Divides a painting into flat areas, each in a colour of the palette."""

from typing import NamedTuple

import numpy as np

from model.image.finish import largest, on_white
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
"""Standard deviation, in pixels, of the window in which pixels vote for a cell's colour."""
EDGE = 0.6
"""The same for the outline, where only alpha votes."""
STEEP = 12.0
"""The slope, in grey levels per pixel, at which a pixel between two colours has half a vote."""
FLAT = 8.0
"""Below this slope, in grey levels per pixel, a pixel is not a transition between two colours."""
SAME, SAME_SMALL = 16.0, 40.0
"""Where 5x5 means differ by less, the painting equals its sketch: in general, at small features."""
DRAWN = 40.0
"""A pixel keeps its sketch's colour unless another one is nearer by this many grey levels."""
NEW = 100.0
"""A colour this far, in grey levels, from all of the sketch's is no smear of them."""
FAINT, SOLID, LEVEL = 0.05, 0.9, 0.024
"""Areas with an alpha between the first two and a slope below the third are translucent."""
LEAST_FAINT = 0.0015
"""The minimum share of the picture that translucent areas fill."""
_NEAR = 5


class Painted(NamedTuple):
    """A painting [side, side]: `rgb` is straight, `alpha` is from 0 to 1.

    `white` is RGB on white and alpha, in grey levels; `steep` is its slope in levels per pixel.
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
        """The colours, [n, 3], of opaque pixels that are not a transition between two colours."""
        return self.rgb[(self.alpha > SOLID) & (self.steep < FLAT)]


class Areas(NamedTuple):
    """Maps on the grid: `labels` are indices into the palette, `ink` is where anything is drawn.

    `faint` is where translucent ink is, such as a shadow; `opacity` is its alpha, 0 to 1.
    """

    labels: Labels
    ink: Mask
    faint: Mask
    opacity: float


def with_sketch_alpha(painted: Pixels, sketch: Pixels) -> Pixels:
    """The painting [side, side, 4] with its sketch's alpha where both look the same on white.

    The autoencoder works on white, where a hole in white ink and a white spot on the ground cannot
    be seen. On a dark ground both can.
    """
    white = on_white(painted)
    same = largest(box_mean(white - on_white(sketch), _NEAR)) < SAME
    solid, empty = (same & (sketch[..., 3] == alpha) for alpha in (255, 0))
    found = painted.copy()
    found[solid, :3] = white[solid].round().astype(np.uint8)
    found[solid, 3] = 255
    found[empty, 3] = 0
    return found


def kept(painted: Painted, sketch: Sketched) -> Floats:
    """How much of each pixel still equals the sketch, 0 to 1: [side, side].

    Compares means, because an autoencoder softens every edge and moves few.
    """
    apart = largest(box_mean(painted.white - sketch.white, _NEAR))
    bound = np.where(maximum(sketch.small), SAME_SMALL, SAME)
    share: Floats = np.clip(2 - apart / bound, 0, 1).astype(np.float32)
    return share


def new(painted: Painted, sketch: Sketched) -> Mask:
    """Where the painting has a colour that is far from all of the sketch's."""
    apart = distances(painted.rgb.reshape(-1, 3), sketch.palette).min(axis=-1)
    far: Mask = (apart > NEW**2).reshape(painted.alpha.shape) & (painted.alpha > SOLID)
    return far


def divided(
    painted: Painted, sketch: Sketched, palette: Pixels, share: Floats, ignored: Mask
) -> Areas:
    """The picture's areas. `palette` starts with the sketch's colours; `share` is from `whole`.

    Where `ignored` is True, the sketch's colours have no advantage.
    """
    side, count = len(share), len(palette)
    apart = np.sqrt(np.maximum(distances(painted.rgb.reshape(-1, 3), palette), 0))
    best = apart.argmin(axis=-1)
    own = sketch.labels.ravel()
    margin = np.where(ignored, 0, DRAWN).ravel()
    reach = np.arange(side * side)
    near = sketch.ink.ravel() & (apart[reach, own] < apart[reach, best] + margin)
    labels = np.where(near, own, best).reshape(side, side)
    weights = painted.alpha / (1 + (painted.steep / STEEP) ** 2) * (1 - share)
    votes = cast(labels, weights * VOTE, count)
    votes[: len(sketch.palette)] += sketch.cover * (share * VOTE)
    alpha = painted.alpha * (1 - share) + sketch.white[..., 3] / np.float32(255) * share
    return _outlined(winners(votes, BLUR), alpha.astype(np.float32))


def _outlined(labels: Labels, alpha: Floats) -> Areas:
    """Add opaque and translucent ink to the labels, by alpha [side, side] from 0 to 1."""
    flat = (alpha > FAINT) & (alpha < SOLID) & (slopes(alpha[..., None]) < LEVEL)
    ink = majority(alpha, EDGE)
    if flat.sum() < LEAST_FAINT * flat.size:
        return Areas(labels, ink, np.zeros_like(ink), 0.0)
    opacity = float(np.median(alpha[flat]))
    around = maximum(flat)
    half = majority(np.where(around, np.clip(alpha / opacity, 0, 1), 0).astype(np.float32), EDGE)
    return Areas(labels, ink & ~majority(flat.astype(np.float32), EDGE), half, round(opacity, 2))


def smoothed(areas: Areas, sigma: float) -> Areas:
    """The areas after another vote, in a Gaussian window of `sigma` pixels."""
    cover = coverage(areas.labels, areas.ink, int(areas.labels.max()) + 1)
    ink = majority(cover.sum(axis=0), sigma)
    return areas._replace(labels=winners(cover * np.float32(VOTE), sigma), ink=ink)


def drawn(areas: Areas, palette: Pixels) -> Floats:
    """The areas as pixels [side, side, 4]: RGB on white and alpha, in grey levels."""
    cover = coverage(areas.labels, areas.ink, len(palette))
    if areas.opacity:
        shaded = coverage(areas.labels, areas.faint & ~areas.ink, len(palette))
        cover += shaded * np.float32(areas.opacity)
    inked = cover.sum(axis=0)[..., None]
    colours = np.tensordot(cover, palette.astype(np.float32), axes=(0, 0))
    return np.concatenate([colours + 255 * (1 - inked), 255 * inked], axis=-1)
