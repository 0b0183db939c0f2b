"""An emoji from somebody's picture: cut out, trimmed and fitted, perhaps with an outline."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from model.image.cutout import cut_out, plain_ground
from model.image.opened import BadPicture, opened
from model.image.pixels import Pixels
from model.image.tracing.components import numbered
from model.recipe import Prepared

RESOLUTION = 512
"""Of the result: that of Telegram's stickers, the largest form of an emoji."""
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""Cameras of phones take up to 12 or 50; decoding 40 needs 160 MB."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
WORKED_AT = 640
"""Pixels along the longer side at which a picture is cut out."""
PIXEL_ART = 48
"""A picture of at most so many pixels is enlarged without smoothing."""
LEAST = 64
MARGIN, OUTLINE = 1 / 32, 1 / 26
"""Shares of the result's side."""
CORNER = 0.14
"""The radius of the corners of a picture that is not cut out, as a share of its shorter side."""
VISIBLE = 8
TRANSPARENT, HOLES = 250, 0.005
"""A picture has its own transparency if this share of its pixels has at most this alpha."""
NEAR = 0.09
"""Files of cameras and chats have noise around a figure up to this far from the ground."""
SPECK = 0.0004
"""A smaller share of the picture is a speck."""
LEAST_FIGURE, LEAST_GROUND = 0.004, 0.02
"""Shares of the picture; with less of either, cutting out found nothing."""
CUT = "Cut out of its plain ground."
NOT_PLAIN = "Its ground is not plain, so it was not cut out."
FIRST_FRAME = "Only its first frame was used."
SMALL = "It is small, so it is not sharp."


def prepare(data: bytes, *, outline: bool = False) -> Prepared:
    """An emoji from a picture file. Raises BadRequest with a sentence that says what is wrong."""
    if len(data) > MOST_BYTES:
        raise BadPicture(
            "The picture is larger than {size} MB: take a smaller one.", size=MOST_BYTES // 2**20
        )
    try:
        picture = opened(data, FORMATS, MOST_PIXELS, WORKED_AT)
    except BadPicture as error:
        raise BadPicture(
            # Translators: {reason} is a text such as "broken picture".
            "This picture cannot be used ({reason}): take a PNG, JPEG, WebP or GIF.",
            reason=error,
        ) from error
    notes = [FIRST_FRAME] if _moves(data) else []
    if max(picture.size) < LEAST:
        notes.append(SMALL)
    if max(picture.size) > WORKED_AT:
        picture.thumbnail((WORKED_AT, WORKED_AT), Image.Resampling.LANCZOS)
    figure, how = _figure(np.asarray(picture))
    fitted = _fitted(_trimmed(figure), RESOLUTION * (MARGIN + OUTLINE * outline))
    if outline:
        fitted = _outlined(fitted)
    out = io.BytesIO()
    fitted.save(out, "PNG")
    return Prepared(out.getvalue(), " ".join(filter(None, (how, *notes))))


def pixels_of(prepared: Prepared) -> Pixels:
    """uint8 [RESOLUTION, RESOLUTION, 4], straight alpha."""
    return np.asarray(opened(prepared.png, ("PNG",)))


def _moves(data: bytes) -> bool:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        return bool(getattr(picture, "is_animated", False))


def _figure(rgba: Pixels) -> tuple[Pixels, str]:
    """The picture with a transparent ground, and how it came to it."""
    if (rgba[..., 3] <= TRANSPARENT).mean() > HOLES:
        return rgba, ""
    rgb = rgba[..., :3].astype(np.float32) / np.float32(255)
    found = plain_ground(rgb) if min(rgb.shape[:2]) > LEAST // 8 else None
    if found is None:
        return _rounded(rgba), NOT_PLAIN
    ground, noise = found
    cut = _without_specks(cut_out(rgb, ground, max(noise, NEAR)))
    share = (cut[..., 3] > VISIBLE).mean()
    if not LEAST_FIGURE < share < 1 - LEAST_GROUND:
        return _rounded(rgba), NOT_PLAIN
    return cut, CUT


def _without_specks(rgba: Pixels) -> Pixels:
    """Without the specks that lossy files have around a figure."""
    areas = numbered((rgba[..., 3] > VISIBLE).astype(np.uint8))
    specks = np.bincount(areas.ravel()) < SPECK * areas.size
    return np.where(specks[areas][..., None], 0, rgba).astype(np.uint8)


def _rounded(rgba: Pixels) -> Pixels:
    """The whole picture with round corners."""
    height, width = rgba.shape[:2]
    mask = Image.new("L", (4 * width, 4 * height))
    radius = 4 * CORNER * min(width, height)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 4 * width - 1, 4 * height - 1), radius, 255)
    corners = np.asarray(mask.resize((width, height), Image.Resampling.BOX))
    return np.dstack([rgba[..., :3], np.minimum(rgba[..., 3], corners)])


def _trimmed(rgba: Pixels) -> Image.Image:
    """Without transparent margins. Raises BadPicture if nothing is visible."""
    picture = Image.fromarray(np.where(rgba[..., 3:] > VISIBLE, rgba, 0).astype(np.uint8))
    box = picture.getchannel("A").getbbox()
    if box is None:
        raise BadPicture("Nothing is visible in this picture: take another one.")
    return picture.crop(box)


def _fitted(picture: Image.Image, margin: float) -> Image.Image:
    """Centred on a transparent square of RESOLUTION pixels."""
    room = RESOLUTION - 2 * round(margin)
    scale = room / max(picture.size)
    small = max(picture.size) <= PIXEL_ART
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    way = Image.Resampling.NEAREST if small else Image.Resampling.LANCZOS
    canvas = Image.new("RGBA", (RESOLUTION, RESOLUTION))
    at = ((RESOLUTION - size[0]) // 2, (RESOLUTION - size[1]) // 2)
    canvas.paste(picture.resize(size, way), at)
    return canvas


def _outlined(picture: Image.Image) -> Image.Image:
    """With a white outline, as wide as OUTLINE."""
    solid = np.asarray(picture.getchannel("A")) > 127
    radius = round(RESOLUTION * OUTLINE)
    wide = np.zeros_like(solid)
    padded = np.pad(solid, radius)
    for down in range(-radius, radius + 1):
        half = int((radius**2 - down**2) ** 0.5)
        rows = padded[radius + down : radius + down + RESOLUTION]
        sums = np.cumsum(np.pad(rows, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
        at = np.arange(RESOLUTION) + radius
        wide |= sums[:, at + half + 1] > sums[:, at - half]
    edge = Image.fromarray(wide.astype(np.uint8) * 255).filter(ImageFilter.GaussianBlur(1.2))
    ground = Image.new("RGBA", picture.size, "white")
    ground.putalpha(edge)
    return Image.alpha_composite(ground, picture)
