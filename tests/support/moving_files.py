"""Frames of a turning face, and every writer of frames with its limits."""

from collections.abc import Callable

from model.image.moving import limits
from model.image.moving.animated import animated_webp, apng
from model.image.moving.fit import MovingFile
from model.image.moving.gif import gif
from model.image.moving.limits import Limits
from model.image.moving.webm import webm
from model.image.pixels import Pixels
from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize

WRITERS: dict[str, tuple[Callable[..., MovingFile], Limits]] = {
    "gif": (gif, limits.GIF),
    "webp": (animated_webp, limits.ANIMATED_WEBP),
    "apng": (apng, limits.STICKER_APNG),
    "webm": (webm, limits.STICKER_WEBM),
    "webm100": (webm, limits.SMALL_WEBM),
}


def turning(count: int, resolution: int) -> list[Pixels]:
    """A yellow face that turns, with a blue note that goes round it."""
    body = (
        '<circle cx="64" cy="64" r="40" fill="#ffcc22"/><circle cx="50" cy="54" r="7"/>'
        '<path d="M40 84Q64 104 92 78" stroke="#402a32" stroke-width="4" fill="none"/>'
        '<rect x="60" y="6" width="9" height="14" fill="#4466ee"/>'
    )
    turns = (f'<g transform="rotate({360 * at / count} 64 64)">{body}</g>' for at in range(count))
    return [
        rasterize(f'{SVG_HEAD} viewBox="0 0 128 128">{turn}</svg>', resolution) for turn in turns
    ]


def written(form: str, count: int = 10) -> tuple[MovingFile, list[Pixels]]:
    write, limit = WRITERS[form]
    frames = turning(count, limit.resolution)
    return write(frames, limit.fps, limit), frames
