"""A thing that is about to be held: its place, and where hands grasp its outline."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.art.pieces import Piece, unit_bounds
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.colour.look import RESOLUTION, look
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.library import Part

_OUT = 0.25  # how far outside the outline the middle of a hand is, in its radii
_MIDDLE = 0.15  # how far from the middle a thing is bitten, in its widths
_APART = 0.8  # half the least distance of two hands, in the same
_SWAY = 6.0  # how far a thing is turned at random, in degrees

_Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Thing:
    """A part with its unit square mapped by `place`."""

    context: DrawingContext
    part: Part
    place: Affine

    @classmethod
    def of(cls, context: DrawingContext, concept: str, size: float, turn: float = 0.0) -> "Thing":
        """A concept's art around the origin, its longer side of length `size`."""
        part = context.part(concept)
        own = unit_bounds(part.anchors)
        sway = context.rng(f"thing {concept}").uniform(-_SWAY, _SWAY)
        scale = size / max(own.width, own.height)
        return cls(context, part, Affine.turn(turn + sway) @ Affine.onto((0, 0), own.centre, scale))

    def moved(self, x: float, y: float) -> "Thing":
        return replace(self, place=Affine.move(x, y) @ self.place)

    @property
    def piece(self) -> Piece:
        return self.context.placed(self.part, self.place)

    @property
    def box(self) -> Bounds:
        """The bounds of what is drawn."""
        hull = look(self.part.body, self.part.size).hull
        return Bounds.around(self.place.at(point) for point in hull)

    @property
    def _drawn(self) -> tuple[_Values, _Values]:
        """The x and the y of the middles of all pixels that are drawn."""
        rows, columns = np.nonzero(look(self.part.body, self.part.size).solid)
        u, v, place = (columns + 0.5) / RESOLUTION, (rows + 0.5) / RESOLUTION, self.place
        return place.a * u + place.c * v + place.e, place.b * u + place.d * v + place.f

    @property
    def top(self) -> float:
        """The height of the highest point that is drawn near the middle."""
        box, (across, down) = self.box, self._drawn
        near = np.abs(across - box.centre[0]) < _MIDDLE * box.width
        return float(down[near].min()) if near.any() else box.y0

    def sides(self, level: float, radius: float) -> tuple[Point, Point]:
        """Two hands of this radius at the outline, left and right, at a share of the height."""
        box, (across, down) = self.box, self._drawn
        y = box.y0 + level * box.height
        across = across[np.abs(down - y) < self.place.size / RESOLUTION]
        left, right = (across.min(), across.max()) if across.size else (box.x0, box.x1)
        middle = (left + right) / 2
        half = max((right - left) / 2 + _OUT * radius, _APART * radius)
        return (float(middle - half), y), (float(middle + half), y)
