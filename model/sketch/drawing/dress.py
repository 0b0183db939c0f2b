"""Clothes: a flat drawing of cloth, cut to the shape of whoever wears it.

Whole animals, persons and things wear it on their own outline. Heads get a small trunk below.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from model.sketch.drawing.geometry import Affine, Bounds, Point
from model.sketch.drawing.look import RESOLUTION, look, tinted
from model.sketch.drawing.oklch import Lch, to_hex
from model.sketch.drawing.pieces import UNIT, Piece, Table, silhouette, stack, unit_bounds
from model.sketch.drawing.stances import ANIMALS, is_person
from model.sketch.drawing.worn import Wearer, is_whole
from model.sketch.library import Library, Size

TORSO, LEGS, SHOES = "torso", "legs", "shoes"
GARMENTS = frozenset({TORSO, LEGS, SHOES})
"""The slots of clothes, whose shape depends on the wearer."""
LONG, SHORT, BARE = "long", "short", "bare"
_SLEEVES: Mapping[str, str] = {
    **dict.fromkeys(
        ("t-shirt", "hawaiian shirt", "polo shirt", "jersey", "scrubs", "dress", "princess dress",
         "armour", "toga"), SHORT,
    ),
    **dict.fromkeys(
        ("safety vest", "wedding dress", "swimsuit", "bikini", "life jacket", "poncho"), BARE
    ),
}  # fmt: skip
_FLARED = frozenset({"dress", "wedding dress", "princess dress", "skirt", "tutu", "kilt",
                     "grass skirt", "poncho", "robe", "graduation gown"})  # fmt: skip
# Robes and the like cover the legs.
_LONG_LEGS = frozenset(
    {"pajamas", "tuxedo", "suit", "santa suit", "tracksuit", "space suit", "onesie", "ninja suit",
     "karate suit", "skeleton suit", "bee suit", "tiger suit", "cow suit", "dinosaur suit",
     "clown suit", "superhero suit", "prison uniform", "police uniform", "army uniform", "scrubs",
     "pumpkin suit", "armour", "chef jacket", "lab coat"}
)  # fmt: skip
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
_SHADE, _PALE_SHADE, _PALE = 0.14, 0.24, 0.88
_TALLEST_SHOE = 0.3  # in heights of the art
_ONE_FOOT = 0.3  # in widths of the art
_APART = 0.4  # how much further apart two shoes on one wide foot are, in sizes of a shoe
_BOOT = "M14 0H64V46Q98 52 98 84V100H10V46z"
_LOW_SHOE = "M14 38H60Q98 50 98 84V100H10z"
_LOW_SHOES = frozenset({"sneakers", "slippers", "high heels", "ballet shoes", "sandals"})
_RUNNERS = {
    "roller skates": '<g fill="#f4900c"><circle cx="26" cy="108" r="12"/>'
    '<circle cx="80" cy="108" r="12"/></g>',
    "ice skates": '<path fill="none" stroke="#99aab5" stroke-width="7" stroke-linecap="round" '
    'd="M30 100V112M78 100V112M12 114H104"/>',
}


@dataclass(frozen=True, slots=True)
class Cloth:
    """A garment's flat drawing in its colour, and how it is cut."""

    name: str
    markup: str
    size: Size

    @property
    def main(self) -> Lch:
        return look(self.markup, self.size).main

    @property
    def colour(self) -> str:
        return to_hex(self.main)

    @property
    def shade(self) -> str:
        """The colour of its edges; a white one is seen on white."""
        return to_hex(self.main.darker(_PALE_SHADE if self.main.light > _PALE else _SHADE))

    @property
    def sleeves(self) -> str:
        return _SLEEVES.get(self.name, LONG)

    @property
    def covers(self) -> bool:
        """Whether it covers the legs if worn on them."""
        return self.name not in ("shorts", "diaper", *_FLARED)

    @property
    def legs(self) -> bool:
        """Whether it covers the legs, too."""
        return self.name in _LONG_LEGS

    def fitted(self, frame: Bounds) -> str:
        """The drawing, stretched to a frame."""
        left, top, side, _ = self.size
        place = (
            Affine.move(frame.x0, frame.y0)
            @ Affine.scale(frame.width / side, frame.height / side)
            @ Affine.move(-left, -top)
        )
        return f'<g transform="{place.svg}">{self.markup}</g>'


