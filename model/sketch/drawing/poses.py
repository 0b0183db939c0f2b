"""Poses: rubber-hose arms and legs.

Angles are directions in degrees: 0 is down, 90 right, 180 up, -90 left. Lengths are shares of the
body's size.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass

from model.sketch.drawing.geometry import Affine, Bounds
from model.sketch.drawing.optical import OpticalSize

Point = tuple[float, float]
Bend = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """Directions of the upper and lower half of each limb, and tilt, turn and marks of the body.

    `arms` and `legs` are (left, right); with `legs` of None no legs are drawn.
    """

    arms: tuple[Bend, Bend]
    legs: tuple[Bend, Bend] | None = ((-6, -2), (6, 2))
    tilt: float = 0.0
    sways: bool = False
    marks: str = ""
    biceps: bool = False
    turn: float = 0.0
    legs_front: bool = False


ARMS_ONLY = "arms"
_POSES: Mapping[str, Pose] = {
    "standing": Pose(arms=((-32, -14), (32, 14))),
    "waving": Pose(arms=((-36, -12), (112, 168)), tilt=-4, marks="wave"),
    "dancing": Pose(
        arms=((-105, -172), (72, 112)),
        legs=((-24, 12), (62, 22)),
        tilt=8,
        sways=True,
        marks="notes",
    ),
    "running": Pose(arms=((-72, 8), (38, 128)), legs=((-28, -92), (76, 8)), tilt=12, marks="speed"),
    "walking": Pose(arms=((-42, -12), (34, 62)), legs=((-26, -40), (32, 8)), tilt=4),
    "jumping": Pose(
        arms=((-128, -158), (128, 158)), legs=((-62, 22), (62, -22)), sways=True, marks="ground"
    ),
    "sitting": Pose(arms=((-38, 4), (38, -4)), legs=((-78, -48), (78, 48)), legs_front=True),
    "flexing": Pose(arms=((-94, -198), (94, 198)), legs=((-14, -2), (14, 2)), biceps=True),
    "cheering": Pose(arms=((-142, -164), (142, 164)), legs=((-16, -8), (16, 8)), sways=True),
    "kicking": Pose(arms=((-96, -62), (52, 118)), legs=((-8, 4), (86, 80)), tilt=-12),
    "meditating": Pose(arms=((-58, 22), (58, -22)), legs=((-84, 76), (84, -76)), legs_front=True),
    "sleeping": Pose(arms=((-30, -14), (34, 20)), legs=((-8, -4), (8, 4)), turn=74, marks="zzz"),
    "flying": Pose(
        arms=((-40, -20), (40, 20)), legs=((-16, -28), (8, -14)), tilt=16, marks="wings"
    ),
    "shrugging": Pose(arms=((-44, -128), (44, 128))),
    "pointing": Pose(arms=((-40, 24), (84, 92))),
    ARMS_ONLY: Pose(arms=((-28, -130), (28, 130)), legs=None),
}
POSES: tuple[str, ...] = tuple(name for name in _POSES if name != ARMS_ONLY)


@dataclass(frozen=True, slots=True)
class Joints:
    """Where limbs meet the body (left, right), and the body's size."""

    shoulders: tuple[Point, Point]
    hips: tuple[Point, Point]
    size: float

    def moved(self, by: Affine) -> "Joints":
        left, right = (by.at(point) for point in self.shoulders)
        hip_left, hip_right = (by.at(point) for point in self.hips)
        return Joints((left, right), (hip_left, hip_right), self.size)


@dataclass(frozen=True, slots=True)
class Limb:
    """One drawn arm or leg, with its end point and bounds."""

    svg: str
    end: Point
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Limbs:
    """The drawn limbs of a body: (left, right); `legs` may be empty."""

    arms: tuple[Limb, Limb]
    legs: tuple[Limb, ...]


