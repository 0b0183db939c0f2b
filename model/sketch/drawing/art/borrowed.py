"""What a base has from another thing: its ears or leaves, its wheels or arms, its colours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.art.pieces import UNIT, Piece, Table
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.colour.oklch import Lch, oklab
from model.sketch.drawing.colour.recolour import Tint, dominant, is_kin, moved, remap
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.library import Box, Part, Size


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of an art: its name, `share` of its height, `wide` in widths of what it is joined to.

    `deep` is how far it reaches over the base, as a share of its own height; behind the base, or in
    front of it.
    """

    name: str
    share: float
    wide: float = 1.0
    deep: float = 0.3
    front: bool = False


_EARS = Cut("ears", 0.5, 1.15, 0.36)
_LEAVES = Cut("leaves", 0.34, 0.8, 0.3, front=True)
_PLANT = Cut("plant", 1.0, 0.6, 0.14)
_FLOWER = Cut("flower", 1.0, 0.55, 0.25, front=True)
_WHEELS = Cut("wheels", 0.5, 1.3, 0.4)
TOPS: Mapping[str, Cut] = {
    **dict.fromkeys(
        ("1F431", "1F436", "1F43B", "1F43C", "1F428", "1F42F", "1F98A", "1F42D", "1F439",
         "1F437", "1F435", "1F43A", "1F99D"), _EARS,
    ),
    "1F430": Cut("ears", 0.56, 0.85, 0.2),
    "1F42E": Cut("horns and ears", 0.5, 1.3, 0.36),
    "1FACE": Cut("antlers", 0.45, 1.5, 0.35),
    "1F916": Cut("aerials", 0.62, 1.4, 0.45),
    "1F34D": Cut("leaves", 0.42, 0.75, 0.15),  # pineapple
    "1F353": Cut("leaves", 0.34, 0.95, 0.36, front=True),
    **dict.fromkeys(("1F345", "1F34E", "1F34F", "1F34A", "1F352"), _LEAVES),
    "1F383": Cut("stalk", 0.26, 0.7, 0.4, front=True),
    "1F344": Cut("cap", 0.56, 1.5, 0.4, front=True),
    "1F9C1": Cut("icing", 0.55, 1.15, 0.4, front=True),
    "1F382": Cut("candles", 0.5, 1.0, 0.2),
    "1F334": Cut("palm leaves", 0.5, 1.3, 0.2),
    "1F4A9": Cut("tip", 0.5, 0.9, 0.25, front=True),
    "1F525": Cut("flames", 1.0, 1.0, 0.45),
    **dict.fromkeys(("1F331", "1F340", "1F33F", "1F343", "1F341", "1F335"), _PLANT),
    **dict.fromkeys(("1F337", "1F339"), Cut("flower", 1.0, 0.55, 0.14)),
    **dict.fromkeys(("1F33B", "1F33A", "1F338", "1F33C"), _FLOWER),
}  # fmt: skip
"""What has ears, horns, leaves or flowers that another thing may have at its top."""
BOTTOMS: Mapping[str, Cut] = {
    "1F419": Cut("arms", 0.5, 1.25, 0.35),
    "1F991": Cut("arms", 0.45, 1.1, 0.35),
    **dict.fromkeys(
        (
            "1F697",
            "1F695",
            "1F699",
            "1F68C",
            "1F693",
            "1F691",
            "1F692",
            "1F69A",
            "1F3CE",
            "1F682",
            "1F69C",
            "1F6F5",
            "1F6B2",
            "1F6FB",
        ),
        _WHEELS,
    ),
    "1F680": Cut("engine", 0.5, 1.0, 0.3),
    "1F6F8": Cut("bottom", 0.5, 1.5, 0.3),
    "26F5": Cut("hull", 0.4, 1.3, 0.3),
    "1F366": Cut("cone", 0.52, 0.85, 0.12),
    "1F9C1": Cut("paper cup", 0.5, 1.0, 0.14),
    "1F344": Cut("stalk", 0.38, 0.6, 0.3),
    "1FAB4": Cut("pot", 0.45, 0.95, 0.2),
    "1F3C6": Cut("foot", 0.5, 0.85, 0.15),
}
"""What has wheels, arms, a cone or a foot that another thing may have at its bottom."""
_DARK, _LEAST, _SAME = 0.3, 0.08, 0.1