def cloth(library: Library, style: str, name: str, tint: str | None = None) -> Cloth:
    """A garment by its name, perhaps in one of COLOURS."""
    part = library.worn(style, name)
    markup = part.body if tint is None else tinted(part.body, part.size, tint)
    return Cloth(name, markup, part.size)


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


def trunk_of(wearer: Wearer) -> Bounds:
    """The trunk below a head, UNIT wide."""
    box = wearer.anchors.box
    wide = 0.64 * box.w
    top = box.y + 0.9 * box.h
    x = wearer.anchors.eyes[0]
    return Affine.scale(UNIT).bounds(Bounds(x - wide / 2, top, x + wide / 2, top + 0.86 * wide))


def on_trunk(table: Table, garment: Cloth, trunk: Bounds, skin: str, below: bool = False) -> Piece:
    """A trunk in a garment; what the garment leaves bare has the colour of the skin."""
    flared = garment.name in _FLARED
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


_HIPS = "M1 0H99L100 70Q100 100 84 100H16Q0 100 0 70z"
_HIPS_FLARED = "M4 0H96L116 96Q50 118 -16 96z"
_TRUNK = "M34 0H66Q92 4 94 30L97 86Q97 100 84 100H16Q3 100 3 86L6 30Q8 4 34 0z"
_FLARED_TRUNK = "M36 0H64Q86 4 86 28L82 46L114 98Q50 112 -14 98L18 46L14 28Q14 4 36 0z"


def wrapped(table: Table, library: Library, garment: Cloth, wearer: Wearer, slot: str) -> Piece:
    """A garment on the outline of an animal, a person or a thing."""
    if slot == SHOES:
        return _on_feet(table, garment, wearer)
    if slot == LEGS and garment.name in _FLARED:
        box = Affine.scale(UNIT).bounds(unit_bounds(wearer.anchors))
        is_aside = is_bodied(library, wearer) and _is_sideways(wearer, box)
        return (_flare_aside if is_aside else _flare)(table, garment, wearer)
    region, frame = _region(library, wearer, slot)
    edge = _masked(table, wearer, region, _SPREAD + _EDGE, _filled(region, garment.shade))
    plain = _filled(region, garment.colour) if is_bodied(library, wearer) else ""
    front = _masked(table, wearer, region, _SPREAD, plain + garment.fitted(frame))
    hull = frame.corners
    return stack([Piece(edge, hull), Piece(front, hull)])


def _on_feet(table: Table, shoes: Cloth, wearer: Wearer) -> Piece:
    """A shoe on each foot of an animal or a person, its toe to the side of the face."""
    box = wearer.anchors.box
    ahead = wearer.anchors.eyes[0] - box.x - box.w / 2
    pieces = []
    feet = _feet(wearer)
    for number, (left, right, low) in enumerate(feet):
        size = max(1.5 * (right - left), 0.17 * UNIT * box.w)
        size = min(size, _TALLEST_SHOE * UNIT * box.h)
        middle = (left + right) / 2
        if len(feet) == 2 and feet[0][1] == feet[1][0]:  # one wide foot
            middle += (number - 0.5) * _APART * size
        side = 1.0 if ahead > 0.06 or (abs(ahead) <= 0.06 and middle > UNIT * 0.5) else -1.0
        pieces.append(shoe(table, shoes, (middle, low - 0.02 * size), side, size))
    return stack(pieces)


def _feet(wearer: Wearer) -> list[tuple[float, float, float]]:
    """Left, right and low edge of each foot on the ground; one wide foot counts as two."""
    box, solid = wearer.anchors.box, wearer.art.solid
    row = solid[min(RESOLUTION - 1, int((box.y + 0.94 * box.h) * RESOLUTION))]
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
    feet = []
    for left, right in edges.reshape(-1, 2):
        halves = 2 if right - left > _ONE_FOOT * box.w * RESOLUTION else 1
        wide = (right - left) / halves
        feet += [(left + n * wide, left + (n + 1) * wide) for n in range(halves)]
    low = UNIT * (box.y + box.h)
    scale = UNIT / RESOLUTION
    return [(scale * a, scale * b, low) for a, b in feet if b - a > 1] or [(40.0, 60.0, low)]


