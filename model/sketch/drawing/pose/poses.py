"""Poses: rubber-hose arms and legs.

Angles are directions in degrees: 0 is down, 90 right, 180 up, -90 left. Lengths are shares of the
body's size.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from model.sketch.drawing.colour.rim import rim_colour
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.drawing.vector.optical import OpticalSize

Bend = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """Directions of the upper and lower half of each limb, and tilt, turn and marks of the body.

    `arms` and `legs` are (left, right); with `legs` of None no legs are drawn, and only those arms
    that are `armed`. `feet` are where they point, -1 for left and 1 for right; with None the legs
    decide.
    """

    arms: tuple[Bend, Bend]
    legs: tuple[Bend, Bend] | None = ((-6, -2), (6, 2))
    tilt: float = 0.0
    sways: bool = False
    marks: str = ""
    biceps: bool = False
    turn: float = 0.0
    legs_front: bool = False
    armed: tuple[bool, bool] = (True, True)
    feet: tuple[float, float] | None = None

    def mirrored(self) -> "Pose":
        """The pose with left and right exchanged."""
        legs = self.legs and (_mirrored(self.legs[1]), _mirrored(self.legs[0]))
        arms = _mirrored(self.arms[1]), _mirrored(self.arms[0])
        armed = self.armed[1], self.armed[0]
        return replace(self, arms=arms, legs=legs, tilt=-self.tilt, armed=armed)


@dataclass(frozen=True, slots=True)
class Ink:
    """The colour of limbs, and of a rim of width `rim_width` if a ground would swallow them."""

    fill: str
    rim: str | None = None
    rim_width: float = 0.0


@dataclass(frozen=True, slots=True)
class Limbwear:
    """Colours of skin, sleeves, trousers and shoes; None leaves the colour of the body.

    `sleeves` is "long", "short" or "bare".
    """

    skin: str | None = None
    sleeve: str | None = None
    sleeves: str = "bare"
    leg: str | None = None
    shoe: str | None = None


SHOE, TROUSERS = "#7a5240", "#44557a"
"""The colours of a dressed person's shoes, and of trousers that the art does not show."""
_BICEPS = 0.115
_AT_LENGTH: Bend = (100, 132)
_ANY = (None, None)
HANDS_ONLY = "hands"
ARM, HAND, LEG = 0.118, 0.092, 0.125
"""Widths of arms and legs and the radius of hands, in sizes of the body."""
_DRESSED = 0.125  # the width of limbs in clothes, in the same
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
    "meditating": Pose(arms=((-58, 34), (58, -34)), legs=((-84, 62), (84, -62)), legs_front=True),
    "sleeping": Pose(arms=((-30, -14), (34, 20)), legs=((-8, -4), (8, 4)), turn=74, marks="zzz"),
    "flying": Pose(
        arms=((-40, -20), (40, 20)), legs=((-16, -28), (8, -14)), tilt=16, marks="wings"
    ),
    "shrugging": Pose(arms=((-44, -128), (44, 128))),
    "pointing": Pose(arms=((-40, 24), (84, 92))),
}
POSES: tuple[str, ...] = tuple(_POSES)
_OTHERS: Mapping[str, Pose] = {
    HANDS_ONLY: Pose(arms=((-30, -4), (30, 132)), legs=None, armed=(False, False)),
    "resting": Pose(arms=((0, 0), (0, 0)), legs=None, turn=10, marks="zzz", armed=(False, False)),
    "lifting": Pose(arms=((-120, -170), (120, 170)), legs=((-14, -4), (14, 4))),
    "rope": Pose(arms=((-70, -96), (70, 96)), legs=((-30, 14), (30, -14)), marks="ground"),
    "bowing": Pose(arms=((0, 10), (36, 20)), legs=None, tilt=0),
    "leap": Pose(arms=((-128, -158), (128, 158)), legs=((-62, 22), (62, -22))),
    "hailing": Pose(arms=((-32, -12), (112, 150))),
    "scolding": Pose(arms=((-56, 30), (74, 100))),
    "telling": Pose(arms=((-32, -14), (50, 96))),
    "pair": Pose(arms=((-34, -10), (34, 10)), armed=(True, False)),
    "riding": Pose(arms=((52, 84), (44, 92)), legs=((18, 6), (62, 8)), legs_front=True),
}
ACT_POSES: Mapping[str, str] = {
    "carrying": "lifting", "lifting weights": "lifting", "juggling": "standing",
    "jumping rope": "rope", "bowing": "bowing", "jumping over": "leap",
}  # fmt: skip
"""The poses that go with acts, unless the Scene has its own."""


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
    pose = keyed or _POSES.get(name) or _OTHERS[name]
    flip = pose.sways and rng.random() < 0.5

    def vary(bends: tuple[Bend, Bend]) -> tuple[Bend, Bend]:
        left, right = ((u + rng.uniform(-8, 8), v + rng.uniform(-8, 8)) for u, v in bends)
        return (_mirrored(right), _mirrored(left)) if flip else (left, right)

    tilt = -pose.tilt if flip else pose.tilt
    return replace(
        pose,
        arms=vary(pose.arms),
        legs=None if pose.legs is None else vary(pose.legs),
        tilt=tilt + rng.uniform(-4, 4),
    )


