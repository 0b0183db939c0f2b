"""Clothes: a flat drawing of cloth, cut to the shape of whoever wears it.

Whole animals, persons and things wear it on their own outline. Heads get a small trunk below.
"""

from model.sketch.drawing.cloth import FLARED, LEGS, SHOES, Cloth
from model.sketch.drawing.geometry import Affine, Bounds, Point
from model.sketch.drawing.look import RESOLUTION
from model.sketch.drawing.oklch import Lch, to_hex
from model.sketch.drawing.pieces import UNIT, Piece, Table, silhouette, stack, unit_bounds
from model.sketch.drawing.rim import rim_colour
from model.sketch.drawing.shoes import on_feet
from model.sketch.drawing.skirts import flare, flare_aside, span
from model.sketch.drawing.stances import ANIMALS, is_person
from model.sketch.drawing.wearer import Wearer, is_whole
from model.sketch.library import Library

# Animals and faces that are no heads alone.
_NO_HEADS = frozenset(
    {"1F419", "1F980", "1F99E", "1F990", "1F991", "1F41E", "1F577", "1F41C", "1F41D", "1F40C",
     "1F41B", "1F98B", "1F421", "1F420", "1F41F", "1F988", "1F433", "1F40B", "1F42C", "1F40D",
     "1F996", "1F423", "1F424", "1F425", "1F47B", "1F4A9", "1F987", "1FAB2", "1FAB3", "1FAB0",
     "1FAB1", "1F997", "1F99F", "1FABC", "1FAB8", "1F41A", "1F432", "1FAE9"}
)  # fmt: skip
# Whole animals of which a set shows the head alone.
_BUSTS = frozenset({
    ("twemoji", "1F98C"), ("twemoji", "1F98D"), ("twemoji", "1F993"), ("twemoji", "1F994"),
    ("twemoji", "1F98F"),
})  # fmt: skip
# The part of the outline to the side that is cloth, in widths of the view box.
_SPREAD, _EDGE = 0.022, 0.012
_BELOW_FACE, _WAIST = 0.95, 0.42
# From the eyes to the chin of a person of whom only the head is drawn, in eye distances.
_TO_CHIN = 2.2
# Half the width of a garment on an animal seen from the side, in lengths of its trunk.
_TURNED = 0.64


def is_head(library: Library, wearer: Wearer) -> bool:
    """Whether the art is a head alone, below which clothes need a trunk."""
    concept = wearer.part.concept
    if (wearer.part.style, concept) in _BUSTS:
        return True
    kind = library.kind(concept)
    if not kind or concept in ANIMALS or concept in _NO_HEADS:
        return False
    anchors = wearer.anchors
    if is_whole(anchors) or anchors.face not in ("own", "features"):
        return False
    below = anchors.box.y + anchors.box.h - anchors.eyes[1]
    chin = kind == "person" and below < _TO_CHIN * anchors.eyes[2]
    return chin or kind in ("animal", "face")


def is_bodied(library: Library, wearer: Wearer) -> bool:
    """Whether the art is a whole animal or a person."""
    if is_head(library, wearer):
        return False
    concept = wearer.part.concept
    return concept in ANIMALS or is_person(library, concept) or is_whole(wearer.anchors)


def trunk_of(wearer: Wearer, is_broad: bool = False) -> Bounds:
    """The trunk below a head, UNIT wide; a broad one for who shows muscles."""
    box = wearer.anchors.box
    wide, high = (_BROAD if is_broad else _SLIM) * box.w, _HIGH * box.w
    top = box.y + 0.9 * box.h
    x = wearer.anchors.eyes[0]
    return Affine.scale(UNIT).bounds(Bounds(x - wide / 2, top, x + wide / 2, top + high))


_SLIM, _BROAD, _HIGH = 0.64, 0.84, 0.55
"""Widths and height of trunks, in widths of the head."""


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


_TRUNK_EDGE, _CHIN = 0.1, 0.1
_BARE = "M34 0H66Q86 6 92 34L98 68Q99 102 62 102H38Q1 102 2 68L8 34Q14 6 34 0z"
_UNDER_CHIN = "M34 0H66Q84 5.4 90.6 27Q50 34 9.4 27Q16 5.4 34 0z"
_HIPS = "M1 0H99L100 70Q100 100 84 100H16Q0 100 0 70z"
_HIPS_FLARED = "M4 0H96L116 96Q50 118 -16 96z"
_TRUNK = "M34 0H66Q92 4 94 30L97 86Q97 100 84 100H16Q3 100 3 86L6 30Q8 4 34 0z"
_FLARED_TRUNK = "M36 0H64Q86 4 86 28L82 46L114 98Q50 112 -14 98L18 46L14 28Q14 4 36 0z"


def wrapped(table: Table, library: Library, garment: Cloth, wearer: Wearer, slot: str) -> Piece:
    """A garment on the outline of an animal, a person or a thing."""
    if slot == SHOES:
        return on_feet(table, garment, wearer)
    if slot == LEGS and garment.name in FLARED:
        box = Affine.scale(UNIT).bounds(unit_bounds(wearer.anchors))
        is_aside = is_bodied(library, wearer) and _is_sideways(wearer, box)
        return (flare_aside if is_aside else flare)(table, garment, wearer)
    region, frame = _region(library, wearer, slot)
    edge = _masked(table, wearer, region, _SPREAD + _EDGE, _filled(region, garment.shade))
    plain = _filled(region, garment.colour) if is_bodied(library, wearer) else ""
    front = _masked(table, wearer, region, _SPREAD, plain + garment.fitted(frame))
    hull = frame.corners
    return stack([Piece(edge, hull), Piece(front, hull)])


