"""Where accessories are on a base, and the measure of their size there, for each slot."""

import math
from collections.abc import Callable, Mapping

from model.sketch.drawing.art.pupils import side_eye
from model.sketch.drawing.art.wearer import LEAST_EYES, Wearer, is_whole
from model.sketch.library import Spot

_WIDEST_PATCH = 0.26  # in widths of the art
_WIDEST_HEAD = 2.6  # of a whole animal, for hats, in eye distances
_BEHIND_EYE = 0.2  # of an animal seen from the side, the middle of a hat, in eye distances
_CRESCENTS = frozenset({"1F319", "1F31B", "1F31C"})
# How much of a crescent moon's upper horn is in a hat, in heights, and the width of the hat, in
# widths of the horn there and at least of the art.
_IN_HAT, _HORN, _LEAST_HORN = 0.24, 1.35, 0.32
_LEAST_HAT = 0.68  # of a thing, in widths of the art
FROG, _MIDDLE = "1F438", 0.03
# From the eyes to a hat, in eye distances.
_FOREHEAD = 0.44
# Where a neck is looked for, in eye distances: behind the head, and down. The narrowest and the
# widest; the width where none shows, and how far that is behind the chin; the lowest, in heights.
_NECK_ASIDE = (0.0, 0.45, -0.45, 0.9, -0.9, 1.4, -1.4)
_NECK_LEVELS = (0.0, 0.3, 0.6, 0.9, 1.2)
_LEAST_NECK, _WIDEST_NECK, _NECK, _BEHIND_CHIN, _LOWEST_NECK = 0.7, 3.0, 2.2, 0.5, 0.7


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


def _brow(wearer: Wearer) -> Spot:
    """Above the eyes; below those of a frog, which are its highest point."""
    return _across(0.42 if wearer.part.concept == FROG else -0.62)(wearer)


def _mouth(wearer: Wearer) -> Spot:
    """Below the eyes; nearer to the nose of an animal seen from the side."""
    if wearer.muzzle is not None:
        return _below_eyes(0.8, ahead=0.55)(wearer)
    return _across(0.9)(wearer)


def _right_eye(wearer: Wearer) -> Spot:
    x, y, apart = _eyes(wearer)
    return x + apart / 2, y, apart


def _patch(wearer: Wearer) -> Spot:
    """The right eye, or the one that is seen from the side; on a wide face it is no larger."""
    x, y, apart = _eyes(wearer)
    width = min(apart, _WIDEST_PATCH * wearer.anchors.box.w)
    if wearer.muzzle is None:
        return x + apart / 2, y, width
    return (*side_eye(wearer.part), width)


def _temple(wearer: Wearer) -> Spot:
    x, y, apart = _eyes(wearer)
    level = y - 0.55 * apart
    return x + 0.5 * wearer.face_width(level), level, apart


_IN_COLLAR = 0.02  # how far above the end of a cut neck a scarf is, in widths of the head


def _throat(wearer: Wearer) -> Spot:
    """At the neck, or below the mouth of a base that is all head."""
    x, y, apart = _eyes(wearer)
    box, neck = wearer.anchors.box, wearer.anchors.neck
    if wearer.part.is_head:
        return neck[0], neck[1] - _IN_COLLAR * box.w, neck[2]
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
    left, right = wearer.edges(y)
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
    if wearer.part.concept in _CRESCENTS:
        return _horn(wearer)
    x, y, width = wearer.anchors.head
    if wearer.anchors.face != "own":
        return x, y, max(width, _LEAST_HAT * wearer.anchors.box.w)
    _, level, apart = wearer.anchors.eyes
    if is_whole(wearer.anchors) and (muzzle := wearer.muzzle) is not None:
        eye, _ = side_eye(wearer.part)
        x = eye + _BEHIND_EYE * math.copysign(wearer.apart, eye - muzzle)
    if is_whole(wearer.anchors):
        width = min(width, _WIDEST_HEAD * wearer.apart)
    if wearer.part.concept == FROG:
        return x, max(y, wearer.art.top(x, _MIDDLE)) + _MIDDLE, apart  # between its eyes
    return x, min(y, level - _FOREHEAD * max(apart, LEAST_EYES * wearer.anchors.box.w)), width


def _horn(wearer: Wearer) -> Spot:
    """Round the upper horn of a crescent moon."""
    box = wearer.anchors.box
    y = box.y + _IN_HAT * box.h
    left, right = wearer.edges(y)
    return (left + right) / 2, y, max(_HORN * (right - left), _LEAST_HORN * box.w)


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
    if wearer.part.is_head:
        side = min(box.w, box.h)
        return box.x + box.w / 2, box.y + 0.48 * side, 0.92 * box.w
    if is_whole(wearer.anchors):
        return x, y, 3.4 * apart
    if wearer.is_wrapped:
        tall = max(0.6 * box.h, y + 1.2 * apart - box.y)
        return box.x + box.w / 2, box.y + tall / 2, 0.92 * math.hypot(box.w, tall)
    return box.x + box.w / 2, box.y + box.h / 2, 0.92 * math.hypot(box.w, box.h)


SPOTS: Mapping[str, Callable[[Wearer], Spot]] = {
    "eyes": _eyes,
    "eye": _right_eye,
    "patch": _patch,
    "brow": _brow,
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