def still_pose(name: str) -> Pose:
    """A pose as it is named. Raises KeyError for an unknown one."""
    return _POSES[name]


def _mirrored(bend: Bend) -> Bend:
    return -bend[0], -bend[1]


def dressed_pose(pose: Pose | None, rng: random.Random, lifts: bool = False) -> Pose:
    """The pose of a figure on a trunk: it always has legs, and without a pose it stands.

    One that `lifts` something above its head holds it off its face.
    """
    standing = pose_of("standing", rng)
    if pose is None:
        pose = standing
    if lifts:
        pose = replace(pose, arms=(pose.arms[0], _AT_LENGTH))
    return replace(pose, legs=pose.legs or standing.legs, armed=(True, True))


def draw_limbs(
    pose: Pose, joints: Joints, ink: Ink, optical: OpticalSize, wear: Limbwear | None = None
) -> Limbs:
    """Arms and legs as rounded strokes that end in a hand or a shoe, perhaps in clothes."""
    size, least = joints.size, optical.stroke
    if wear is not None:
        return _dressed_limbs(pose, joints, ink, optical, wear)
    left, right = (
        _arm(start, bend, size, ink, pose.biceps, least)
        if armed
        else Limb("", start, Bounds.around((start,)))
        for start, bend, armed in zip(joints.shoulders, pose.arms, pose.armed, strict=True)
    )
    legs = tuple(
        _leg(start, bend, size, ink, least, foot)
        for start, bend, foot in zip(joints.hips, pose.legs or (), pose.feet or _ANY, strict=False)
    )
    return Limbs((left, right), legs)


def _dressed_limbs(
    pose: Pose, joints: Joints, ink: Ink, optical: OpticalSize, wear: Limbwear
) -> Limbs:
    """Thick limbs in sleeves and trousers; hands and feet have the ink."""
    size, width = joints.size, max(_DRESSED * joints.size, optical.stroke)
    ink = Ink(wear.skin) if wear.skin is not None else ink
    arms, legs, reach = [], [], 0.19 * size
    for start, bend in zip(joints.shoulders, pose.arms, strict=True):
        half, wide = (1.25 * reach, 1.2 * width) if pose.biceps else (reach, width)
        d, end = _hose(start, bend, half)
        sleeve = cloth_ink(wear.sleeve, optical) if wear.sleeve is not None else ink
        upper = sleeve if wear.sleeves == "long" else ink
        svg = f'{_stroked(d, wide, upper)}{_hand(end, 0.62 * wide)} fill="{ink.fill}"/>'
        if pose.biceps:
            x, y = _joint(start, bend[0], 0.6 * half)
            svg += f'{_hand((x, y - 0.03 * size), _BICEPS * size)} fill="{upper.fill}"/>'
        if wear.sleeves == "short":
            short, _ = _hose(start, (bend[0], bend[0]), size * 0.085)
            svg += _stroked(short, 1.25 * width, sleeve)
        elbow = _joint(start, bend[0], half)
        arms.append(Limb(svg, end, Bounds.around((start, elbow, end), 0.7 * wide)))
    for start, bend in zip(joints.hips, pose.legs or (), strict=bool(pose.legs)):
        d, end = _hose(start, bend, size * 0.13)
        foot = f'<ellipse cx="{end[0]:.2f}" cy="{end[1]:.2f}" rx="{0.95 * width:.2f}" '
        foot += f'ry="{0.55 * width:.2f}" fill="{wear.shoe or ink.fill}"/>'
        leg = cloth_ink(wear.leg, optical) if wear.leg is not None else ink
        svg = _stroked(d, 1.15 * width, leg) + foot
        legs.append(Limb(svg, end, Bounds.around((start, end), width)))
    return Limbs((arms[0], arms[1]), tuple(legs))


