"""Where the parts of a figure are at one moment of a motion, relative to the still picture."""

from dataclasses import dataclass

from model.sketch.drawing.geometry import Affine, Bounds, Point


@dataclass(frozen=True, slots=True)
class Place:
    """A part's displacement about its pivot: shifts in sizes of the body, a turn in degrees."""

    x: float = 0.0
    y: float = 0.0
    turn: float = 0.0
    wide: float = 1.0
    high: float = 1.0

    def about(self, pivot: Point, size: float) -> Affine:
        """The map in the picture's coordinates for a body of this size."""
        return (
            Affine.move(pivot[0] + self.x * size, pivot[1] + self.y * size)
            @ Affine.turn(self.turn)
            @ Affine.scale(self.wide, self.high)
            @ Affine.move(-pivot[0], -pivot[1])
        )


AT_REST = Place()


@dataclass(frozen=True, slots=True)
class Moment:
    """The places of a figure's parts: `figure` moves all of it, about its feet."""

    figure: Place = AT_REST

    def moves_figure(self, bounds: Bounds) -> Affine:
        """The map of a figure with these bounds at rest."""
        feet = bounds.centre[0], bounds.y1
        return self.figure.about(feet, (bounds.width + bounds.height) / 2)


STILL = Moment()
