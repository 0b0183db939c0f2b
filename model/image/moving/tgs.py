"""TGS: Telegram's animated sticker, gzipped Lottie of the vector parts themselves."""

import gzip
import json
from collections.abc import Sequence

from model.errors import BadRequest
from model.image.moving import limits
from model.image.moving.fit import MovingFile
from model.image.moving.lottie.animation import TICKS, animation
from model.sketch.motion import Layer

SAMPLED_FPS = 30.0
"""How often the motion is sampled: the player interpolates between, at 60 fps."""
TOLERANCES = (0.06, 0.12, 0.25)
"""How far lines may be off, in units of the frame of 128. At 0.25 outlines begin to tremble."""


def tgs(
    layers: Sequence[Layer], fps: float = SAMPLED_FPS, within: limits.Limits = limits.STICKER_TGS
) -> MovingFile:
    """Layers of SVG, with a place for each frame, as an animated sticker.

    Raises BadRequest if the art has what such stickers cannot show, or does not fit.
    """
    count = len(layers[0].places)
    if count / fps > within.seconds:
        raise BadRequest(
            "This motion takes over {seconds:g} s, too long for a sticker.", seconds=within.seconds
        )
    for tolerance in TOLERANCES:
        text = json.dumps(animation(layers, fps, tolerance), separators=(",", ":"))
        data = gzip.compress(text.encode(), mtime=0)
        if len(data) <= within.bytes:
            frames = round(count * TICKS / fps)
            return MovingFile(data, frames, TICKS, within.resolution)
    raise BadRequest(
        "This picture has too many parts for {size} kB: a video (webm) has room.",
        size=within.bytes // 1000,
    )
