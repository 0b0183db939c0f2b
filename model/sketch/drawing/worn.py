"""Places accessories on a base: art, slot and fit give the position and the size."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from model.sketch.drawing.fit import fit_of
from model.sketch.drawing.geometry import Affine
from model.sketch.drawing.look import Look, look, tinted
from model.sketch.drawing.oklch import Lch, to_hex
from model.sketch.drawing.pieces import UNIT, Piece, Table, silhouette, stack
from model.sketch.drawing.rim import lifted
from model.sketch.drawing.stances import PROFILES
from model.sketch.library import Anchors, Library, Part, Spot

HANDS, FEET = "hands", "feet"
"""Slots that depend on the limbs: `figure` draws what is worn there."""
EYE_PARTS = frozenset({"star eyes", "heart eyes", "money eyes", "dizzy eyes"})
"""These replace the eyes of the base."""
# A hand on a face of its own colour needs an outline.
_RAISED, _SHADOW = frozenset({"facepalm"}), "#8a5a12"
_DARK_FACE, _PALE = 0.5, "#a9b3bd"
# If the eyes are closer together than this, in widths of the art, it shows a whole body.
WHOLE = 0.2
# Minimum distance of the eyes for eyewear, in widths of the base, so that it stays visible.
_LEAST_EYES = 0.16
# From the eyes to a hat, in eye distances.
_FOREHEAD = 0.44
# If the eyes are further from the middle, in widths of the art, the animal is seen from the side.
_SIDEWAYS = 0.14
# Where a neck is looked for, in eye distances: behind the head, and down. The narrowest and the
# widest; the width where none shows, and how far that is behind the chin; the lowest, in heights.
_NECK_ASIDE = (0.0, 0.45, -0.45, 0.9, -0.9, 1.4, -1.4)
_NECK_LEVELS = (0.0, 0.3, 0.6, 0.9, 1.2)
_LEAST_NECK, _WIDEST_NECK, _NECK, _BEHIND_CHIN, _LOWEST_NECK = 0.7, 3.0, 2.2, 0.5, 0.7
# Of PROFILES, what a set shows from the front.
_FACING = frozenset({("twemoji", "1F414"), ("noto", "1F432")})
# Hats gripped lower than this, in their heights, go round the head. The least from the eyes to
# others, in eye distances, and how far they may be lifted for it, in their heights.
_WRAPPED, _BROW, _LIFT = 0.64, 0.14, 0.4
BODY, BODY_DARK = "#b0d1e5", "#b0d1e6"
"""In drawn parts they stand for the colour of what wears the part, and a darker shade of it."""


def is_whole(anchors: Anchors) -> bool:
    """True for a whole animal or person, whose head is a small part of the art."""
    return anchors.face == "own" and anchors.eyes[2] < WHOLE * anchors.box.w


@dataclass(frozen=True, slots=True)
class Wearer:
    """A base part as drawn, with its markup after recolouring.

    One that `is_wrapped` wears clothes on its own outline, below its face.
    """

    part: Part
    markup: str
    is_wrapped: bool = False

    @property
    def anchors(self) -> Anchors:
        return self.part.anchors

    @property
    def art(self) -> Look:
        return look(self.markup, self.part.size)

    @property
    def apart(self) -> float:
        """The distance of the eyes, at least what eyewear needs."""
        return max(self.anchors.eyes[2], _LEAST_EYES * self.anchors.box.w)

    @property
    def muzzle(self) -> float | None:
        """The x of the nose of an animal seen from the side; None if it faces us."""
        x, y, apart = _eyes(self)
        box = self.anchors.box
        concept = self.part.concept
        profile = concept in PROFILES and (self.part.style, concept) not in _FACING
        if not profile and not self._is_sideways:
            return None
        left, right = self.art.edges(y + 0.4 * apart) or (box.x, box.x + box.w)
        return left if profile or x < box.x + box.w / 2 else right

    @property
    def _is_sideways(self) -> bool:
        box = self.anchors.box
        off = abs(self.anchors.eyes[0] - box.x - box.w / 2)
        return is_whole(self.anchors) and off >= _SIDEWAYS * box.w

    def face_width(self, y: float) -> float:
        """The width of the head at the height `y` (unit square)."""
        anchors = self.anchors
        if is_whole(anchors):
            return 2.5 * self.apart
        left, right = self.art.edges(y) or (anchors.box.x, anchors.box.x + anchors.box.w)
        x = anchors.eyes[0]
        return min(max(2 * min(x - left, right - x), 2.2 * self.apart), 3.1 * self.apart)


def worn(
    library: Library, table: Table, style: str, name: str, wearer: Wearer, tint: str | None = None
) -> Piece:
    """An accessory's art at the anchor of its slot, perhaps tinted; the base is UNIT wide."""
    slot = library.accessories[name].slot
    part, fit = library.worn(style, name), fit_of(name, slot, style)
    own, box = part.anchors.box, wearer.anchors.box
    x, y, measure = _ANCHORS[slot](wearer)
    scale = UNIT * min(fit.width * measure / own.w, fit.most * box.h / own.h)
    share = scale * max(own.w, own.h) / (UNIT * max(box.w, box.h))
    scale *= table.optical.factor(share)
    point = own.x + fit.at[0] * own.w, own.y + fit.at[1] * own.h
    if slot == "head" and fit.at[1] > _WRAPPED:
        y -= _over_eyes(wearer, y + (1 - fit.at[1]) * own.h * scale / UNIT, own.h * scale / UNIT)
    flip = -1.0 if fit.sided and x < box.x + box.w / 2 else 1.0
    place = (
        Affine.move(UNIT * x, UNIT * y)
        @ Affine.scale(flip * scale, scale)
        @ Affine.move(-point[0], -point[1])
    )
    body = _dyed(part.body, wearer.art.main)
    if tint is not None:
        body = tinted(part.body, part.size, tint)
    piece = table.rimmed(part, place, lifted(body or part.body, part.size))
    edge = _SHADOW if name in _RAISED else None
    if slot == "eyes" and name not in EYE_PARTS and _is_lost(part, wearer):
        edge = _PALE
    if edge is None:
        return piece
    return stack([table.cut(part, place, silhouette(part.body, part.size[2], edge)), piece])


