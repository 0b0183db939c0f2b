"""Damaged and unusual picture files through the reader of data sets."""

import io
import random
import struct
import warnings

import numpy as np
from PIL import Image

from training.reading.clean import bitmap_row
from training.reading.source import BadRow

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "ICO", "PPM", "TGA")
MODES = ("RGBA", "RGB", "L", "LA", "P", "1", "I;16", "CMYK")
SIZES = ((1, 1), (8, 9), (64, 64), (300, 7), (1, 900), (2, 20_000), (300, 200))
TYPES = (1, 2, 3, 4, 5, 7, 9, 10, 12, 99)


def one(seed: int) -> None:
    """Read one file. Raises for any error but that the row is left out."""
    rng = random.Random(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of the entries that it writes
        data = picture_file(rng)
    try:
        row = bitmap_row(damaged(data, rng), ["a cat"], "noto", 128)
    except BadRow:
        return
    with Image.open(io.BytesIO(row["picture"])) as picture:
        assert picture.size == (128, 128)
        assert picture.mode == "RGBA"


def picture_file(rng: random.Random) -> bytes:
    """A picture of any format, mode and size."""
    wide, high = rng.choice(SIZES)
    noise = np.random.default_rng(rng.randrange(1 << 30)).integers(0, 256, (high, wide, 4))
    picture = Image.fromarray(noise.astype(np.uint8))
    mode, kind = rng.choice(MODES), rng.choice(FORMATS)
    data = io.BytesIO()
    try:
        picture = picture.convert("I").convert(mode) if mode == "I;16" else picture.convert(mode)
        options = {"exif": _exif(rng)} if kind in ("PNG", "JPEG", "WEBP", "TIFF") else {}
        picture.save(data, kind, **options)
    except (OSError, TypeError, ValueError, KeyError, struct.error):  # this cannot be written
        picture.convert("RGB").save(data := io.BytesIO(), "PNG")
    return data.getvalue()


def _exif(rng: random.Random) -> bytes:
    """An EXIF block with a few entries of any type."""
    entries = [
        struct.pack("<HHI", tag, rng.choice(TYPES), rng.choice((0, 1, 3, 1000))) + rng.randbytes(4)
        for tag in sorted(rng.sample((0x0100, 0x0112, 0x011A, 0x8769, 0x8825, 0x9286), 3))
    ]
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries)) + b"".join(entries) + bytes(4)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """A file with some bytes changed, or cut; some are whole."""
    changed = bytearray(data)
    match rng.randrange(6):
        case 0:
            return bytes(changed[: rng.randrange(len(changed) + 1)])
        case 1:
            for _ in range(rng.choice((1, 4, 40))):
                changed[rng.randrange(len(changed))] = rng.randrange(256)
        case 2:  # the head, with sizes and types
            for _ in range(3):
                changed[rng.randrange(min(64, len(changed)))] = rng.choice((0, 1, 127, 255))
        case 3:
            spot = rng.randrange(len(changed))
            changed[spot : spot + 8] = rng.randbytes(rng.randrange(64))
        case 4:
            return rng.randbytes(rng.randrange(300))
        case _:
            pass
    return bytes(changed)
