"""Animated WebP and APNG, with full alpha."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from PIL import Image

from model.image.moving import limits
from model.image.moving.clip import Clip
from model.image.moving.fit import MovingFile, fit
from model.image.pixels import Pixels

MILLISECOND = 0.001
WEBP_QUALITIES = (90, 80, 65, 50, 30)
"""Below 65 flat areas get blocks; alpha always stays exact."""
LEVELS = (256, 64, 32, 16)
"""Levels of each channel in an APNG. Bands show from 32 on."""


def animated_webp(
    frames: Iterable[Pixels], fps: float, within: limits.Limits = limits.ANIMATED_WEBP
) -> MovingFile:
    """Frames as an animated WebP that loops forever. Raises BadRequest if it cannot fit."""
    return fit(Clip.of(frames, fps, within), within, WEBP_QUALITIES, webp)


def apng(
    frames: Iterable[Pixels], fps: float, within: limits.Limits = limits.STICKER_APNG
) -> MovingFile:
    """Frames as an animated PNG that loops forever. Raises BadRequest if it cannot fit."""
    return fit(Clip.of(frames, fps, within), within, LEVELS, _apng)


def webp(clip: Clip, quality: int) -> bytes:
    """A clip as an animated WebP; `quality` is libwebp's, 0 to 100."""
    pictures = [Image.fromarray(frame) for frame in clip.frames]
    return looped(pictures, "WEBP", clip.times(MILLISECOND), quality=quality, method=2)


def looped(
    pictures: Sequence[Image.Image], form: str, duration: Sequence[int], **options: Any
) -> bytes:
    """Pictures as a file that loops forever. `form`, `duration` (ms) and `options` are Pillow's."""
    first, *others = pictures
    out = io.BytesIO()
    first.save(out, form, save_all=True, append_images=others, duration=duration, loop=0, **options)
    return out.getvalue()


def _apng(clip: Clip, levels: int) -> bytes:
    pictures = [Image.fromarray(frame) for frame in _levels(clip.frames, levels)]
    return looped(pictures, "PNG", clip.times(MILLISECOND))


def _levels(frames: Pixels, levels: int) -> Pixels:
    """The frames with this many levels in each channel; black and white stay exact."""
    step = 255 / (levels - 1)
    table = np.round(np.round(np.arange(256) / step) * step).astype(np.uint8)
    return np.where(frames[..., 3:] > 0, table[frames], 0).astype(np.uint8)
