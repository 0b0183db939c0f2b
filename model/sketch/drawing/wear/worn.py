"""Places accessories on a base: art, slot and fit give the position and the size."""

from dataclasses import replace

from model.sketch.drawing.art.borrowed import cut_between
from model.sketch.drawing.art.fit import fit_of
from model.sketch.drawing.art.pieces import UNIT, Piece, Table, silhouette, stack
from model.sketch.drawing.art.spots import FROG, SPOTS
from model.sketch.drawing.art.stances import ANIMALS
from model.sketch.drawing.art.wearer import Wearer, is_whole
from model.sketch.drawing.colour.look import look, tinted
from model.sketch.drawing.colour.oklch import Lch, to_hex
from model.sketch.drawing.colour.rim import lifted
from model.sketch.drawing.vector.geometry import Affine
from model.sketch.library import Library, Part

HANDS, FEET = "hands", "feet"
"""Slots that depend on the limbs: `figure` draws what is worn there."""
EYE_PARTS = frozenset({"star eyes", "heart eyes", "money eyes", "dizzy eyes"})
"""These replace the eyes of the base."""
# A hand on a face of its own colour needs an outline.
_RAISED, _SHADOW = frozenset({"facepalm"}), "#8a5a12"
_DARK_CLOTH = frozenset({"ninja mask"})  # is seen by its slit
_CLOTHS = _DARK_CLOTH | {"eye mask", "eye patch"}  # cloth that does not stick out
_VISORS, _ABOVE = frozenset({"knight helmet"}), (0.5, 0.86)
"""What covers a face, except in a profile: there it is on the head, by this point."""
_STRAPS = {"fluent goggles": 0.42}
"""The share of the art's height, from its top, that is a strap, which would be above the head."""
_DARK_FACE, _PALE = 0.5, "#a9b3bd"
# Hats gripped lower than this, in their heights, go round the head. The least from the eyes to
# others, in eye distances, larger for a whole animal, and how far they may be lifted
# for it, in their heights.
_TOUCHING = 0.014
_NARROW, _BEHIND = frozenset({"crown", "party hat"}), -0.01
_MIDDLE, _ON = 0.3, 0.1  # of a hat's width to each side of its middle, and of its height
_WRAPPED, _BROW, _BROW_WHOLE, _LIFT = 0.64, 0.14, 0.45, 0.4
BODY, BODY_DARK = "#b0d1e5", "#b0d1e6"
"""In drawn parts they stand for the colour of what wears the part, and a darker shade of it."""


def worn(
    library: Library, table: Table, style: str, name: str, wearer: Wearer, tint: str | None = None
) -> Piece:
    """An accessory's art at the anchor of its slot, perhaps tinted; the base is UNIT wide."""
    slot = library.accessories[name].slot
    part, fit = library.worn(style, name), fit_of(name, slot, style)
    if (top := _STRAPS.get(f"{style} {name}")) is not None:
        part = cut_between(part, top, 1.0)
    if name in _VISORS and wearer.muzzle is not None:
        fit = replace(fit, at=_ABOVE)
    own, box = part.anchors.box, wearer.anchors.box
    x, y, measure = SPOTS["patch" if name == "eye patch" else slot](wearer)
    scale = UNIT * min(fit.width * measure / own.w, fit.most * box.h / own.h)
    share = scale * max(own.w, own.h) / (UNIT * max(box.w, box.h))
    scale *= table.optical.factor(share)
    point = own.x + fit.at[0] * own.w, own.y + fit.at[1] * own.h
    if is_behind_eyes(name, wearer):
        y += _BEHIND
    elif slot == "head" and fit.at[1] > _WRAPPED:
        y -= _over_eyes(wearer, y + (1 - fit.at[1]) * own.h * scale / UNIT, own.h * scale / UNIT)
    if slot == "head" and fit.at[1] < 1 and not is_behind_eyes(name, wearer):
        y += _gap(wearer, x, y + (1 - fit.at[1]) * own.h * scale / UNIT, scale / UNIT, part)
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
    if name in _CLOTHS:
        shown = piece.bounds
        piece = table.clipped(piece, wearer.art.outline(UNIT), shown, "wearer")
    edge = _SHADOW if name in _RAISED else None
    if slot == "eyes" and name not in EYE_PARTS | _DARK_CLOTH and _is_lost(part, wearer):
        edge = _PALE
    if edge is None:
        return piece
    return stack([table.cut(part, place, silhouette(part.body, part.size[2], edge)), piece])


def is_behind_eyes(name: str, wearer: Wearer) -> bool:
    """Whether a hat rises from behind the eyes of a frog, which are its highest points."""
    return wearer.part.concept == FROG and name in _NARROW


def _is_lost(part: Part, wearer: Wearer) -> bool:
    """Whether dark eyewear would not be seen on a dark face."""
    x, y, apart = wearer.anchors.eyes
    face = wearer.art.light(x, y - 0.4 * apart, 0.6 * apart)
    return face < _DARK_FACE and look(part.body, part.size).main.light < _DARK_FACE


def _gap(wearer: Wearer, x: float, bottom: float, scale: float, part: Part) -> float:
    """How far a hat is above the head that it should be on, in the middle of its width."""
    own = part.anchors.box
    top = wearer.art.highest(x, _MIDDLE * own.w * scale)
    _, eyes, apart = wearer.anchors.eyes
    lowest = max(top + _TOUCHING, eyes - _BROW * apart)
    return max(0.0, min(top + _ON * own.h * scale, lowest) - bottom)


def _over_eyes(wearer: Wearer, bottom: float, height: float) -> float:
    """How much higher a hat must be to leave the eyes free, at most a share of its height."""
    y, apart = wearer.anchors.eyes[1], wearer.apart
    whole = is_whole(wearer.anchors) or wearer.part.concept in ANIMALS
    faces_us = wearer.muzzle is None and not whole
    brow = _BROW if faces_us else _BROW_WHOLE
    return min(max(0.0, bottom - (y - brow * apart)), _LIFT * height)


def _dyed(body: str, main: Lch) -> str | None:
    """A drawing with the base's own colour in place of its stand-ins; None if it has none."""
    if BODY not in body:
        return None
    dark = to_hex(main.darker(0.12, least=0.15))
    return body.replace(BODY, to_hex(main)).replace(BODY_DARK, dark)
