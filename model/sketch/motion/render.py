"""Frames of a moving sketch."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.compose import FULL, compose_moving
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.library import Library
from model.sketch.motion.motions import Motion
from model.sketch.scene import Scene


def frames(
    library: Library,
    scene: Scene,
    style: str,
    seed: int,
    motion: Motion,
    *,
    size: int,
    fps: float,
    seen_at: int = FULL,
) -> Iterator[npt.NDArray[np.uint8]]:
    """The frames of a loop: uint8 [size, size, 4] with straight alpha; the last leads to the first.

    `seen_at` is the size in pixels at which people will see them: below FULL, lines are bolder and
    small things larger. Equal arguments give equal frames. Raises KeyError as `compose` does.
    """
    scene = motion.dressed(scene)
    moments = motion.moments(scene, fps)
    for svg in compose_moving(
        library, scene, style, seed, moments, is_cut=motion.cut, size=seen_at
    ):
        yield rasterize(svg, size)
