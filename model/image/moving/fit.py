"""Makes a moving file fit its limit of bytes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from model.errors import BadRequest
from model.image.moving.clip import Clip
from model.image.moving.limits import Limits

Q = TypeVar("Q")
FEWER_FRAMES = (0.67, 0.5, 0.34)
"""Shares of the frames that are tried, after all qualities. At less than 8 fps motion stutters."""
FEWER_PIXELS = (0.75, 0.5, 0.25)
"""Shares of the resolution that are tried last: at the size of text the loss is seen least."""


@dataclass(frozen=True, slots=True)
class MovingFile:
    """A moving picture as a file, and what the receipt says of it."""

    data: bytes
    frames: int
    fps: float
    resolution: int

    @property
    def says(self) -> str:
        """Frames, rate and size for people."""
        return (
            f"{self.frames} frames at {self.fps:.3g} fps, {self.resolution} px, "
            f"{len(self.data) / 1000:.0f} kB"
        )


def fit(
    clip: Clip, limits: Limits, qualities: Sequence[Q], encode: Callable[[Clip, Q], bytes]
) -> MovingFile:
    """Encode with the first quality that fits, else with fewer frames, else with fewer pixels.

    Raises BadRequest if nothing fits.
    """
    for tried, quality in _attempts(clip, limits, qualities):
        data = encode(tried, quality)
        if len(data) <= limits.bytes:
            return MovingFile(data, len(tried.frames), tried.fps, tried.resolution)
    raise BadRequest(
        "This picture is too detailed to move in {size} kB: choose another form.",
        size=limits.bytes // 1000,
    )


def _attempts(clip: Clip, limits: Limits, qualities: Sequence[Q]) -> Iterator[tuple[Clip, Q]]:
    yield from ((clip, quality) for quality in qualities)
    lowest, fewer = qualities[-1], clip
    for share in FEWER_FRAMES:
        fewer = clip.with_frames(max(round(share * len(clip.frames)), 1))
        yield fewer, lowest
    for share in FEWER_PIXELS:
        soft = fewer.resized(round(share * clip.resolution))
        yield (soft if limits.shrinks else soft.resized(clip.resolution)), lowest
