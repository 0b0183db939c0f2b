"""Clothes: a flat drawing of cloth, cut to the shape of whoever wears it.

Whole animals, persons and things wear it on their own outline. Heads get a small trunk below.
"""

import numpy as np

from model.sketch.drawing.art.pieces import UNIT, Piece, Table, silhouette, stack, unit_bounds
from model.sketch.drawing.art.slots import LEGS, SHOES
from model.sketch.drawing.art.stances import ANIMALS, is_person
from model.sketch.drawing.art.wearer import Wearer, is_whole
from model.sketch.drawing.colour.look import RESOLUTION
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.drawing.wear.cloth import FLARED, Cloth
from model.sketch.drawing.wear.shoes import on_feet
from model.sketch.drawing.wear.skirts import flare, flare_aside, span
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
    if wearer.part.is_head or (wearer.part.style, concept) in _BUSTS:
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


def wraps(library: Library, wearer: Wearer) -> bool:
    """Whether a wearer has clothes on its own outline.

    Others have a trunk: heads, and things that are thin, ragged or one-sided below the face.
    """
    if is_head(library, wearer):
        return False
    if is_bodied(library, wearer) or library.kind(wearer.part.concept) == "animal":
        return True
    box = wearer.anchors.box
    rows = wearer.art.solid[int(_below_face(wearer) * RESOLUTION) :]
    low = rows[np.ix_(rows.any(axis=1), rows.any(axis=0))]
    if not low.size:
        return False
    (columns,) = np.nonzero(rows.any(axis=0))
    off = abs(columns.mean() / RESOLUTION - wearer.anchors.eyes[0]) / box.w
    gaps = np.diff(np.pad(low, ((0, 0), (1, 1))).astype(np.int8), axis=1) == 1
    ragged = float((gaps.sum(axis=1) > 1).mean())
    tall = low.shape[0] / low.shape[1]
    return bool(low.mean() > _FULL and ragged < _RAGGED and tall > _TALL and off < _ASIDE)


# How full of the wearer the box below its face is, which share of its rows has gaps, how tall it
# is in its widths and how far off the face in widths of the art.
_FULL, _RAGGED, _TALL, _ASIDE = 0.65, 0.2, 0.44, 0.15


def _below_face(wearer: Wearer) -> float:
    """The upper edge of a garment on a thing with a face, in the unit square."""
    box, (_, y, apart) = wearer.anchors.box, wearer.anchors.eyes
    top = max(y + _BELOW_FACE * apart, box.y + _WAIST * box.h)
    return min(top, box.y + 0.66 * box.h)


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
    return _band(wearer, box, UNIT * _below_face(wearer), box.y1 + 6, 0.08)


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
