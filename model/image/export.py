"""Finished pictures as files: what chats take, and sheets to look at."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

from model.errors import BadRequest
from model.image.pixels import Pixels
from model.recipe import Candidate
from model.sketch.drawing.raster import rasterize

# Discord takes custom emoji of 128 px and at most 256 KiB.
EMOJI_SIDE, EMOJI_BYTES = 128, 256 * 1024
# Telegram takes static stickers with one side of exactly 512 px and at most 512 KB.
STICKER_SIDE, STICKER_BYTES = 512, 512_000
# Telegram takes custom emoji of exactly 100 px.
SMALL_SIDE = 100
LOSSY_QUALITIES = (95, 85, 70, 50)


def emoji_png(candidate: Candidate) -> bytes:
    """A PNG of 128 px with at most 256 KiB."""
    data = _png(sized(candidate, EMOJI_SIDE))
    assert len(data) <= EMOJI_BYTES
    return data


def sticker_webp(candidate: Candidate) -> bytes:
    """A WEBP of 512 px with at most 512 KB: lossless where that fits."""
    picture = sized(candidate, STICKER_SIDE)
    assert picture.size == (STICKER_SIDE, STICKER_SIDE)
    data = _webp(picture, lossless=True)
    for quality in LOSSY_QUALITIES:
        if len(data) <= STICKER_BYTES:
            break
        data = _webp(picture, quality=quality)
    assert len(data) <= STICKER_BYTES
    return data


def small_png(candidate: Candidate) -> bytes:
    """A PNG of 100 px."""
    return _png(sized(candidate, SMALL_SIDE))


def sketch_svg(candidate: Candidate) -> bytes:
    """The SVG of a sketch. Raises BadRequest for a painted candidate, which has none."""
    if not candidate.is_sketch:
        raise BadRequest("This one was painted, and only a sketch can be given as SVG.")
    return candidate.sketch_svg.encode()


FORMS: Mapping[str, Callable[[Candidate], bytes]] = {
    "png": emoji_png,
    "webp": sticker_webp,
    "png100": small_png,
    "svg": sketch_svg,
}


def export(candidate: Candidate, form: str) -> bytes:
    """A candidate in one of FORMS. Raises BadRequest for another form."""
    if form not in FORMS:
        raise BadRequest(f"There is no form {form!r}: choose {', '.join(FORMS)}.")
    return FORMS[form](candidate)


def sized(candidate: Candidate, side: int) -> Image.Image:
    """The picture at another size; a sketch is drawn anew from its vectors, so it stays crisp."""
    if candidate.is_sketch:
        return Image.fromarray(rasterize(candidate.sketch_svg, side))
    return resized(candidate.rgba, side)


def resized(rgba: Pixels, side: int) -> Image.Image:
    """uint8 [any, any, 4] with straight alpha -> RGBA of side x side."""
    picture = Image.fromarray(rgba)
    if picture.size == (side, side):
        return picture
    # Pillow premultiplies RGBA before it resizes, so clear pixels lend the edges no colour.
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def write(path: Path, data: bytes) -> None:
    """Write a file whose folder may not exist yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _webp(picture: Image.Image, lossless: bool = False, quality: int = 90) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=lossless, quality=quality, method=4)
    return out.getvalue()
