"""Optical size: how a drawing changes with the size at which people see it.

At 128 px nothing changes. At the sizes of chats, lines are bolder and small things larger, as in
fonts and icons that are drawn for one size.
"""

import math
from dataclasses import dataclass

FULL, SMALL = 128, 32
"""From FULL px on, nothing changes; at SMALL and below, small things are as large as possible."""
LEAST_STROKE = 1.5
"""The least width, in pixels, of the lines that the composer draws."""
_LARGER, _ENOUGH = 1.4, 0.65
_RIM, _LEAST_RIM = 1.3, 0.75
_MARGIN, _SPARE = 3.6, 1.2


@dataclass(frozen=True, slots=True)
class OpticalSize:
    """What drawing for `size` pixels needs.

    A unit of a figure is `scale` units of the frame, which is FULL wide.
    """

    size: int = FULL
    scale: float = 1.0

    @property
    def is_full(self) -> bool:
        """True if nothing changes."""
        return self.size >= FULL

    @property
    def stroke(self) -> float:
        """The least width of a line, in the figure's units; 0 at full size."""
        return 0.0 if self.is_full else self._units(LEAST_STROKE) / self.scale

    @property
    def larger(self) -> float:
        """The factor for small marks."""
        return 1 + (_LARGER - 1) * self._smallness

    def factor(self, share: float) -> float:
        """The factor for what is worn or held and is `share` times as large as the body.

        What is large enough already would hide the body.
        """
        return min(self.larger, max(1.0, _ENOUGH / share))

    @property
    def larger_face(self) -> float:
        """The factor for expressions, which are larger than accessories to begin with."""
        return math.sqrt(self.larger)

    @property
    def rim(self) -> float:
        """The width of the rim around what a ground would swallow, in the figure's units."""
        return max(_RIM, self._units(_LEAST_RIM) / self.scale)

    @property
    def margin(self) -> float:
        """The empty space at each edge, in the frame's units."""
        return max(_MARGIN, self._units(_LEAST_RIM) + _SPARE)

    @property
    def _smallness(self) -> float:
        """0 at full size to 1 at SMALL."""
        return min(1.0, max(0.0, (FULL - self.size) / (FULL - SMALL)))

    def _units(self, pixels: float) -> float:
        """Pixels at this size, in the frame's units."""
        return pixels * FULL / self.size
