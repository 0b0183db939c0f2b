"""Hybrids: halves of two things side by side, a head on a tail, the eyes and mouths of faces."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from model.sketch.drawing.art.borrowed import distance, families, in_colours
from model.sketch.drawing.art.pieces import prefixed
from model.sketch.drawing.vector.geometry import Affine
from model.sketch.library import Box, Part

_TAILS = frozenset({
    "1F9DC", "1F9DC-200D-2640", "1F9DC-200D-2642", "1F41F", "1F420", "1F988", "1F42C",
})  # fmt: skip
_WAIST, _HEAD = 48, 0.62
_NOSE, _ALL = 53, Box(0, 0, 1, 1)
_OTHER_SKIN = 0.18  # less is the shading of one yellow
_VIEW = (-4.0, -4.0, 108.0, 108.0)


@lru_cache(maxsize=64)
def halved(first: Part, second: Part) -> Part:
    """One part of two: what is left of the middle is the first, the rest the second.

    A creature of the sea gives its lower half. The anchors are the first part's.
    """
    one, other = _framed(first, "a"), _framed(second, "b")
    if second.concept in _TAILS:
        tail = (
            f'<clipPath id="tail"><path d="M-9 {_WAIST}H109V109H-9z"/></clipPath>'
            f'<g clip-path="url(#tail)">{other}</g>'
        )
        body = f'{tail}<g transform="translate(19 -4) scale({_HEAD})">{one}</g>'
        return replace(first, body=body, size=_VIEW)
    cuts = "M-9 -9H50.5V109H-9z", "M49.5 -9H109V109H49.5z"
    return replace(first, body=_joined("half", cuts, (one, other)), size=_VIEW)


@lru_cache(maxsize=256)
def with_mouth(first: Part, second: Part) -> Part:
    """A smiley with the mouth of another one, in the first one's colour."""
    (skin,), (other,) = (families(part.body, part.size, 1) for part in (first, second))
    lower = second
    if distance(skin, other) > _OTHER_SKIN:
        lower = replace(second, body=in_colours(second.body, second.size, [skin]))
    cuts = f"M-9 -9H109V{_NOSE + 0.5}H-9z", f"M-9 {_NOSE}H109V109H-9z"
    arts = _framed(first, "a", _ALL), _framed(lower, "b", _ALL)
    return replace(first, body=_joined("row", cuts, arts), size=_VIEW)


def _framed(part: Part, prefix: str, whole: Box | None = None) -> str:
    """A part's art, scaled to the square from 0 to 100, with ids of its own.

    What fills the square is the art, or the box `whole` of the part's unit square.
    """
    left, top, side, _ = part.size
    box = whole or part.anchors.box
    scale = 100 / max(box.w, box.h)
    place = (
        Affine.move(50 - scale * (box.x + box.w / 2), 50 - scale * (box.y + box.h / 2))
        @ Affine.scale(scale / side)
        @ Affine.move(-left, -top)
    )
    return f'<g transform="{place.svg}">{prefixed(part.body, prefix)}</g>'


def _joined(name: str, cuts: Sequence[str], arts: Sequence[str]) -> str:
    """Arts side by side, each within its outline."""
    return "".join(
        f'<clipPath id="{name}{n}"><path d="{cut}"/></clipPath>'
        f'<g clip-path="url(#{name}{n})">{art}</g>'
        for n, (cut, art) in enumerate(zip(cuts, arts, strict=True))
    )