def _is_lost(part: Part, wearer: Wearer) -> bool:
    """Whether dark eyewear would not be seen on a dark face."""
    x, y, apart = wearer.anchors.eyes
    face = wearer.art.light(x, y - 0.4 * apart, 0.6 * apart)
    return face < _DARK_FACE and look(part.body, part.size).main.light < _DARK_FACE


def _over_eyes(wearer: Wearer, bottom: float, height: float) -> float:
    """How much higher a hat must be to leave the eyes free, at most a share of its height."""
    _, y, apart = _eyes(wearer)
    return min(max(0.0, bottom - (y - _BROW * apart)), _LIFT * height)


def _dyed(body: str, main: Lch) -> str | None:
    """A drawing with the base's own colour in place of its stand-ins; None if it has none."""
    if BODY not in body:
        return None
    dark = to_hex(main.darker(0.12, least=0.15))
    return body.replace(BODY, to_hex(main)).replace(BODY_DARK, dark)


def _eyes(wearer: Wearer) -> Spot:
    return (*wearer.anchors.eyes[:2], wearer.apart)


def _below_eyes(down: float, ahead: float = 0.0) -> Callable[[Wearer], Spot]:
    """A point under the eyes, `down` eye distances lower; measured in eye distances.

    For an animal seen from the side it lies `ahead` (0 to 1) on the way to the nose.
    """

    def anchor(wearer: Wearer) -> Spot:
        x, y, apart = _eyes(wearer)
        if ahead and (muzzle := wearer.muzzle) is not None:
            return x + ahead * (muzzle - x), y + min(down, 0.6) * apart, apart
        return x, y + down * apart, apart

    return anchor


def _across(down: float) -> Callable[[Wearer], Spot]:
    """As `_below_eyes`, measured by the width of the face there."""

    def anchor(wearer: Wearer) -> Spot:
        x, y, apart = _eyes(wearer)
        level = max(y + down * apart, wearer.anchors.head[1] + 0.04)
        return x, level, wearer.face_width(level)

    return anchor


def _mouth(wearer: Wearer) -> Spot:
    """Below the eyes; nearer to the nose of an animal seen from the side."""
    if wearer.muzzle is not None:
        return _below_eyes(0.8, ahead=0.55)(wearer)
    return _across(0.9)(wearer)


def _right_eye(wearer: Wearer) -> Spot:
    x, y, apart = _eyes(wearer)
    return x + apart / 2, y, apart


def _temple(wearer: Wearer) -> Spot:
    x, y, apart = _eyes(wearer)
    level = y - 0.55 * apart
    return x + 0.5 * wearer.face_width(level), level, apart


def _throat(wearer: Wearer) -> Spot:
    """At the neck, or below the mouth of a base that is all head."""
    x, y, apart = _eyes(wearer)
    box, neck = wearer.anchors.box, wearer.anchors.neck
    if is_whole(wearer.anchors):
        return _collar(wearer)
    level = min(max(neck[1], y + 1.5 * apart), box.y + 0.96 * box.h)
    return x, level, wearer.face_width(y)


def _neck(wearer: Wearer) -> Spot:
    """At the throat, as wide as the neck."""
    x, y, width = _throat(wearer)
    return x, y, width if is_whole(wearer.anchors) else wearer.anchors.neck[2]


