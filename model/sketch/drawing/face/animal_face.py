"""Expressions of whole animals: lids, brows and tears at their own eyes, which leave the rest.

A smiley's mouth would hide a beak or a muzzle.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from model.sketch.drawing.art.pieces import UNIT, Piece
from model.sketch.drawing.art.pupils import Pupil, pupils
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.colour.oklch import to_hex
from model.sketch.drawing.vector.geometry import Bounds

_INK: Mapping[str, str] = {"fluent": "#402a32", "noto": "#3a2a1a", "twemoji": "#292f33"}
_LIGHT_INK, _WHITE = "#fff3d6", "#ffffff"
_DARK = 0.45
_WATER, _RED, _PINK, _GREEN, _GOLD, _BLUE = (
    "#5db4f0", "#f0384b", "#ff7f96", "#8fc93a", "#ffc93c", "#4a7fd4",
)  # fmt: skip
# The least and the largest radius of an eye, in widths of the art, for lids and brows.
_LEAST, _LEAST_ALONE, _MOST = 0.03, 0.038, 0.085
_BOLDEST = 0.04  # the radius of an eye, in widths of the art, from which lines are no bolder
# The radius of eyes whose white or ring is part of what lids cover, in widths of the art.
_BALLS: Mapping[tuple[str, str], float] = {
    ("fluent", "1F438"): 0.074, ("twemoji", "1F438"): 0.056,
}  # fmt: skip
_BETWEEN = 0.36  # of the way between the eyes is for each brow
BEAKED = frozenset({"1F423", "1F424", "1F425", "1F414", "1F988", "1F433", "1F40B", "1F42C", "1F40D",
                    "1F41F", "1F420", "1F421", "1F40C", "1FACD", "1F41B"})  # fmt: skip
"""Animals whose art is neither a whole animal nor a face that a smiley's mouth fits."""
MUZZLED = frozenset({
    "1F417", "1F428", "1F42D", "1F42E", "1F42F", "1F430", "1F431", "1F436", "1F437", "1F439",
    "1F43A", "1F43B", "1F43B-200D-2744", "1F43C", "1F981", "1F98A", "1F99D", "1FACE",
    "1F984", "1F434", "1F438", "E201", "E202", "E204", "E205", "E206",
    *(f"E0{number:02X}" for number in range(0x16)), *(f"E10{number}" for number in range(9)),
})  # fmt: skip
"""Heads with a nose and a muzzle of their own."""


@dataclass(frozen=True, slots=True)
class Eye:
    """An eye in the picture: centre, radius, and the side of the nose (-1 or 1)."""

    x: float
    y: float
    r: float
    nose: float
    skin: str
    ink: str
    skin_dark: str
    bold: float  # what the width of lines is measured by
    paired: bool
    top: float  # of the head over the eye, which brows do not leave
    reach: float = 1.7  # how far a brow reaches to the nose, in radii

    def at(self, forward: float, down: float) -> tuple[float, float]:
        """A point in eye radii, `forward` to the nose."""
        return self.x + self.nose * forward * self.r, self.y + down * self.r


def animal_face(
    style: str, wearer: Wearer, expression: str, size: float = 1.0, has_signs: bool = True
) -> Piece | None:
    """An expression at an animal's own eyes, `size` times as large; None if it cannot be drawn.

    Signs around the face, such as one of anger, are left out where it does not have them.
    """
    recipe = _RECIPES.get(expression)
    if recipe is None:
        return None
    found = pupils(wearer.part)
    sized = ((x, y, size * radius) for x, y, radius in found)
    eyes = [_eye(style, wearer, pupil, len(found) == 2) for pupil in sized]
    if len(eyes) == 2:
        reach = _BETWEEN * abs(eyes[0].x - eyes[1].x) / eyes[0].r
        eyes = [replace(eye, reach=min(eye.reach, reach)) for eye in eyes]
    eyes.sort(key=lambda eye: eye.nose)
    each, *once = recipe if has_signs else recipe[:1]
    svg = "".join(draw(eye) for draw in each for eye in eyes)
    svg += "".join(draw(eyes[0]) for draw in once)
    points = [(eye.x, eye.y) for eye in eyes]
    if once:
        points += [eyes[0].at(-2.6, -2.6), eyes[0].at(-1.6, -4.4)]
    bounds = Bounds.around(points, 2.6 * eyes[0].r)
    return Piece(svg, bounds.corners)