def _filled(region: str, colour: str) -> str:
    return f'<path d="{region}" fill="{colour}" stroke="{colour}" stroke-width="1.4"/>'


def _masked(table: Table, wearer: Wearer, region: str, spread: float, drawing: str) -> str:
    """A drawing where the wearer's outline, widened by `spread`, lies in the region."""
    part = wearer.part
    left, top, side, _ = part.size
    into = Affine.scale(UNIT / side) @ Affine.move(-left, -top)
    rim = silhouette(part.body, side, width=2 * spread)
    return table.unique(
        f'<clipPath id="region"><path d="{region}"/></clipPath>'
        f'<mask id="outline" mask-type="alpha" maskUnits="userSpaceOnUse" x="-20" y="-20" '
        f'width="140" height="140"><g clip-path="url(#region)"><g transform="{into.svg}">'
        f"{part.body}{rim}</g></g></mask>"
        f'<g mask="url(#outline)">{drawing}</g>'
    )


def _region(library: Library, wearer: Wearer, slot: str) -> tuple[str, Bounds]:
    """Where on the wearer a garment lies: a path, and the frame for its drawing."""
    box = Affine.scale(UNIT).bounds(unit_bounds(wearer.anchors))
    x, y, apart = (UNIT * value for value in (*wearer.anchors.eyes[:2], wearer.apart))
    bodied = is_bodied(library, wearer)
    if slot == LEGS:
        low = 0.8 if bodied else 1.06
        return _band(wearer, box, box.y0 + 0.62 * box.height, box.y0 + low * box.height, 0.0)
    if bodied and _is_sideways(wearer, box):
        return _flank(wearer, box, x, y, apart)
    if bodied and is_person(library, wearer.part.concept):
        top = y + 1.55 * UNIT * wearer.anchors.eyes[2]
        low = 0.68 if box.height > 1.25 * box.width else 1.06
        return _band(wearer, box, top, box.y0 + low * box.height, 0.05)
    if bodied:
        top = min(y + 1.9 * apart, box.y0 + 0.6 * box.height)
        return _band(wearer, box, top, box.y0 + 0.84 * box.height, 0.05)
    top = max(y + _BELOW_FACE * UNIT * wearer.anchors.eyes[2], box.y0 + _WAIST * box.height)
    top = min(top, box.y0 + 0.66 * box.height)
    return _band(wearer, box, top, box.y1 + 6, 0.08)


def _is_sideways(wearer: Wearer, box: Bounds) -> bool:
    """Whether an animal stands on four legs, seen from the side."""
    x = UNIT * wearer.anchors.eyes[0]
    return box.height < 1.16 * box.width and abs(x - box.centre[0]) > 0.1 * box.width


def _band(wearer: Wearer, box: Bounds, top: float, bottom: float, sag: float) -> tuple[str, Bounds]:
    """All of the outline between two heights; the upper edge sags by a share of the height."""
    left, right = span(wearer, top, bottom)
    dip = 2 * sag * box.height
    path = (
        f"M{box.x0 - 9:.1f} {top:.1f}Q{box.centre[0]:.1f} {top + dip:.1f} {box.x1 + 9:.1f} "
        f"{top:.1f}V{bottom:.1f}Q{box.centre[0]:.1f} {bottom + 0.08 * box.height:.1f} "
        f"{box.x0 - 9:.1f} {bottom:.1f}z"
    )
    return path, Bounds(left - 2, top + 0.4 * dip, right + 2, min(bottom, box.y1 + 2))


def _flank(wearer: Wearer, box: Bounds, x: float, y: float, apart: float) -> tuple[str, Bounds]:
    """The trunk of an animal seen from the side, between head, tail and legs."""
    low = box.y0 + 0.76 * box.height
    ahead = -1.0 if x < box.centre[0] else 1.0
    edge = box.x0 - 9 if ahead < 0 else box.x1 + 9
    rump = box.x1 - 0.08 * box.width if ahead < 0 else box.x0 + 0.08 * box.width
    back = _back_line(wearer, box, x - ahead * 1.5 * apart, rump)
    points = [
        (x + 0.3 * ahead * apart, y + 2.1 * apart),
        (edge, y + 2.3 * apart),
        (edge, low),
        (rump, low),
        *reversed(back),
    ]
    path = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points) + "z"
    # The middle of a garment is nearer to the chest than to the rump, as seen from ahead and aside.
    front = x + 0.6 * ahead * apart
    half = _TURNED * abs(front - rump)
    middle = rump + ahead * half
    return path, Bounds(middle - half, min(py for _, py in back), middle + half, low)


def _back_line(wearer: Wearer, box: Bounds, start: float, end: float) -> list[Point]:
    """The upper outline of an animal's trunk from its neck to its rump, without a raised tail."""
    solid = wearer.art.solid
    step = 1 if end > start else -1
    middle = int((box.y0 + 0.58 * box.height) / UNIT * RESOLUTION)
    line: list[Point] = []
    highest: int | None = None
    for column in range(int(start / UNIT * RESOLUTION), int(end / UNIT * RESOLUTION), step):
        column_pixels = solid[: middle + 1, min(max(column, 0), RESOLUTION - 1)]
        run = int(column_pixels[::-1].argmin()) if not column_pixels.all() else middle + 1
        top = middle + 1 - run
        if highest is not None:
            top = max(top, highest - 1)
        highest = top
        line.append((UNIT * (column + 0.5) / RESOLUTION, UNIT * top / RESOLUTION - 2.2))
    return line or [(start, box.y0), (end, box.y0)]