def _collar(wearer: Wearer) -> Spot:
    """Where a whole animal's neck is narrowest; behind the chin of one that shows none."""
    x, y, _ = wearer.anchors.neck
    box, apart = wearer.anchors.box, wearer.apart
    back = 1.0 if x < box.x + box.w / 2 else -1.0
    if wearer.muzzle is not None:
        x += back * _BEHIND_CHIN * apart
    levels = [min(y + down * apart, box.y + _LOWEST_NECK * box.h) for down in _NECK_LEVELS]
    spots = [(x + back * aside * apart, level) for aside in _NECK_ASIDE for level in levels]
    spans = [(spot, span) for spot in spots if (span := wearer.art.run(*spot)) is not None]
    necks = [
        (right - left + abs((left + right) / 2 - x) + level - y, (left, right), level)
        for (_, level), (left, right) in spans
        if _LEAST_NECK * apart < right - left < _WIDEST_NECK * apart
    ]
    if necks:
        _, (left, right), level = min(necks)
        return (left + right) / 2, level, max(right - left, apart)
    (x, level), _ = spans[0] if spans else ((x, levels[0]), (x, x))
    return x, level, _NECK * apart


def _front(wearer: Wearer) -> Spot:
    """Below the neck, or from below the mouth of a base that is all head."""
    x, y, _ = _throat(wearer)
    box = wearer.anchors.box
    if is_whole(wearer.anchors):
        return x, y, 0.75 * box.w
    return x, min(y, box.y + 0.72 * box.h), box.w


def _back(wearer: Wearer) -> Spot:
    box = wearer.anchors.box
    return box.x + box.w / 2, box.y + 0.45 * box.h, box.w


def _rump(wearer: Wearer) -> Spot:
    """Low at the side away from the face."""
    box, y = wearer.anchors.box, wearer.anchors.box.y + 0.72 * wearer.anchors.box.h
    left, right = wearer.art.edges(y) or (box.x, box.x + box.w)
    faces_right = wearer.anchors.eyes[0] > box.x + 0.6 * box.w
    return (left + 0.06 if faces_right else right - 0.06), y, box.w


def _ears(wearer: Wearer) -> Spot:
    """At the level of the eyes, as wide as the head there."""
    x, y, _ = _eyes(wearer)
    if is_whole(wearer.anchors):
        return x, y, 3.0 * wearer.apart
    left, right = wearer.art.edges(y) or (x - 0.4, x + 0.4)
    return (left + right) / 2, y + 0.1 * wearer.apart, 1.12 * (right - left)


def _head(wearer: Wearer) -> Spot:
    """On top of the head, so high that a brim does not cover the eyes of its own face."""
    x, y, width = wearer.anchors.head
    if wearer.anchors.face != "own":
        return x, y, width
    _, level, apart = wearer.anchors.eyes
    return x, min(y, level - _FOREHEAD * max(apart, _LEAST_EYES * wearer.anchors.box.w)), width


def _cheek(wearer: Wearer) -> Spot:
    """Below the right eye; just below the one eye of an animal seen from the side, and larger."""
    x, y, apart = _eyes(wearer)
    if (muzzle := wearer.muzzle) is not None:
        return x + 0.1 * (muzzle - x), y + 0.5 * apart, 1.4 * apart
    return x + 0.55 * apart, y + 0.62 * apart, apart


def _spots(wearer: Wearer) -> Spot:
    box = wearer.anchors.box
    return box.x + box.w / 2, box.y + box.h / 2, box.w


def _ground(wearer: Wearer) -> Spot:
    box = wearer.anchors.box
    return box.x + box.w / 2, box.y + box.h, box.w


def _casing(wearer: Wearer) -> Spot:
    """Around everything."""
    box = wearer.anchors.box
    return box.x + box.w / 2, box.y + box.h / 2, max(box.w, box.h)


def _all_round(wearer: Wearer) -> Spot:
    """Around the head; around everything if the base is all head."""
    x, y, apart = _eyes(wearer)
    box = wearer.anchors.box
    if is_whole(wearer.anchors):
        return x, y, 3.4 * apart
    if wearer.is_wrapped:
        tall = max(0.6 * box.h, y + 1.2 * apart - box.y)
        return box.x + box.w / 2, box.y + tall / 2, 0.92 * math.hypot(box.w, tall)
    return box.x + box.w / 2, box.y + box.h / 2, 0.92 * math.hypot(box.w, box.h)


_ANCHORS: Mapping[str, Callable[[Wearer], Spot]] = {
    "eyes": _eyes,
    "eye": _right_eye,
    "brow": _across(-0.62),
    "nose": _below_eyes(0.5, ahead=0.9),
    "lip": _below_eyes(0.78, ahead=0.65),
    "mouth": _mouth,
    "chin": _below_eyes(0.9, ahead=0.3),
    "cheeks": _below_eyes(0.3),
    "temple": _temple,
    "lobes": _across(0.25),
    "head": _head,
    "neck": _neck,
    "ears": _ears,
    "throat": _throat,
    "cheek": _cheek,
    "spots": _spots,
    "ground": _ground,
    "front": _front,
    "back": _back,
    "rump": _rump,
    "casing": _casing,
    "all round": _all_round,
}
