"""Renders SVG as PNG (resvg), and maps a function over worker processes."""

import io
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import resvg_py
from PIL import Image

RESOLUTION = 128
"""Width and height of the images in the data set."""
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Failure:
    """An image that could not be made, and why."""

    name: str
    reason: str


def png(svg: str, resolution: int = RESOLUTION) -> bytes:
    """Render a square SVG as an RGBA PNG of `resolution` x `resolution` pixels, straight alpha.

    Raises ValueError if resvg cannot read it or the image is empty.
    """
    data = bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, width=resolution, height=resolution, skip_system_fonts=True
        )
    )
    if not decode(data)[..., 3].any():
        raise ValueError("nothing is visible in the picture")
    return data


def decode(data: bytes) -> npt.NDArray[np.uint8]:
    """Decode a PNG: uint8 [h, w, 4]."""
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGBA"))


def spread(job: Callable[[A], B], items: Iterable[A], processes: int) -> Iterator[B]:
    """Map `job` over `items` in worker processes, in order; with 1, in this process."""
    if processes == 1:
        yield from map(job, items)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes, _ignore_ctrl_c) as pool:
        yield from pool.imap(job, items, chunksize=32)


def _ignore_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
