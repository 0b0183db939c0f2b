"""A clip: the frames of a loop, and how to have fewer frames or pixels of it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from model.image.export import resized
from model.image.moving.limits import Limits
from model.image.pixels import Pixels


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A loop: `frames` is uint8 [frames, resolution, resolution, 4] with straight alpha."""

    frames: Pixels
    fps: float

    @classmethod
    def of(cls, frames: Iterable[Pixels], fps: float, limits: Limits) -> "Clip":
        """The frames, with as many pixels, frames and seconds as the limits allow.

        A loop that is too long plays faster: cut, it would jump at its end.
        """
        every = np.stack(list(frames))
        clip = cls(every, max(fps, len(every) / limits.seconds)).resized(limits.resolution)
        fits = min(limits.frames, round(clip.seconds * limits.fps))
        return clip.with_frames(max(fits, 1)) if len(every) > fits else clip

    @property
    def seconds(self) -> float:
        """How long the loop takes once."""
        return len(self.frames) / self.fps

    @property
    def resolution(self) -> int:
        """The width and height in pixels."""
        return int(self.frames.shape[1])

    def with_frames(self, count: int) -> "Clip":
        """The same loop in `count` frames, evenly picked."""
        picked = np.arange(count) * len(self.frames) // count
        return Clip(self.frames[picked], count / self.seconds)

    def resized(self, resolution: int) -> "Clip":
        """The clip at another resolution."""
        if resolution == self.resolution:
            return self
        frames = [np.asarray(resized(frame, resolution)) for frame in self.frames]
        return Clip(np.stack(frames), self.fps)

    def times(self, unit: float) -> list[int]:
        """How many `unit` seconds each frame is shown; they add up to the loop's length."""
        ends = np.round(np.arange(len(self.frames) + 1) / (self.fps * unit)).astype(int)
        return [max(int(each), 1) for each in np.diff(ends)]
