"""Where the parts of a figure are at one moment of a motion, relative to the still picture."""

import math
from dataclasses import dataclass, replace

from model.sketch.drawing.pose.poses import Pose
from model.sketch.drawing.vector.geometry import Affine, Point


@dataclass(frozen=True, slots=True)
class Place:
    """A part's displacement about its pivot.

    `x` and `y` are in sizes of the body, `turn` (clockwise) and `lean` (the top goes right, what is
    level with the pivot stays) in degrees; `wide` and `high` are scales.
    """

    x: float = 0.0
    y: float = 0.0
    turn: float = 0.0
    wide: float = 1.0
    high: float = 1.0
    lean: float = 0.0

    def about(self, pivot: Point, size: float) -> Affine:
        """The map in the picture's coordinates for a body of this size."""
        return (
            Affine.move(pivot[0] + self.x * size, pivot[1] + self.y * size)
            @ Affine.turn(self.turn)
            @ Affine(c=-math.tan(math.radians(self.lean)))
            @ Affine.scale(self.wide, self.high)
            @ Affine.move(-pivot[0], -pivot[1])
        )


AT_REST = Place()


@dataclass(frozen=True, slots=True)
class Particle:
    """A small thing that leaves a figure: `kind` is a name in PARTICLES.

    Its place is an offset from `origin` ("left eye", "right eye", "top", "middle" or "feet"), and
    its size the longer side, both in sizes of the body. `shape` is the phase of one whose outline
    changes, a flame.
    """

    kind: str
    origin: str
    x: float
    y: float
    size: float
    turn: float = 0.0
    shape: float = 0.0


@dataclass(frozen=True, slots=True)
class Moment:
    """The places of a figure's parts. Pivots are the parts' joints.

    `figure` moves all of it about its feet, `middle` about its middle, `limbless` only a figure
    without drawn limbs. `pose` replaces the still's limbs and tilt; `swing` raises both arms by so
    many degrees. `head` moves the head of a person or animal whose art has it in shapes of its own,
    about the neck, in widths of the head. `face` moves features and what is worn on them, `eyes`,
    `mouth` and `tears` their shapes;
    `hat`, `hang` (ties, medals) and `back` (wings, capes) are accessories; `held` are things in
    hands. `marks` and `behind` are for the pieces of both, in order, repeated. `hue` turns all
    colours, in degrees. With `as_one`, `figure` and `middle` move the whole picture.
    """

    figure: Place = AT_REST
    middle: Place = AT_REST
    limbless: Place = AT_REST
    pose: Pose | None = None
    swing: float = 0.0
    head: Place = AT_REST
    face: Place = AT_REST
    eyes: Place = AT_REST
    mouth: Place = AT_REST
    tears: Place = AT_REST
    hat: Place = AT_REST
    hang: Place = AT_REST
    back: Place = AT_REST
    held: Place = AT_REST
    marks: tuple[Place, ...] = (AT_REST,)
    behind: tuple[Place, ...] = (AT_REST,)
    particles: tuple[Particle, ...] = ()
    hue: float = 0.0
    as_one: bool = False

    def with_eyes(self, size: float) -> "Moment":
        """The same with eyes that are `size` times as large."""
        if size == 1:
            return self
        eyes = replace(self.eyes, wide=size * self.eyes.wide, high=size * self.eyes.high)
        return replace(self, eyes=eyes)


STILL = Moment()
