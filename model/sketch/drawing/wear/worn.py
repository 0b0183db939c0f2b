"""Places accessories on a base: art, slot and fit give the position and the size."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from model.sketch.drawing.art.borrowed import cut_between, in_colours
from model.sketch.drawing.art.fit import Fit, fit_of
from model.sketch.drawing.art.pieces import UNIT, Piece, Table, silhouette, stack
from model.sketch.drawing.art.spots import FROG, SPOTS
from model.sketch.drawing.art.stances import ANIMALS, is_person
from model.sketch.drawing.art.wearer import Wearer, is_whole
from model.sketch.drawing.colour.look import Look, look, tinted
from model.sketch.drawing.colour.merging import edge_colour, melts
from model.sketch.drawing.colour.oklch import Lch, to_hex
from model.sketch.drawing.colour.recolour import remap
from model.sketch.drawing.colour.rim import DARK, contrast, lifted, outline
from model.sketch.drawing.pose.arms import short_arm
from model.sketch.drawing.pose.poses import Ink
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.library import Library, Part

HANDS, FEET = "hands", "feet"
"""Slots that depend on the limbs: `figure` draws what is worn there."""
EYE_PARTS = frozenset({"star eyes", "heart eyes", "money eyes", "dizzy eyes"})
"""These replace the eyes of the base."""
# A hand before a face: its turn in degrees, its darker edge, its wrist and the width of its arm in
# shares of its box; how far below the wrist, how low and how far inside the body the elbow is.
_RAISED, _TURN, _HAND_EDGE, _RIM = "facepalm", -28.0, 0.22, 1.5
_WRIST, _ARM_WIDTH, _ELBOW, _LOWEST, _INSIDE = (0.5, 0.9), 0.5, 0.26, 0.84, 0.06
_DARK_CLOTH = frozenset({"ninja mask"})  # is seen by its slit
_CLOTHS = _DARK_CLOTH | {"eye mask", "eye patch"}  # cloth that does not stick out
_VISORS, _ABOVE = frozenset({"knight helmet"}), (0.5, 0.86)
"""What covers a face, except in a profile: there it is on the head, by this point."""
_STRAPS = {"fluent goggles": 0.42}
"""The share of the art's height, from its top, that is a strap, which would be above the head."""
_DARK_FACE, _PALE = 0.5, "#a9b3bd"
_OTHER: Mapping[str, str] = {"cape": "blue"}
"""The colours of accessories whose own would melt into their wearer."""
LINED = "lined"
"""Stands for a colour: black, with a red lining."""
_BLACK, _RED = Lch(0.34, 0.03, 300.0), Lch(0.55, 0.21, 25.0)
_DIM = 1.9  # the contrast to a dark ground up to which an accessory has an edge
_EDGE = 1.3  # the stroke of such an edge, in widths of a rim
_TOUCHING = 0.014  # how far a hat may reach below the top of any head, in the unit square
_NARROW, _BEHIND = frozenset({"crown", "party hat"}), -0.01
_MIDDLE, _ON = 0.3, 0.1  # of a hat's width to each side of its middle, and of its height
# Hats that are gripped at this share of their height or higher go round the head. The least
# distance from the eyes to other hats, in eye distances, larger for a whole animal, and how far
# they may be lifted for it, in their heights.
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
    place = _place(table, name, slot, part, fit, wearer)
    if name == _RAISED:
        return _raised_hand(table, part, place, wearer, _skin(library, wearer))
    dyed = _dyed(part.body, wearer.art.main)
    body = dyed or part.body
    if tint is None and name in _OTHER and _melts(body, part, wearer, place, fit.behind):
        tint = _OTHER[name]
    body = lifted(body if tint is None else in_tint(part, tint), part.size)
    piece = table.rimmed(part, place, body)
    if name in _CLOTHS:
        piece = table.clipped(piece, wearer.art.outline(UNIT), piece.bounds, "wearer")
    if slot == "eyes" and name not in EYE_PARTS | _DARK_CLOTH and _is_lost(part, wearer):
        return stack([table.cut(part, place, silhouette(part.body, part.size[2], _PALE)), piece])
    if dyed is not None or name in _CLOTHS | EYE_PARTS or fit.behind:
        return piece
    if _is_dim(look(body, part.size)) or _melts(body, part, wearer, place, fit.behind):
        return _edged(table, part, place, body, piece)
    return piece


