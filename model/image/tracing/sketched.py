"""What tracing uses of the sketch: its colours, areas and small features."""

from dataclasses import dataclass

import numpy as np

from model.image.finish import on_white
from model.image.pixels import Floats, Pixels
from model.image.tracing.components import Indices
from model.image.tracing.features import features
from model.image.tracing.labels import SCALE, Labels, Mask, box_mean, coverage
from model.image.tracing.palette import looked_up, sketch_colours
from model.sketch.drawing.vector.raster import rasterize

_FEATURE = 9
"""A colour that is not the most common one in a window of this size is a small feature."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketched:
    """A sketch, [side, side]: `white` has four channels, RGB on white and alpha in grey levels.

    `cover` is the share of each pixel that each colour of `palette` covers, [k, side, side].
    `labels` is the most common colour of each pixel, `ink` is where anything is drawn, and `small`
    is where lines and dots are. `features` has a number for each small feature, 0 elsewhere.
    """

    palette: Pixels
    white: Floats
    cover: Floats
    labels: Labels
    ink: Mask
    small: Mask
    features: Indices

    @classmethod
    def of(cls, sketch: Pixels, svg: str) -> "Sketched":
        """From the raster and the SVG, which is rasterized larger and without anti-aliasing."""
        hard = svg.replace("<svg ", '<svg shape-rendering="crispEdges" ', 1)
        grid = rasterize(hard, len(sketch) * SCALE)
        rgb, ink = grid[..., :3], grid[..., 3] > 127
        middle = np.s_[SCALE // 2 :: SCALE, SCALE // 2 :: SCALE]
        palette = sketch_colours(rgb[middle][ink[middle]])
        cover = coverage(looked_up(rgb, palette), ink, len(palette))
        labels = cover.argmax(axis=0).astype(np.uint8)
        around = box_mean(np.moveaxis(cover, 0, -1), _FEATURE).argmax(axis=-1)
        inked = cover.sum(axis=0) > 0.5
        small = inked & (labels != around)
        numbers = features(labels, inked, small)
        return cls(palette, seen(sketch), cover, labels, inked, small | (numbers > 0), numbers)


def is_shaded(svg: str) -> bool:
    """True if a sketch has gradients, which tracing would turn into flat layers."""
    return "Gradient" in svg


def seen(rgba: Pixels) -> Floats:
    """uint8 [side, side, 4], straight alpha -> RGB on white and alpha, float32 in grey levels."""
    return np.concatenate([on_white(rgba), rgba[..., 3:].astype(np.float32)], axis=-1)