def _eye(style: str, wearer: Wearer, pupil: Pupil, paired: bool) -> Eye:
    x, y, radius = pupil
    box = wearer.anchors.box
    ball = _BALLS.get((style, wearer.part.concept))
    tone = wearer.art.skin(x, y, max(2.2 * radius, 0.03))
    if ball is not None:
        radius = max(radius, ball * box.w)
        tone = wearer.art.skin(x, y + 2.4 * radius, 0.5 * radius)
    ink = _LIGHT_INK if tone.light < _DARK else _INK[style]
    if paired:
        nose = 1.0 if x < wearer.anchors.eyes[0] else -1.0
    else:
        nose = -1.0 if x < box.x + box.w / 2 else 1.0
    seen = _LEAST if paired else _LEAST_ALONE
    least = min(max(radius * 1.15, seen * box.w), _MOST * box.w)
    return Eye(
        UNIT * x,
        UNIT * y,
        UNIT * least,
        nose,
        to_hex(tone),
        ink,
        to_hex(tone.darker(0.16)),
        UNIT * min(least, _BOLDEST * box.w),
        paired,
        UNIT * wearer.art.top(x, radius),
    )


_Draw = Callable[[Eye], str]


def _line(eye: Eye, points: str, width: float = 0.62, ink: str | None = None) -> str:
    return (
        f'<path d="{points}" fill="none" stroke="{ink or eye.ink}" '
        f'stroke-width="{width * eye.bold:.2f}" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _p(eye: Eye, forward: float, down: float) -> str:
    x, y = eye.at(forward, down)
    return f"{x:.2f} {y:.2f}"


def _disc(eye: Eye, colour: str, rx: float, ry: float, forward: float = 0, down: float = 0) -> str:
    x, y = eye.at(forward, down)
    return (
        f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{rx * eye.r:.2f}" ry="{ry * eye.r:.2f}" '
        f'fill="{colour}"/>'
    )


def _over(eye: Eye, high: float) -> float:
    """How far a brow that is `high` above an eye leaves the head, below 0, in radii."""
    most = (eye.y - eye.top) / eye.r - 0.36 * eye.bold / eye.r
    return min(0.0, max(most, 1.0) - high)


def _brow(inner: float, outer: float) -> _Draw:
    """A brow whose inner and outer ends are that many radii above the eye."""

    def draw(eye: Eye) -> str:
        over = _over(eye, max(inner, outer))
        ends = _p(eye, eye.reach, -inner - over), _p(eye, -1.7, -outer - over)
        return _line(eye, f"M{ends[0]}L{ends[1]}", 0.72)

    return draw


def _sad_brow(eye: Eye) -> str:
    """A brow that rises to the nose; an arch over a single eye, where a line would look angry."""
    if eye.paired:
        return _brow(2.9, 1.3)(eye)
    down = -_over(eye, 3.1)
    ends = _p(eye, 1.3, down - 3.0), _p(eye, -1.9, down - 1.9)
    return _line(eye, f"M{ends[0]}Q{_p(eye, -0.4, down - 3.2)} {ends[1]}", 0.6)


def _lone_tear(eye: Eye) -> str:
    """A small tear below a single eye, which a brow alone does not make sad."""
    if eye.paired:
        return ""
    x, y = eye.at(-0.4, 2.5)
    return _drop(x, y, 1.25 * eye.r)


def _raised(eye: Eye) -> str:
    """The left brow raised, the right one level."""
    left = eye.nose > 0
    down, bend = (-2.6, -3.6) if left else (-1.9, -1.9)
    return _line(eye, f"M{_p(eye, 1.6, down)}Q{_p(eye, 0, bend)} {_p(eye, -1.6, down)}", 0.72)


def _question(eye: Eye) -> str:
    x, y = eye.at(-3.4, -4.0)
    r = eye.r
    hook = (
        f"M{x - 1.2 * r:.2f} {y - 0.9 * r:.2f}Q{x - 1.1 * r:.2f} {y - 2.2 * r:.2f} "
        f"{x:.2f} {y - 2.2 * r:.2f}Q{x + 1.3 * r:.2f} {y - 2.1 * r:.2f} {x + 1.1 * r:.2f} "
        f"{y - 0.9 * r:.2f}Q{x + 0.9 * r:.2f} {y - 0.2 * r:.2f} {x:.2f} {y + 0.5 * r:.2f}"
    )
    dot = f'<circle cx="{x:.2f}" cy="{y + 1.7 * r:.2f}" r="{0.5 * r:.2f}" fill="{_BLUE}"/>'
    return _line(eye, hook, 0.75, _BLUE) + dot


def _closed(bend: float) -> _Draw:
    """A closed eye: an arc that bends up (negative) or down."""

    def draw(eye: Eye) -> str:
        arc = f"M{_p(eye, -1.5, -0.3 * bend)}Q{_p(eye, 0, 1.5 * bend)} {_p(eye, 1.5, -0.3 * bend)}"
        return _disc(eye, eye.skin, 1.45, 1.55) + _line(eye, arc, 0.6)

    return draw


def _half_lid(eye: Eye) -> str:
    lid = f"M{_p(eye, -1.6, 0)}Q{_p(eye, -1.5, -1.9)} {_p(eye, 0, -1.9)}Q{_p(eye, 1.5, -1.9)} "
    return f'<path d="{lid}{_p(eye, 1.6, 0)}z" fill="{eye.skin_dark}"/>' + _line(
        eye, f"M{_p(eye, -1.6, 0)}L{_p(eye, 1.6, 0)}", 0.5
    )


def _wide(eye: Eye) -> str:
    return (
        _disc(eye, eye.ink, 2.15, 2.3) + _disc(eye, _WHITE, 1.8, 1.95)
        + _disc(eye, "#2b2226", 0.75, 0.85)
    )  # fmt: skip


def _rolled(eye: Eye) -> str:
    return (
        _disc(eye, eye.ink, 2.0, 2.1) + _disc(eye, _WHITE, 1.7, 1.8)
        + _disc(eye, "#2b2226", 0.75, 0.75, -0.2, -0.95)
    )  # fmt: skip


def _heart(eye: Eye) -> str:
    return _disc(eye, eye.skin, 1.4, 1.5) + (
        f'<path d="M{_p(eye, 0, 2.3)}Q{_p(eye, -3.4, -0.2)} {_p(eye, -1.9, -1.6)}'
        f"Q{_p(eye, -0.5, -2.3)} {_p(eye, 0, -0.8)}Q{_p(eye, 0.5, -2.3)} {_p(eye, 1.9, -1.6)}"
        f'Q{_p(eye, 3.4, -0.2)} {_p(eye, 0, 2.3)}z" fill="{_RED}" stroke="#fff" '
        f'stroke-width="{0.3 * eye.r:.2f}"/>'
    )


def _star(eye: Eye) -> str:
    turns = [math.radians(36 * n - 90) for n in range(10)]
    points = " ".join(
        f"{eye.x + s * eye.r * math.cos(t):.2f} {eye.y + s * eye.r * math.sin(t):.2f}"
        for t, s in zip(turns, (2.5, 1.1) * 5, strict=True)
    )
    return _disc(eye, eye.skin, 1.4, 1.5) + (
        f'<polygon points="{points}" fill="{_GOLD}" stroke="#e8871e" '
        f'stroke-width="{0.35 * eye.r:.2f}" stroke-linejoin="round"/>'
    )


def _cross(eye: Eye) -> str:
    return _disc(eye, eye.skin, 1.45, 1.5) + _line(
        eye, f"M{_p(eye, -1.2, -1.2)}L{_p(eye, 1.2, 1.2)}M{_p(eye, 1.2, -1.2)}L{_p(eye, -1.2, 1.2)}"
    )


def _coin(eye: Eye) -> str:
    return (
        _disc(eye, "#e8a21e", 2.1, 2.1) + _disc(eye, _GOLD, 1.75, 1.75)
        + _line(eye, f"M{_p(eye, 0.7, -0.7)}Q{_p(eye, -1.4, -1.1)} {_p(eye, 0, 0)}"
                f"Q{_p(eye, 1.4, 1.1)} {_p(eye, -0.7, 0.7)}M{_p(eye, 0, -1.3)}L{_p(eye, 0, 1.3)}",
                0.4, "#1f8a4c")
    )  # fmt: skip


def _drop(x: float, y: float, size: float) -> str:
    return (
        f'<path d="M{x:.2f} {y - size:.2f}Q{x + 1.05 * size:.2f} {y + 0.1 * size:.2f} '
        f"{x + 0.6 * size:.2f} {y + 0.75 * size:.2f}Q{x:.2f} {y + 1.25 * size:.2f} "
        f"{x - 0.6 * size:.2f} {y + 0.75 * size:.2f}Q{x - 1.05 * size:.2f} {y + 0.1 * size:.2f} "
        f'{x:.2f} {y - size:.2f}z" fill="{_WATER}" stroke="#fff" stroke-width="{0.16 * size:.2f}"/>'
    )


def _tear(eye: Eye) -> str:
    x, y = eye.at(-0.5, 3.3)
    return _drop(x, y, 1.75 * eye.r)


def _stream(eye: Eye) -> str:
    return _line(eye, f"M{_p(eye, -0.4, 0.6)}V{eye.y + 5.4 * eye.r:.2f}", 1.3, _WATER)


def _side_tear(eye: Eye) -> str:
    x, y = eye.at(-2.3, 1.2)
    return _drop(x, y, 1.3 * eye.r)


def _sweat(eye: Eye) -> str:
    x, y = eye.at(-3.2, -2.2)
    return _drop(x, y, 1.9 * eye.r)


def _cheek(colour: str) -> _Draw:
    def draw(eye: Eye) -> str:
        return f'<g opacity=".9">{_disc(eye, colour, 1.5, 1.0, -1.1, 2.6)}</g>'

    return draw


def _bag(eye: Eye) -> str:
    bag = f"M{_p(eye, -1.4, 1.7)}Q{_p(eye, 0, 2.7)} {_p(eye, 1.4, 1.7)}"
    return _line(eye, bag, 0.5, eye.skin_dark)


def _anger(eye: Eye) -> str:
    x, y = eye.at(-3.4, -3.2) if eye.paired else eye.at(-1.6, -4.4)
    arms = []
    size = 1.9 * eye.r
    for a, b in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
        arms.append(
            f"M{x + a * 0.28 * size:.2f} {y + b * size:.2f}Q{x + a * 0.3 * size:.2f} "
            f"{y + b * 0.3 * size:.2f} {x + a * size:.2f} {y + b * 0.28 * size:.2f}"
        )
    return _line(eye, "".join(arms), 0.62, _RED)


def _zzz(eye: Eye) -> str:
    letters = []
    for forward, down, size in ((-3.0, -3.4, 1.5), (-5.2, -5.6, 2.1)):
        x, y = eye.at(forward, down)
        side = size * eye.r
        letters.append(
            f"M{x - side / 2:.2f} {y - side / 2:.2f}H{x + side / 2:.2f}L{x - side / 2:.2f} "
            f"{y + side / 2:.2f}H{x + side / 2:.2f}"
        )
    return _line(eye, "".join(letters), 0.6, _BLUE)


_ANGRY = (_brow(0.9, 2.7),)
_SAD = (_sad_brow,)
_HAPPY = (_closed(-1), _cheek(_PINK))
# Expression -> what is drawn at each eye, and then what is drawn once.
_RECIPES: Mapping[str, tuple[tuple[_Draw, ...], *tuple[_Draw, ...]]] = {
    "angry": ((*_ANGRY,), _anger),
    "furious": ((_cheek(_RED), *_ANGRY), _anger),
    "jealous": ((_half_lid, _brow(1.1, 2.2)),),
    "sad": ((*_SAD, _lone_tear),),
    "disappointed": ((_closed(0.8), *_SAD, _lone_tear),),
    "pensive": ((_closed(0.8), *_SAD),),
    "anguished": ((_wide, _brow(3.5, 2.4)),),
    "worried": (_SAD, _sweat),
    "crying": ((*_SAD, _tear),),
    "sobbing": ((_stream, _closed(0.8), *_SAD),),
    "tearful": ((*_SAD, _tear),),
    "pleading": ((_wide, _brow(3.4, 2.4)),),
    "happy": (_HAPPY,),
    "smiling": ((_cheek(_PINK), _brow(2.4, 2.1)),),
    "grinning": (_HAPPY,),
    "shy": (_HAPPY,),
    "yum": (_HAPPY,),
    "kissing": (_HAPPY,),
    "laughing": ((_closed(-1), _side_tear),),
    "sweating": ((_closed(-1),), _sweat),
    "relieved": ((_closed(0.9), _brow(2.3, 2.3)),),
    "sleeping": ((_closed(0.9),), _zzz),
    "sleepy": ((_half_lid, _bag), _zzz),
    "tired": ((_half_lid, _bag, _brow(3.1, 2.2)), _sweat),
    "bored": ((_half_lid,),),
    "neutral": ((_half_lid,),),
    "speechless": ((_half_lid,),),
    "smug": ((_half_lid, _raised),),
    "cool": ((_half_lid, _raised),),
    "suspicious": ((_half_lid, _brow(1.2, 2.4)),),
    "surprised": ((_wide, _brow(3.4, 3.4)),),
    "shocked": ((_wide, _brow(3.6, 3.4)),),
    "scared": ((_wide, _brow(3.8, 2.8)), _sweat),
    "in love": ((_heart,),),
    "adoring": ((_heart, _cheek(_PINK)),),
    "starstruck": ((_star,),),
    "dizzy": ((_cross,),),
    "woozy": ((_half_lid, _cheek(_PINK)),),
    "sick": ((_half_lid, _cheek(_GREEN), _brow(2.9, 1.9)),),
    "disgusted": ((_half_lid, _cheek(_GREEN), _brow(1.1, 2.2)),),
    "rich": ((_coin,),),
    "rolling eyes": ((_rolled,),),
    "confused": ((_raised,), _question),
    "flushed": ((_wide, _cheek(_PINK), _brow(3.2, 3.0)),),
    "yawning": ((_closed(0.9), _bag), _zzz),
    "sneezing": ((_closed(0.9), _brow(0.8, 2.4)), _sweat),
    "grimacing": ((_brow(3.0, 1.9),), _sweat),
    "winking": ((_closed(-1),),),
}
