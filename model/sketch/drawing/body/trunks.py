"""Trunks: what is drawn below a head, in clothes or bare."""

from collections.abc import Mapping

from model.sketch.drawing.art.pieces import UNIT, Piece, Table
from model.sketch.drawing.art.slots import CAPE, STETHOSCOPE
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.colour.oklch import Lch, to_hex
from model.sketch.drawing.colour.rim import lifted, rim_colour
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.drawing.wear.cloth import FLARED, Cloth
from model.sketch.drawing.wear.worn import in_tint
from model.sketch.library import Part


def trunk_of(wearer: Wearer, is_broad: bool = False, is_low: bool = False) -> Bounds:
    """The trunk below a head, UNIT wide; a broad one for a figure that flexes its muscles.

    A low one shows below a helmet that is larger than the head.
    """
    box, (x, y) = wearer.anchors.box, wearer.anchors.eyes[:2]
    top, size = box.y + 0.9 * box.h, min(box.w, _WIDE * box.h)
    if wearer.part.is_head:
        x, y, _ = wearer.anchors.neck
        size = max(box.w, _TALL * box.h)
        top = y - (_COLLAR if is_necked(wearer) else 0.1) * size
    wide, high = (_BROAD if is_broad or is_low else _SLIM) * size, _HIGH * size
    top += _LOWER * size if is_low else 0.0
    return Affine.scale(UNIT).bounds(Bounds(x - wide / 2, top, x + wide / 2, top + high))


def is_necked(wearer: Wearer) -> bool:
    """Whether a head has a neck that goes into the collar of its clothes."""
    box = wearer.anchors.box
    narrow = wearer.anchors.neck[2] < _NARROW * max(box.w, _TALL * box.h)
    return wearer.part.is_head and narrow


_SLIM, _BROAD, _HIGH, _LOWER = 0.64, 0.84, 0.55, 0.18
"""Widths and height of trunks, and how much lower a low one is, in widths of the head."""
_WIDE, _TALL = 1.2, 0.85
"""The widest and the narrowest that a head counts for its trunk, in its heights."""
_NARROW, _COLLAR = 0.42, 0.14  # a neck's widest, and how deep it is in a collar, in such widths


def on_trunk(table: Table, garment: Cloth, trunk: Bounds, skin: str, below: bool = False) -> Piece:
    """A trunk in a garment; what the garment leaves bare has the colour of the skin."""
    flared = garment.name in FLARED
    skinned = garment.name in ("swimsuit", "bikini")
    base = f'<path fill="{skin}" d="M-9-9H109V109H-9z"/>' if skinned else ""
    shape = (_HIPS_FLARED if below else _FLARED_TRUNK) if flared else (_HIPS if below else _TRUNK)
    place = Affine.move(trunk.x0, trunk.y0) @ Affine.scale(trunk.width / 100, trunk.height / 100)
    drawn = garment.fitted(Bounds(-14, 0, 114, 104) if flared else Bounds(0, 0, 100, 100))
    svg = table.unique(
        f'<g transform="{place.svg}"><clipPath id="trunk"><path d="{shape}"/></clipPath>'
        f'<path d="{shape}" fill="{garment.shade}" stroke="{garment.shade}" stroke-width="5" '
        f'stroke-linejoin="round"/><g clip-path="url(#trunk)">{base}{drawn}</g></g>'
    )
    pad = 0.14 * trunk.width if flared else 2.0
    return Piece(svg, Bounds(trunk.x0 - pad, trunk.y0, trunk.x1 + pad, trunk.y1 + 3).corners)


def bare_trunk(place: Bounds, skin: Lch, belly: Lch | None) -> Piece:
    """A trunk without clothes, in the shade of the chin, perhaps with a lighter belly."""
    fill = to_hex(skin)
    edge = rim_colour(fill) or to_hex(skin.darker(_TRUNK_EDGE))
    lighter = ""
    if belly is not None:
        lighter = f'<ellipse cx="50" cy="64" rx="31" ry="34" fill="{to_hex(belly)}"/>'
    into = Affine.move(place.x0, place.y0) @ Affine.scale(place.width / 100, place.height / 100)
    svg = (
        f'<g transform="{into.svg}"><path d="{_BARE}" fill="{edge}" stroke="{edge}" '
        f'stroke-width="5" stroke-linejoin="round"/><path d="{_BARE}" fill="{fill}"/>{lighter}'
        f'<path d="{_UNDER_CHIN}" fill="{to_hex(skin.darker(_CHIN))}"/></g>'
    )
    return Piece(svg, Bounds(place.x0 - 2, place.y0, place.x1 + 2, place.y1 + 3).corners)


def apron_on(table: Table, garment: Cloth, trunk: Bounds) -> Piece:
    """An apron in front of a trunk."""
    inner = Bounds(0.12, 0.06, 0.88, 1.02)
    into = Affine.move(trunk.x0, trunk.y0) @ Affine.scale(trunk.width, trunk.height)
    return Piece(table.unique(garment.fitted(into.bounds(inner))), trunk.corners)


def hung(table: Table, part: Part, name: str, trunk: Bounds, tint: str | None) -> Piece:
    """What hangs from the shoulders of a trunk, at its front or its back."""
    wide, down = HUNG[name]
    box = part.anchors.box
    scale = wide * trunk.width / box.w
    at = trunk.centre[0], trunk.y0 + down * trunk.height
    place = Affine.onto(at, (box.x + box.w / 2, box.y), scale)
    body = part.body if tint is None else in_tint(part, tint)
    return table.rimmed(part, place, lifted(body, part.size))


HUNG: Mapping[str, tuple[float, float]] = {CAPE: (1.6, 0.02), STETHOSCOPE: (0.56, 0.02)}
"""The width, in widths of the trunk, and how far below its top it begins, in its heights."""
_TRUNK_EDGE, _CHIN = 0.1, 0.1
_BARE = "M34 0H66Q86 6 92 34L98 68Q99 102 62 102H38Q1 102 2 68L8 34Q14 6 34 0z"
_UNDER_CHIN = "M34 0H66Q84 5.4 90.6 27Q50 34 9.4 27Q16 5.4 34 0z"
_HIPS = "M1 0H99L100 70Q100 100 84 100H16Q0 100 0 70z"
_HIPS_FLARED = "M4 0H96L116 96Q50 118 -16 96z"
_TRUNK = "M34 0H66Q92 4 94 30L97 86Q97 100 84 100H16Q3 100 3 86L6 30Q8 4 34 0z"
_FLARED_TRUNK = "M36 0H64Q86 4 86 28L82 46L114 98Q50 112 -14 98L18 46L14 28Q14 4 36 0z"
