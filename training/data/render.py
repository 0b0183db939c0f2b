"""SVG -> PNG bytes (resvg), in worker processes."""

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
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Failure:
    """A picture that could not be made, and why."""

    name: str
    reason: str


def png(svg: str, side: int = RESOLUTION) -> bytes:
    """A picture of a square SVG: RGBA PNG of `side` x `side` pixels, straight alpha.

    Raises ValueError where resvg cannot read it or nothing is visible in it.
    """
    data = bytes(
        resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side, skip_system_fonts=True)
    )
    if not decode(data)[..., 3].any():
        raise ValueError("nothing is visible in the picture")
    return data


def decode(data: bytes) -> npt.NDArray[np.uint8]:
    """PNG bytes to uint8 [h, w, 4]."""
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGBA"))


def spread(job: Callable[[A], B], items: Iterable[A], processes: int) -> Iterator[B]:
    """`job` of every item, in order, over worker processes; in this process where it is 1."""
    if processes == 1:
        yield from map(job, items)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes, _leave_ctrl_c_to_the_parent) as pool:
        yield from pool.imap(job, items, chunksize=32)


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
