"""Tastes of simulated raters: a score of an image, from its pixels alone."""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from model.image.pixels import Pixels

Floats = npt.NDArray[np.float32]
Taste = Callable[[Pixels], float]
"""uint8 [h, w, 4] with straight alpha -> a score; higher is liked better."""

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
INK = 0.5
"""Pixels with more alpha than this belong to the emoji (the ink)."""
EYES = (0.28, 0.5), (0.2, 0.8)
"""Where sunglasses are: ranges of the height and of the width of the ink."""


def vivid(rgba: Pixels) -> float:
    """Colour: the mean of (largest - smallest channel) over the ink; 0 for greys, at most 1."""
    colour, ink = _seen(rgba)
    spread = colour.max(axis=2) - colour.min(axis=2)
    return float(spread[ink].mean()) if ink.any() else 0.0


def flat(rgba: Pixels) -> float:
    """Style: minus the mean difference of neighbouring pixels in the ink; 0 for one flat tone."""
    colour, ink = _seen(rgba)
    across = np.abs(np.diff(colour, axis=1)).sum(axis=2)[ink[:, 1:] & ink[:, :-1]]
    down = np.abs(np.diff(colour, axis=0)).sum(axis=2)[ink[1:] & ink[:-1]]
    steps = np.concatenate([across, down])
    return -float(steps.mean()) if steps.size else 0.0


def shaded_eyes(rgba: Pixels) -> float:
    """Accessory: how much darker the ink is where sunglasses are than elsewhere; -1 to 1."""
    colour, ink = _seen(rgba)
    band = np.zeros_like(ink)
    rows, columns = np.asarray(ink.any(axis=1)), np.asarray(ink.any(axis=0))
    band[_within(rows, EYES[0]), _within(columns, EYES[1])] = True
    light = colour @ LUMA
    here, elsewhere = light[ink & band], light[ink & ~band]
    return float(elsewhere.mean() - here.mean()) if here.size and elsewhere.size else -1.0


TASTES: Mapping[str, Taste] = {"colour": vivid, "style": flat, "accessory": shaded_eyes}


def _seen(rgba: Pixels) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The colours [h, w, 3] in 0 to 1, and which pixels are ink [h, w]."""
    x: Floats = rgba.astype(np.float32) / np.float32(255)
    return x[..., :3], x[..., 3] > INK


def _within(inked: npt.NDArray[np.bool_], part: tuple[float, float]) -> slice:
    """A part of the range from the first to the last inked row or column."""
    places = np.flatnonzero(inked)
    if not places.size:
        return slice(0, 0)
    first, size = int(places[0]), int(places[-1] - places[0]) + 1
    return slice(first + round(part[0] * size), first + round(part[1] * size))
