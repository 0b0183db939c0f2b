"""Candidates as files in the sizes and formats that Discord and Telegram accept."""

import io
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from PIL import Image

from model.errors import BadRequest, Unavailable
from model.image.pixels import Pixels
from model.sketch.drawing.vector.raster import rasterize

# Discord's limits for custom emoji: 128 px, 256 KiB.
EMOJI_RESOLUTION, EMOJI_BYTES = 128, 256 * 1024
# Telegram's limits for static stickers: one side of exactly 512 px, 512 KB.
STICKER_RESOLUTION, STICKER_BYTES = 512, 512_000
# Telegram's custom emoji are exactly 100 px.
STREAMS = frozenset({Path("/dev"), Path("/proc")})
SMALL_RESOLUTION = 100
# Discord's stickers are 320 px.
DISCORD_STICKER_RESOLUTION = 320
# The size in pixels of an emoji between words.
IN_TEXT = 32
LOSSY_QUALITIES = (95, 85, 70, 50)


class Exportable(Protocol):
    """A finished picture: vectors, or uint8 [any, any, 4] with straight alpha."""

    @property
    def svg(self) -> str:
        """The vectors; "" if there are pixels only."""
        ...

    @property
    def rgba(self) -> Pixels:
        """The pixels."""
        ...


def emoji_png(candidate: Exportable) -> bytes:
    """A PNG of 128 px, at most 256 KiB."""
    data = png(sized(candidate, EMOJI_RESOLUTION))
    assert len(data) <= EMOJI_BYTES
    return data


def sticker_webp(candidate: Exportable) -> bytes:
    """A WEBP of 512 px, at most 512 KB; lossless if that fits."""
    picture = sized(candidate, STICKER_RESOLUTION)
    assert picture.size == (STICKER_RESOLUTION, STICKER_RESOLUTION)
    data = _webp(picture, lossless=True)
    for quality in LOSSY_QUALITIES:
        if len(data) <= STICKER_BYTES:
            break
        data = _webp(picture, quality=quality)
    assert len(data) <= STICKER_BYTES
    return data


def small_png(candidate: Exportable) -> bytes:
    """A PNG of 100 px."""
    return png(sized(candidate, SMALL_RESOLUTION))


def discord_sticker_png(candidate: Exportable) -> bytes:
    """A PNG of 320 px."""
    return png(sized(candidate, DISCORD_STICKER_RESOLUTION))


def vectors(candidate: Exportable) -> bytes:
    """The picture as SVG. Raises BadRequest for a raw painting, which has no vectors."""
    if not candidate.svg:
        raise BadRequest("This one is shown as it was painted, in pixels: it has no SVG.")
    return candidate.svg.encode()


FORMS: Mapping[str, Callable[[Exportable], bytes]] = {
    "png": emoji_png,
    "emoji": emoji_png,
    "webp": sticker_webp,
    "png100": small_png,
    "png320": discord_sticker_png,
    "svg": vectors,
}
SEEN_AT: Mapping[str, int] = {"emoji": IN_TEXT, "png100": IN_TEXT}
"""Forms that chats show smaller than they are: the size in pixels to compose a sketch for."""


def export(candidate: Exportable, form: str) -> bytes:
    """A candidate as a file in one of FORMS. Raises BadRequest for an unknown form."""
    if form not in FORMS:
        raise BadRequest(
            "There is no form {form}: choose {forms}.", form=repr(form), forms=", ".join(FORMS)
        )
    return FORMS[form](candidate)


def sized(candidate: Exportable, resolution: int) -> Image.Image:
    """The picture at another resolution. What has an SVG is rendered from it and stays crisp."""
    if candidate.svg:
        return Image.fromarray(rasterize(candidate.svg, resolution))
    return resized(candidate.rgba, resolution)


def resized(rgba: Pixels, resolution: int) -> Image.Image:
    """uint8 [height, width, 4] with straight alpha -> RGBA, resolution x resolution."""
    picture = Image.fromarray(rgba)
    if picture.size == (resolution, resolution):
        return picture
    # Pillow premultiplies RGBA before resizing, so transparent pixels do not tint the edges.
    return picture.resize((resolution, resolution), Image.Resampling.LANCZOS)


def is_stream(path: Path) -> bool:
    """Whether a path is a device, a pipe or another process's file, such as /dev/stdout."""
    is_special = path.exists() and not path.is_file()
    return is_special or not STREAMS.isdisjoint(path.absolute().parents)


def write(path: Path, data: bytes) -> None:
    """Write or replace a file in one step; creates its folder if needed. Raises Unavailable.

    What is not a file, such as /dev/stdout, is written to as it is.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_stream(path):
            path.write_bytes(data)
            return
        whole = path.resolve()
        part = whole.with_name(f".emojismith-{os.getpid()}.part")
        try:
            part.write_bytes(data)
            part.replace(whole)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}.", path=path, reason=error.strerror
        ) from error


def png(picture: Image.Image) -> bytes:
    """The picture as a PNG file."""
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _webp(picture: Image.Image, lossless: bool = False, quality: int = 90) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=lossless, quality=quality, method=4)
    return out.getvalue()