def arm_to(
    start: Point,
    end: Point,
    sag: float,
    size: float,
    ink: Ink,
    optical: OpticalSize,
    wear: Limbwear | None = None,
) -> Limb:
    """An arm from a shoulder to a point, bent by `sag` at its middle, with a hand at its end.

    It may be in the sleeve of what the figure `wear`s.
    """
    width = max(ARM * size, optical.stroke)
    hand = max(HAND * size, 0.7 * width)
    (x, y), (u, v) = start, end
    middle = (x + u) / 2 + 0.0, (y + v) / 2 + 2 * sag
    d = f"M{x:.2f} {y:.2f}Q{middle[0]:.2f} {middle[1]:.2f} {u:.2f} {v:.2f}"
    svg = _stroked(d, width, ink, _hand(end, hand))
    if wear is not None and wear.sleeve is not None and wear.sleeves == "long":
        svg = _stroked(d, width, cloth_ink(wear.sleeve, optical))
        svg += _hand(end, hand) + f' fill="{ink.fill}"/>'
    return Limb(svg, end, Bounds.around((start, end, ((x + u) / 2, (y + v) / 2 + sag)), hand))


def cloth_ink(colour: str, optical: OpticalSize) -> Ink:
    """The ink of limbs in cloth of a colour."""
    return Ink(colour, rim_colour(colour), optical.rim)


def _joint(start: Point, angle: float, length: float) -> Point:
    radians = math.radians(angle)
    return start[0] + length * math.sin(radians), start[1] + length * math.cos(radians)


def _hose(start: Point, bend: Bend, half: float) -> tuple[str, Point]:
    """The path of a limb with a soft bend at the elbow or knee, and its end point."""
    elbow = _joint(start, bend[0], half)
    end = _joint(elbow, bend[1], half)
    into, out = _joint(start, bend[0], half * 0.7), _joint(elbow, bend[1], half * 0.3)
    path = " ".join(f"{x:.2f} {y:.2f}" for x, y in (start, into, elbow, out, end))
    x0, y0, x1, y1, cx, cy, x2, y2, x3, y3 = path.split()
    return f"M{x0} {y0}L{x1} {y1}Q{cx} {cy} {x2} {y2}L{x3} {y3}", end


def _stroked(d: str, width: float, ink: Ink, *ends: str) -> str:
    """A path as a rounded stroke with shapes at its end, all in front of their common rim."""
    line = 'fill="none" stroke="{}" stroke-width="{:.2f}" stroke-linecap="round" '
    line += 'stroke-linejoin="round"/>'
    svg = ""
    if ink.rim is not None:
        svg = f'<path d="{d}" ' + line.format(ink.rim, width + 2 * ink.rim_width)
        around = f'fill="{ink.rim}" stroke="{ink.rim}" stroke-width="{2 * ink.rim_width:.2f}"/>'
        svg += "".join(f"{end} {around}" for end in ends)
    svg += f'<path d="{d}" ' + line.format(ink.fill, width)
    return svg + "".join(f'{end} fill="{ink.fill}"/>' for end in ends)


def _hand(at: Point, radius: float) -> str:
    return f'<circle cx="{at[0]:.2f}" cy="{at[1]:.2f}" r="{radius:.2f}"'


def _arm(start: Point, bend: Bend, size: float, ink: Ink, biceps: bool, least: float) -> Limb:
    width = max(size * ARM, least)
    hand = max(size * HAND, 0.8 * width)
    d, end = _hose(start, bend, size * 0.2)
    ends = [_hand(end, hand)]
    if biceps:
        x, y = _joint(start, bend[0], size * 0.11)
        ends.append(
            f'<ellipse cx="{x:.2f}" cy="{y - size * 0.025:.2f}" rx="{size * 0.085:.2f}" '
            f'ry="{size * 0.075:.2f}"'
        )
    elbow = _joint(start, bend[0], size * 0.2)
    return Limb(_stroked(d, width, ink, *ends), end, Bounds.around((start, elbow, end), hand))


def _leg(start: Point, bend: Bend, size: float, ink: Ink, least: float, foot: float | None) -> Limb:
    width = max(size * LEG, least)
    length, height = max(size * 0.1, width), max(size * 0.06, 0.65 * width)
    d, end = _hose(start, bend, size * 0.17)
    knee = _joint(start, bend[0], size * 0.17)
    outwards = math.copysign(1.0, bend[0]) if abs(bend[0] - bend[1]) < 40 else 1.0
    outwards = outwards if foot is None else foot
    tilt = -bend[1] * 0.8
    x, y = end[0] + outwards * size * 0.03, end[1]
    shoe = (
        f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{length:.2f}" ry="{height:.2f}" '
        f'transform="rotate({tilt:.1f} {end[0]:.2f} {end[1]:.2f})"'
    )
    svg = _stroked(d, width, ink, shoe)
    return Limb(svg, end, Bounds.around((start, knee, end), max(size * 0.11, 1.1 * length)))
