"""Opens picture files of strangers: the one place that decodes them."""

import io
import math
import warnings

import numpy as np
from PIL import Image, ImageOps

from model.errors import BadRequest

OTHER_PROGRAMS = ("EPS", "WMF")
"""Formats that Pillow reads with another program of the system."""
WIDEST = 4096
"""Pixels along one axis of a square; a picture with more pixels than it is reduced."""
_STRIP = 64
"""Rows of a reduced picture that are made at once."""


class BadPicture(BadRequest):
    """The file is no picture that can be used."""


def opened(
    data: bytes,
    formats: tuple[str, ...] | None = None,
    most_pixels: int | None = None,
    enough: int | None = None,
) -> Image.Image:
    """The first frame of a bitmap file as RGBA, rotated as its EXIF data says.

    It has no other data of the file, and at most `WIDEST` squared pixels. `formats` are the allowed
    ones, in Pillow's names; a picture of more than `most_pixels` is not decoded. With `enough`, a
    JPEG is decoded at a reduced size if both its sides stay that long. Raises BadPicture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # decoders warn of damage, which is that file's
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                if picture.format in OTHER_PROGRAMS:
                    raise BadPicture("not a bitmap")
                if most_pixels is not None and picture.width * picture.height > most_pixels:
                    raise BadPicture("more than {count} megapixels", count=most_pixels // 1_000_000)
                if enough is not None:
                    picture.draft("RGB", (enough, enough))
                # In place: without a rotation it would be copied.
                ImageOps.exif_transpose(picture, in_place=True)
                return _reduced(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BadPicture("larger than Pillow's limit") from error
    except BadPicture:
        raise
    except Exception as error:  # decoders raise errors of any kind
        raise BadPicture("broken picture") from error


def _reduced(picture: Image.Image) -> Image.Image:
    factor = math.ceil(math.sqrt(picture.width * picture.height) / WIDEST)
    if factor == 1:
        return _rgba(picture)
    small = Image.new("RGBA", (-(-picture.width // factor), -(-picture.height // factor)))
    for top in range(0, small.height, _STRIP):
        bottom = min((top + _STRIP) * factor, picture.height)
        strip = _rgba(picture.crop((0, top * factor, picture.width, bottom)))
        # Premultiplied, or hidden colours would show.
        small.paste(strip.convert("RGBa").reduce(factor).convert("RGBA"), (0, top))
    return small


def _rgba(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # Pillow would clip 16 bits of grey at 255
        grey = np.asarray(picture, np.float64) * (255 / 65535)
        picture = Image.fromarray(grey.clip(0, 255).round().astype(np.uint8))
    elif picture.mode not in ("1", "L", "LA", "P", "PA", "RGB", "RGBA"):
        picture = picture.convert("RGB")
    found = picture.convert("RGBA")
    found.info.clear()
    return found
