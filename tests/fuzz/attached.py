"""Damaged, unusual and hostile picture files that somebody attaches to be an emoji."""

import asyncio
import io
import random
import struct
import warnings
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image

from bot.domain import Attached, Refused, Source
from bot.requests.pictures import Pictures
from tests.fuzz.pictures import damaged, picture_file

SIDE = 512
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def one(seed: int) -> None:
    """Make an emoji of one file. Raises for any error but a sentence."""
    rng = random.Random(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of the entries that it writes
        data = damaged(picture_file(rng), rng) if rng.random() < 0.7 else rng.choice(HOSTILE)(rng)
    attached = Attached(data, rng.random() < 0.2)
    if (source := asyncio.run(_source(attached))) is None:
        return
    with Image.open(io.BytesIO(source.png)) as picture:
        assert (picture.size, picture.mode, picture.format) == ((SIDE, SIDE), "RGBA", "PNG")
        assert not picture.info, "nothing of the file's own data is kept"
        assert np.asarray(picture)[..., 3].any()


async def _source(attached: Attached) -> Source | None:
    """The emoji; None if a sentence refuses the file."""
    try:
        return await Pictures().source(attached)
    except Refused as error:
        if not str(error).endswith("."):
            raise ValueError(f"{error} is no sentence") from error
        return None


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(wide: int, high: int, *chunks: bytes, rows: bytes = b"") -> bytes:
    """A PNG that says it is so large, with these chunks before its pixels."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0)
    pixels = _chunk(b"IDAT", zlib.compress(rows))
    return SIGNATURE + _chunk(b"IHDR", head) + b"".join(chunks) + pixels + _chunk(b"IEND", b"")


def _large(rng: random.Random) -> bytes:
    """Few bytes, many pixels."""
    side = rng.choice((5000, 6300, 6400, 20_000, 65_000))
    if side > 6400:
        return _png(side, rng.choice((1, side)))
    out = io.BytesIO()
    Image.new("1", (side, side), rng.randrange(2)).save(out, rng.choice(("PNG", "GIF", "BMP")))
    return out.getvalue()


def _frames(rng: random.Random) -> bytes:
    """An animation with frames of any duration."""
    side = rng.choice((1, 60, 200))
    frames = [
        Image.new("RGBA", (side, side), (rng.randrange(256), 9, 9, 255))
        for _ in range(rng.choice((2, 30, 200)))
    ]
    out, kind = io.BytesIO(), rng.choice(("GIF", "PNG", "WEBP"))
    options = {"duration": rng.choice((0, 1, 65_000)), "loop": 0}
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], **options)
    return out.getvalue()


def _texts(rng: random.Random) -> bytes:
    """Chunks that unpack to many megabytes, or that belong elsewhere."""
    bomb = zlib.compress(bytes(rng.choice((1000, 30_000_000))), 9)
    kinds = (b"zTXt", b"iCCP", b"iTXt", b"eXIf", b"acTL", b"fcTL", b"PLTE", b"tRNS", b"gAMA")
    kind = rng.choice(kinds)
    data = b"key\0\0" + bomb if kind in (b"zTXt", b"iCCP") else rng.randbytes(rng.randrange(40))
    return _png(20, 20, *[_chunk(kind, data)] * rng.choice((1, 3)), rows=b"\0" + b"\xff" * 1620)


HOSTILE: tuple[Callable[[random.Random], bytes], ...] = (
    _large,
    _frames,
    _texts,
    lambda rng: b"",
    lambda rng: b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
    lambda rng: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
    lambda rng: b"%PDF-1.7\n" + rng.randbytes(200),
    lambda rng: b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0xF7, 0, 0) + rng.randbytes(900),
    lambda rng: (
        b"BM" + struct.pack("<IIIIiiHH", 60, 0, 54, 40, rng.choice((-9, 2**31 - 1)), -1, 1, 32)
    ),
    lambda rng: b"\xff\xd8\xff\xe0" + rng.randbytes(rng.choice((20, 5000))),
    lambda rng: (
        b"RIFF" + struct.pack("<I", rng.randrange(2**32)) + b"WEBPVP8 " + rng.randbytes(300)
    ),
    lambda rng: _png(300, 300) + b"PK\x03\x04" + rng.randbytes(500),
)