def topped(table: Table, base: Part, part: Part) -> Piece:
    """The upper part of an art on the head of a base that is UNIT wide."""
    cut = TOPS[part.concept]
    upper = cut_between(part, 0.0, cut.share)
    own, (x, y, width) = upper.anchors.box, base.anchors.head
    scale = cut.wide * max(width, 0.4 * base.anchors.box.w) / own.w
    foot = own.x + own.w / 2, own.y + own.h * (1 - cut.deep)
    return table.rimmed(upper, _joined((x, y), scale, foot))


def footed(table: Table, base: Part, part: Part) -> Piece:
    """The lower part of an art under a base that is UNIT wide."""
    cut = BOTTOMS[part.concept]
    lower = cut_between(part, 1 - cut.share, 1.0)
    own, box = lower.anchors.box, base.anchors.box
    scale = cut.wide * box.w / own.w
    at = box.x + box.w / 2, box.y + box.h
    seat = own.x + own.w / 2, own.y + own.h * cut.deep
    return table.rimmed(lower, _joined(at, scale, seat))


def _joined(at: tuple[float, float], scale: float, point: tuple[float, float]) -> Affine:
    """Maps a point of an art to one of the base's unit square."""
    return (
        Affine.scale(UNIT)
        @ Affine.move(*at)
        @ Affine.scale(scale)
        @ Affine.move(-point[0], -point[1])
    )


@lru_cache(maxsize=256)
def cut_between(part: Part, top: float, bottom: float) -> Part:
    """The art between two heights, in shares of its own; its box is that of what is left."""
    left, upper, side, _ = part.size
    box = part.anchors.box
    y0, y1 = box.y + top * box.h, box.y + bottom * box.h
    shape = (
        f'<clipPath id="cut"><rect x="{left:.3f}" y="{upper + side * y0:.3f}" '
        f'width="{side:.3f}" height="{side * (y1 - y0):.3f}"/></clipPath>'
    )
    body = f'{shape}<g clip-path="url(#cut)">{part.body}</g>'
    seen = Bounds.around(look(body, part.size).hull)
    shown = Box(seen.x0, seen.y0, seen.width, seen.height)
    return replace(part, body=body, anchors=replace(part.anchors, box=shown))


@lru_cache(maxsize=512)
def coloured_like(body: str, part: Part, other: Part) -> str:
    """A part's body in the colours of another art: its largest areas in their largest colours.

    Lines and eyes stay dark, and shading stays. Of a smiley only the skin changes.
    """
    most = 1 if part.anchors.face == "features" else 2
    return in_colours(body, part.size, families(other.body, other.size, most))


def in_colours(body: str, size: Size, colours: Sequence[Lch]) -> str:
    """A body whose largest areas have these colours, one after the other."""
    own = families(body, size, len(colours))
    pairs = [
        (main, Tint(wanted))
        for main, wanted in zip(own, colours, strict=False)
        if distance(main, wanted) > _SAME
    ]

    def change(colour: Lch) -> Lch | None:
        for main, tint in pairs:
            if is_kin(colour, main):
                return moved(colour, main, tint)
        return None

    return remap(body, change)


def distance(one: Lch, other: Lch) -> float:
    """How different two colours look: 0 if they are equal, about 1 for black and white."""
    turn = abs(one.turn_from(other)) / 180
    chroma = abs(one.chroma - other.chroma)
    return abs(one.light - other.light) + chroma + turn * (one.chroma + other.chroma)


@lru_cache(maxsize=2048)
def families(body: str, size: Size, most: int = 2) -> tuple[Lch, ...]:
    """The colours of the largest areas of an art, the largest first; dark lines are left out."""
    art = look(body, size)
    left = art.pixels[art.solid][:, :3]
    whole = len(left)
    found: dict[Lch, int] = {}
    while len(left) > _LEAST * whole:
        main = dominant(left)
        kin = np.array([is_kin(Lch(*row), main) for row in _lch(left)])
        if main.light > _DARK:
            found[main] = int(kin.sum())
        if not kin.any():
            break
        left = left[~kin]
    ordered = sorted(found, key=lambda main: -found[main])[:most]
    return tuple(ordered) or (art.main,)


def _lch(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    lab = oklab(pixels.astype(np.float64) / 255)
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    return np.stack([lab[:, 0], np.hypot(lab[:, 1], lab[:, 2]), hue], axis=1)