def _place(table: Table, name: str, slot: str, part: Part, fit: Fit, wearer: Wearer) -> Affine:
    """The map from an accessory's unit square to its place on the wearer."""
    own, box = part.anchors.box, wearer.anchors.box
    x, y, measure = SPOTS["patch" if name == "eye patch" else slot](wearer)
    scale = UNIT * min(fit.width * measure / own.w, fit.most * box.h / own.h)
    share = scale * max(own.w, own.h) / (UNIT * max(box.w, box.h))
    scale *= table.optical.factor(share)
    point = own.x + fit.at[0] * own.w, own.y + fit.at[1] * own.h
    if slot == "head":
        y = _hat_level(name, part, fit, wearer, (x, y), scale / UNIT)
    flip = -1.0 if fit.sided and x < box.x + box.w / 2 else 1.0
    place = (
        Affine.move(UNIT * x, UNIT * y)
        @ Affine.scale(flip * scale, scale)
        @ Affine.move(-point[0], -point[1])
    )
    return Affine.turn(_TURN, (UNIT * x, UNIT * y)) @ place if name == _RAISED else place


def _hat_level(name: str, part: Part, fit: Fit, wearer: Wearer, at: Point, scale: float) -> float:
    """The height, in the unit square, at which a hat is gripped, near the spot `at` of a head.

    There it leaves the eyes free and touches the head.
    """
    x, y = at
    if is_behind_eyes(name, wearer):
        return y + _BEHIND
    height = part.anchors.box.h * scale
    below = (1 - fit.at[1]) * height
    if fit.at[1] > _WRAPPED:
        y -= _over_eyes(wearer, y + below, height)
    if fit.at[1] < 1:
        y += _gap(wearer, x, y + below, scale, part)
    return y


def _edged(table: Table, part: Part, place: Affine, body: str, piece: Piece) -> Piece:
    """An accessory with a thin edge, which takes no more room below it."""
    colour, width = edge_colour(look(body, part.size).main), _EDGE * table.optical.rim
    line = silhouette(body, part.size[2], to_hex(colour), round(width / place.size, 4))
    edge = table.cut(part, place, line)
    return stack([edge, piece]).moved(Affine.move(0, -width / 2))


def in_tint(part: Part, tint: str) -> str:
    """An accessory's markup in one of COLOURS, or black and LINED with red, as a vampire's cape."""
    if tint != LINED:
        return tinted(part.body, part.size, tint)
    main = look(part.body, part.size).main
    return remap(part.body, lambda colour: _RED if colour.light < main.light - 0.04 else _BLACK)


def _melts(body: str, part: Part, wearer: Wearer, place: Affine, is_behind: bool) -> bool:
    """Whether an accessory, before or behind its wearer, is too much like it."""
    art, onto = look(body, part.size), Affine.scale(1 / UNIT) @ place
    if is_behind:
        return melts(wearer.art, art, onto.inverse)
    return melts(art, wearer.art, onto)


def _is_dim(art: Look) -> bool:
    """Whether most of the outline is hardly seen on a dark ground."""
    edge = art.pixels[outline(art.pixels[..., 3])][:, :3]
    return len(edge) > 0 and float(np.median(contrast(edge, DARK))) < _DIM


def _skin(library: Library, wearer: Wearer) -> Lch:
    """The colour of a wearer's hands: of a person the skin, not the clothes."""
    return wearer.skin if is_person(library, wearer.part.concept) else wearer.art.main


def _raised_hand(table: Table, part: Part, place: Affine, wearer: Wearer, skin: Lch) -> Piece:
    """A hand before a face, on an arm that comes out of the wearer's side."""
    own, box = part.anchors.box, wearer.anchors.box
    part = replace(part, body=in_colours(part.body, part.size, [skin]))
    edge = to_hex(skin.darker(_HAND_EDGE))
    wrist = place.at((own.x + _WRIST[0] * own.w, own.y + _WRIST[1] * own.h))
    y = min(wrist[1] / UNIT + _ELBOW * box.h, box.y + _LOWEST * box.h)
    _, right = wearer.edges(y)
    width = _ARM_WIDTH * own.w * place.size
    root = min(UNIT * (right - _INSIDE * box.w), wrist[0] + width), UNIT * y
    svg = "".join(short_arm(root, wrist, width, 0.0, Ink(to_hex(skin), edge, _RIM)))
    arm = Piece(svg, Bounds.around([root, wrist], 0.5 * width + _RIM).corners)
    rim = table.cut(part, place, silhouette(part.body, part.size[2], edge))
    return stack([arm, rim, table.rimmed(part, place, lifted(part.body, part.size))])


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
