"""Traces a painting: a small SVG of flat areas that is crisp at any size."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from model.image.finish import largest, on_white
from model.image.pixels import Floats, Pixels
from model.image.tracing.areas import (
    SOLID,
    Areas,
    Painted,
    divided,
    drawn,
    kept,
    new,
    smoothed,
    with_sketch_alpha,
)
from model.image.tracing.features import whole
from model.image.tracing.labels import box_mean
from model.image.tracing.palette import distances, extended, painted_colours
from model.image.tracing.sketched import Sketched
from model.image.tracing.vectors import FRAME, LIMIT, vectors
from model.sketch.drawing.vector.raster import rasterize

WINDOW = 9
"""Pixels along one side of the windows whose means are compared."""
LOST = 40.0
"""If two means differ by this many grey levels, a colour of the painting was lost."""
IGNORED = 5
"""Pixels along one side of the window around such a pixel in which the sketch is ignored."""
FEATURED = 0.25
"""Windows are not compared if kept features of the sketch fill more than this share of them."""
ROUNDS = 5
NEW = 24.0
"""A lost colour joins the palette if it is at least this far, in grey levels, from all others."""
# Tried in order until the SVG fits: the minimum side of an area and the length of segments, in
# cells of the grid, and the window, in pixels, that smooths the areas (0: none).
_MEASURES = (
    *((4, 6.0, 0.0), (6, 8.0, 0.0), (9, 10.0, 0.0)),
    *((9, 10.0, 1.5), (15, 10.0, 2.0), (30, 10.0, 2.5), (60, 10.0, 2.5)),
)


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """A picture as paths: `svg` in at most LIMIT bytes; `rgba` is its raster, uint8.

    `error` is the largest difference of 9x9 means from the painting, in grey levels.
    """

    svg: str
    rgba: Pixels
    colours: int
    error: float


def trace(painted: Pixels, sketch: Pixels, sketch_svg: str) -> Traced:
    """Trace a painting, uint8 [side, side, 4] with straight alpha, with the help of its sketch.

    The SVG has the view box of sketches. Colours near one of the sketch are replaced with it; where
    the painting equals its sketch, the sketch's shapes are kept, eyes and other small features as a
    whole. Elsewhere, where the mean of a window differs
    from the painting by LOST or more, it is traced again without the sketch and in more colours.
    The same arguments give the same bytes. Pictures above 128 px are traced at 128 px.
    """
    side = len(painted)
    if side > FRAME:
        small = trace(_reduced(painted), _reduced(sketch), sketch_svg)
        return _finished(small.svg, small.colours, painted)
    seen = Painted.of(with_sketch_alpha(painted, sketch))
    own = Sketched.of(sketch, sketch_svg)
    palette = painted_colours(seen.flat, own.palette)
    share, sure = whole(kept(seen, own), own.features, new(seen, own))
    unjudged = box_mean(sure[..., None], WINDOW)[..., 0] > FEATURED
    ignored = np.zeros((side, side), np.bool_)
    areas = divided(seen, own, palette, share, ignored)
    for _ in range(ROUNDS):
        error = largest(box_mean(drawn(areas, palette) - seen.white, WINDOW))
        error[unjudged] = 0
        if error.max() < LOST:
            break
        ignored |= (box_mean((error >= LOST)[..., None], IGNORED)[..., 0] > 0) & ~sure
        palette = _with_lost(seen, error, palette)
        areas = divided(seen, own, palette, np.where(ignored, 0, share), ignored)
    return _finished(_fitted(areas, palette), len(palette), painted)


def _with_lost(painted: Painted, error: Floats, palette: Pixels) -> Pixels:
    """The palette with the colour that is missing most where the error is largest."""
    row, column = np.unravel_index(error.argmax(), error.shape)
    reach = WINDOW // 2
    window = np.s_[
        max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1
    ]
    rgb = painted.rgb[window][painted.alpha[window] > SOLID]
    if not len(rgb):
        return palette
    apart = distances(rgb, palette).min(axis=-1)
    colour = rgb[apart >= np.quantile(apart, 0.7)].mean(axis=0).round().astype(np.uint8)
    return extended(palette, colour[None], NEW, 1)


def _fitted(areas: Areas, palette: Pixels) -> str:
    """The SVG with the first of _MEASURES that makes it fit."""
    for speckle, segment, blur in _MEASURES:
        if blur:
            areas = smoothed(areas, blur)
        svg = vectors(areas, palette, speckle, segment)
        if len(svg) <= LIMIT:
            break
    return svg


def _finished(svg: str, colours: int, painted: Pixels) -> Traced:
    rgba = rasterize(svg, len(painted))
    return Traced(svg, rgba, colours, region_error(rgba, painted))


def region_error(rgba: Pixels, other: Pixels) -> float:
    """The largest difference on white of means over WINDOW x WINDOW pixels, in grey levels."""
    apart = box_mean(on_white(rgba) - on_white(other), WINDOW)
    return float(np.abs(apart).max())


def _reduced(rgba: Pixels) -> Pixels:
    return np.asarray(Image.fromarray(rgba).resize((FRAME, FRAME), Image.Resampling.BOX))
