"""Motions of whole pictures, such as painted candidates."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.sketch.drawing.geometry import Affine, Bounds
from model.sketch.motion.motions import Motion


def move_picture(
    rgba: npt.NDArray[np.uint8], motion: Motion, *, size: int, fps: float
) -> Iterator[npt.NDArray[np.uint8]]:
    """A picture, uint8 [any, any, 4] with straight alpha, moved as a whole.

    The frames are uint8 [size, size, 4]; the last leads to the first.
    """
    picture = Image.fromarray(rgba).convert("RGBa")
    left, top, right, bottom = picture.getchannel("a").getbbox() or (0, 0, *picture.size)
    box = Bounds(left, top, right, bottom)
    maps = [moment.moves_figure(box) for moment in motion.moments(fps)]
    room = Bounds.around(corner for by in maps for corner in by.bounds(box).corners)
    scale = (size - 2) / max(room.width, room.height, *picture.size)
    middle = Affine.move(size / 2, size / 2) @ Affine.scale(scale)
    into = middle @ Affine.move(-room.centre[0], -room.centre[1])
    for by in maps:
        back = (into @ by).inverse
        data = (back.a, back.c, back.e, back.b, back.d, back.f)
        moved = picture.transform(
            (size, size), Image.Transform.AFFINE, data, Image.Resampling.BICUBIC
        )
        yield np.asarray(moved.convert("RGBA"))
