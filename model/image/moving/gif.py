"""GIF: one palette over all frames, and pixels that are either opaque or transparent."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.image.moving import limits
from model.image.moving.animated import looped
from model.image.moving.clip import Clip
from model.image.moving.fit import MovingFile, fit
from model.image.pixels import Pixels

Indices = npt.NDArray[np.uint8]
COLOURS = (255, 128, 64, 32)
"""Without the transparent one. Flat areas hardly change down to 64; gradients show bands."""
OPAQUE = 128
"""The least alpha of an opaque pixel: outlines keep their place."""
HUNDREDTH = 0.01
CLEAR_FRAME = 2
"""The disposal method that clears a frame before the next one, which leaves no trail."""
SAMPLED = 400_000
"""How many pixels the palette is made from at most."""


def gif(frames: Iterable[Pixels], fps: float, within: limits.Limits = limits.GIF) -> MovingFile:
    """Frames as a GIF that loops forever. Raises BadRequest if it cannot fit the limits.

    The colour of an edge is the art's own, without any ground in it: no fringe on light or dark.
    """
    return fit(Clip.of(frames, fps, within), within, COLOURS, _encoded)


def _encoded(clip: Clip, colours: int) -> bytes:
    opaque = clip.frames[..., 3] >= OPAQUE
    palette = _palette(clip.frames[opaque], colours)
    pictures = []
    for frame, shown in zip(clip.frames, opaque, strict=True):
        rgb = Image.fromarray(np.ascontiguousarray(frame[..., :3]))
        indexed = np.asarray(rgb.quantize(palette=palette, dither=Image.Dither.NONE))
        picture = Image.fromarray(np.where(shown, indexed, colours).astype(np.uint8), "P")
        picture.putpalette(palette.getpalette() or [])
        pictures.append(picture)
    return looped(
        pictures,
        "GIF",
        [10 * each for each in clip.times(HUNDREDTH)],
        disposal=CLEAR_FRAME,
        transparency=colours,
        background=colours,
        optimize=False,
    )


def _palette(rgba: Pixels, colours: int) -> Image.Image:
    """A palette image for uint8 [pixels, 4]: median cut, then k-means."""
    step = max(len(rgba) // SAMPLED, 1)
    rgb = np.ascontiguousarray(rgba[::step, :3]) if len(rgba) else np.zeros((1, 3), np.uint8)
    return Image.fromarray(rgb[None]).quantize(colours, Image.Quantize.MEDIANCUT, kmeans=2)
