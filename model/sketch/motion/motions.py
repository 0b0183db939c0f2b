"""The motions: functions of the phase, 0 to 1, whose end leads into their start."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from model.sketch.drawing.moment import Moment, Place
from model.sketch.scene import Scene


@dataclass(frozen=True, slots=True)
class Motion:
    """A loop of `seconds`; `at` maps the phase (0 to 1) to a moment."""

    name: str
    seconds: float
    at: Callable[[float], Moment]

    def moments(self, fps: float) -> list[Moment]:
        """The moments of all frames at a frame rate, at least two."""
        count = max(2, round(self.seconds * fps))
        return [self.at(number / count) for number in range(count)]


def offered(scene: Scene) -> list[Motion]:
    """All motions for a Scene, the one that its words ask for first."""
    return list(MOTIONS.values())


def _bounce(phase: float) -> Moment:
    """Squash and stretch: wide and low at the ground, long in the air."""
    lift = math.sin(math.pi * phase) ** 2
    stretch = 1 + 0.08 * (2 * lift - 1) * abs(math.cos(math.pi * phase))
    return Moment(Place(y=-0.12 * lift, wide=1 / stretch, high=stretch))


MOTIONS: Mapping[str, Motion] = {
    motion.name: motion for motion in (Motion("bounce", 0.8, _bounce),)
}
