"""Motions of whole pictures, such as painted candidates."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.sketch.drawing.colour.oklch import turned_hues
from model.sketch.drawing.pose.moment import Moment
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.motion.motions import Motion
from model.sketch.scene import UNKNOWN

Pixels = npt.NDArray[np.uint8]


def move_picture(rgba: Pixels, motion: Motion, *, size: int, fps: float) -> Iterator[Pixels]:
    """A picture, uint8 [any, any, 4] with straight alpha, moved as a whole.

    The frames are uint8 [size, size, 4]; the last leads to the first. The motion must be one of
    `whole` pictures.
    """
    picture = Image.fromarray(rgba).convert("RGBa")
    box = Bounds(*(picture.getchannel("a").getbbox() or (0, 0, *picture.size)))
    moments = [figures[0] for figures in motion.moments(UNKNOWN, fps)]
    maps = [_map(moment, box) for moment in moments]
    fitted = [Affine()] if motion.cut else maps
    room = Bounds.around(corner for by in fitted for corner in by.bounds(box).corners)
    scale = (size - 2) / max(room.width, room.height)
    middle = Affine.move(size / 2, size / 2) @ Affine.scale(scale)
    into = middle @ Affine.move(-room.centre[0], -room.centre[1])
    for by, moment in zip(maps, moments, strict=True):
        yield turned_hue(warped(picture, into @ by, (size, size)), moment.hue)


def _map(moment: Moment, box: Bounds) -> Affine:
    size, feet = (box.width + box.height) / 2, (box.centre[0], box.y1)
    return moment.figure.about(feet, size) @ moment.middle.about(box.centre, size)


def warped(picture: Image.Image, by: Affine, size: tuple[int, int]) -> Pixels:
    """The picture, premultiplied, under a map, as uint8 [height, width, 4] for a width and height.

    It is sampled twice as finely if it gets smaller.
    """
    back = by.inverse
    fine = max(1, min(4, round(back.size)))
    back = back @ Affine.scale(1 / fine)
    data = (back.a, back.c, back.e, back.b, back.d, back.f)
    large = picture.transform(
        (fine * size[0], fine * size[1]), Image.Transform.AFFINE, data, Image.Resampling.BICUBIC
    )
    return np.asarray(large.reduce(fine).convert("RGBA"))


def turned_hue(rgba: Pixels, degrees: float) -> Pixels:
    """A picture with every hue turned by some degrees."""
    if not degrees:
        return rgba
    seen = rgba[..., 3] > 0
    turned = rgba.copy()
    turned[seen, :3] = np.round(255 * turned_hues(rgba[seen][:, :3] / 255, degrees))
    return turned