def pose_of(name: str, rng: random.Random, keyed: Pose | None = None) -> Pose:
    """A pose with small random variations; in a motion, they are those of `keyed`."""
    pose = keyed or _POSES[name]
    flip = pose.sways and rng.random() < 0.5

    def vary(bends: tuple[Bend, Bend]) -> tuple[Bend, Bend]:
        left, right = ((u + rng.uniform(-8, 8), v + rng.uniform(-8, 8)) for u, v in bends)
        if flip:
            return (-right[0], -right[1]), (-left[0], -left[1])
        return left, right

    tilt = -pose.tilt if flip else pose.tilt
    return Pose(
        arms=vary(pose.arms),
        legs=None if pose.legs is None else vary(pose.legs),
        tilt=tilt + rng.uniform(-4, 4),
        marks=pose.marks,
        biceps=pose.biceps,
        turn=pose.turn,
        legs_front=pose.legs_front,
    )


def still_pose(name: str) -> Pose:
    """A pose as it is named. Raises KeyError for an unknown one."""
    return _POSES[name]


def draw_limbs(pose: Pose, joints: Joints, colour: str, optical: OpticalSize) -> Limbs:
    """Arms and legs as rounded strokes that end in a hand or a shoe."""
    size, least = joints.size, optical.stroke
    left, right = (
        _arm(start, bend, size, colour, pose.biceps, least)
        for start, bend in zip(joints.shoulders, pose.arms, strict=True)
    )
    legs = tuple(
        _leg(start, bend, size, colour, least)
        for start, bend in zip(joints.hips, pose.legs or (), strict=bool(pose.legs))
    )
    return Limbs((left, right), legs)


def _joint(start: Point, angle: float, length: float) -> Point:
    radians = math.radians(angle)
    return start[0] + length * math.sin(radians), start[1] + length * math.cos(radians)


def _hose(start: Point, bend: Bend, half: float, width: float, colour: str) -> tuple[str, Point]:
    """A stroke with a soft bend at the elbow or knee, and its end point."""
    elbow = _joint(start, bend[0], half)
    end = _joint(elbow, bend[1], half)
    into, out = _joint(start, bend[0], half * 0.7), _joint(elbow, bend[1], half * 0.3)
    path = " ".join(f"{x:.2f} {y:.2f}" for x, y in (start, into, elbow, out, end))
    x0, y0, x1, y1, cx, cy, x2, y2, x3, y3 = path.split()
    svg = (
        f'<path d="M{x0} {y0}L{x1} {y1}Q{cx} {cy} {x2} {y2}L{x3} {y3}" fill="none" '
        f'stroke="{colour}" stroke-width="{width:.2f}" stroke-linecap="round" '
        'stroke-linejoin="round"/>'
    )
    return svg, end


def _arm(start: Point, bend: Bend, size: float, colour: str, biceps: bool, least: float) -> Limb:
    width = max(size * 0.06, least)
    hand = max(size * 0.062, 0.8 * width)
    svg, end = _hose(start, bend, size * 0.2, width, colour)
    svg += f'<circle cx="{end[0]:.2f}" cy="{end[1]:.2f}" r="{hand:.2f}" fill="{colour}"/>'
    if biceps:
        x, y = _joint(start, bend[0], size * 0.11)
        svg += (
            f'<ellipse cx="{x:.2f}" cy="{y - size * 0.025:.2f}" rx="{size * 0.075:.2f}" '
            f'ry="{size * 0.065:.2f}" fill="{colour}"/>'
        )
    elbow = _joint(start, bend[0], size * 0.2)
    return Limb(svg, end, Bounds.around((start, elbow, end), hand))


def _leg(start: Point, bend: Bend, size: float, colour: str, least: float) -> Limb:
    width = max(size * 0.066, least)
    length, height = max(size * 0.085, width), max(size * 0.052, 0.65 * width)
    svg, end = _hose(start, bend, size * 0.17, width, colour)
    knee = _joint(start, bend[0], size * 0.17)
    outwards = math.copysign(1.0, bend[0]) if abs(bend[0] - bend[1]) < 40 else 1.0
    tilt = -bend[1] * 0.8
    x, y = end[0] + outwards * size * 0.03, end[1]
    svg += (
        f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{length:.2f}" ry="{height:.2f}" '
        f'fill="{colour}" transform="rotate({tilt:.1f} {end[0]:.2f} {end[1]:.2f})"/>'
    )
    return Limb(svg, end, Bounds.around((start, knee, end), max(size * 0.1, 1.1 * length)))