def shoe(table: Table, shoes: Cloth, foot: Point, side: float, size: float) -> Piece:
    """One shoe around a foot on the ground; its toe points to the right if `side` is 1, or -1."""
    shape = _LOW_SHOE if shoes.name in _LOW_SHOES else _BOOT
    runners = _RUNNERS.get(shoes.name, "")
    place = Affine.move(*foot) @ Affine.scale(side * size / 100, size / 100) @ Affine.move(-42, -82)
    svg = table.unique(
        f'<g transform="{place.svg}">{runners}<clipPath id="shoe"><path d="{shape}"/></clipPath>'
        f'<path d="{shape}" fill="{shoes.shade}" stroke="{shoes.shade}" stroke-width="7" '
        f'stroke-linejoin="round"/><g clip-path="url(#shoe)">'
        f"{shoes.fitted(Bounds(0, 0, 100, 100))}</g></g>"
    )
    return Piece(svg, place.bounds(Bounds(6, 0, 100, 118 if runners else 102)).corners)


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
    left, right = _span(wearer, top, bottom)
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


def _span(wearer: Wearer, top: float, bottom: float) -> tuple[float, float]:
    """The leftmost and the rightmost x of the outline between two heights."""
    rows = slice(max(0, int(top / UNIT * RESOLUTION)), max(1, int(bottom / UNIT * RESOLUTION)))
    solid = wearer.art.solid
    columns = np.flatnonzero(solid[rows].any(axis=0))
    if not columns.size:
        box = wearer.anchors.box
        return UNIT * box.x, UNIT * (box.x + box.w)
    return UNIT * columns[0] / RESOLUTION, UNIT * (columns[-1] + 1) / RESOLUTION


def _flare(table: Table, garment: Cloth, wearer: Wearer) -> Piece:
    """A skirt around the hips."""
    box = wearer.anchors.box
    top, bottom = UNIT * (box.y + 0.64 * box.h), UNIT * (box.y + 0.9 * box.h)
    left, right = _span(wearer, top, bottom)
    wide = right - left
    frame = Bounds(left - 0.16 * wide, top, right + 0.16 * wide, bottom)
    shape = (
        f"M{left:.1f} {top:.1f}H{right:.1f}L{frame.x1:.1f} {bottom - 3:.1f}"
        f"Q{frame.centre[0]:.1f} {bottom + 7:.1f} {frame.x0:.1f} {bottom - 3:.1f}z"
    )
    svg = table.unique(
        f'<clipPath id="skirt"><path d="{shape}"/></clipPath><path d="{shape}" '
        f'fill="{garment.shade}" stroke="{garment.shade}" stroke-width="2" '
        f'stroke-linejoin="round"/><g clip-path="url(#skirt)">{garment.fitted(frame)}</g>'
    )
    return Piece(svg, frame.corners)


def _flare_aside(table: Table, garment: Cloth, wearer: Wearer) -> Piece:
    """A skirt around the hips of an animal seen from the side: from its waist to its rump."""
    box = Affine.scale(UNIT).bounds(unit_bounds(wearer.anchors))
    back = 1.0 if UNIT * wearer.anchors.eyes[0] < box.centre[0] else -1.0
    waist, long = box.centre[0] + 0.08 * back * box.width, 0.24 * box.width
    top = UNIT * wearer.art.top(waist / UNIT, 0.04) - 1
    tall = box.y0 + 0.78 * box.height - top
    hem = waist + back * long
    shape = (
        f"M{waist:.1f} {top:.1f}V{top + tall:.1f}L{hem:.1f} {top + 1.14 * tall:.1f}"
        f"Q{hem + 5 * back:.1f} {top + 0.5 * tall:.1f} {hem:.1f} {top - 0.14 * tall:.1f}z"
    )
    turned = (
        Affine.move(waist, top + 0.5 * tall)
        @ Affine.scale(back, 1)
        @ Affine.turn(-90)
        @ Affine.move(-0.64 * tall, 0)
    )
    drawn = garment.fitted(Bounds(0, 0, 1.28 * tall, long + 5))
    svg = table.unique(
        f'<clipPath id="skirt"><path d="{shape}"/></clipPath><path d="{shape}" '
        f'fill="{garment.shade}" stroke="{garment.shade}" stroke-width="2" '
        f'stroke-linejoin="round"/><g clip-path="url(#skirt)">'
        f'<g transform="{turned.svg}">{drawn}</g></g>'
    )
    low, high = top - 0.14 * tall, top + 1.14 * tall
    return Piece(svg, Bounds(min(waist, hem) - 3, low, max(waist, hem) + 3, high).corners)
