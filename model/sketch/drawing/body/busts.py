"""Busts, such as those of trades: below the head they get a whole figure in their own clothes.

The art ends below the shoulders. Its lowest strip is stretched to a trunk, from which arms in its
sleeves and legs are drawn.
"""

import re
from functools import lru_cache

from model.sketch.drawing.art.pieces import UNIT, Piece, Table, stack
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.colour.look import RESOLUTION, look
from model.sketch.drawing.colour.oklch import Lch, to_hex
from model.sketch.drawing.colour.rim import rim_colour
from model.sketch.drawing.pose.poses import SHOE, TROUSERS, Limbwear
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.library import Part

# Persons of whom the art shows head and shoulders, and the trades of 1F9D1, 1F468 and 1F469.
_PERSONS = frozenset({
    "1F46E", "1F477", "1F482", "1F575", "1F470", "1F935", "1F934", "1F478", "1F472", "1F473",
    "1F9D5", "1F936", "1F385", "1F977", "1F9B8", "1F9B9", "1F9D9", "1F9DB", "1F9DD", "1F9DF",
    "1F9DE", "1FAC5",
})  # fmt: skip
_ADULTS = frozenset({"1F9D1", "1F468", "1F469"})
_TRADES = frozenset({
    "1F33E", "1F373", "1F393", "1F3A4", "1F3A8", "1F3ED", "1F3EB", "1F4BC", "1F527", "1F52C",
    "1F680", "1F692", "2695", "2696", "2708", "1F384",
})  # fmt: skip
_HEADS = frozenset({("twemoji", "1F478"), ("noto", "1F478"), ("fluent", "1F9D1-200D-1F384")})
"""What a set shows without shoulders, though hair or a beard is as broad."""
_BROAD = 0.6  # a lower edge of this share of the art's width is that of shoulders
_SLIM, _HIGH, _LEAST = 0.7, 0.52, 0.14  # the trunk, in widths of the art
# Below a hat's tip, what is wider at one side by this factor holds something there.
_UNEVEN, _HAT = 1.04, 0.3
_STRIP = 0.05
_PALE, _DARKER = 0.86, 0.1
_SUITS = frozenset({"1F680", "1F692", "1F977", "1F9B8", "1F385", "1F936", "1F384", "1F3ED"})
"""Persons whose trousers have the colour of what they wear above."""
_TRUNK = "M16 0L84 0Q97 8 97 30L94 86Q93 100 78 100L22 100Q7 100 6 86L3 30Q3 8 16 0z"


def has_shoulders(wearer: Wearer) -> bool:
    """Whether the art shows a person's head and shoulders, with a straight edge below."""
    first, _, trade = wearer.part.concept.partition("-200D-")
    if first not in _PERSONS and not (first in _ADULTS and trade in _TRADES):
        return False
    if (wearer.part.style, wearer.part.concept) in _HEADS:
        return False
    box = wearer.anchors.box
    ends = wearer.art.edges(box.y + box.h - 1.5 / RESOLUTION)
    return ends is not None and ends[1] - ends[0] > _BROAD * box.w


def bust_trunk(wearer: Wearer) -> Bounds:
    """The trunk of a bust, from its neck to below its art, UNIT wide."""
    box, neck = wearer.anchors.box, wearer.anchors.neck[1]
    wide, x = _SLIM * box.w, wearer.anchors.eyes[0]
    bottom = box.y + box.h
    low = bottom + max(_LEAST * box.w, _HIGH * box.w - (bottom - neck))
    return Affine.scale(UNIT).bounds(Bounds(x - wide / 2, neck, x + wide / 2, low))


def bust_limbs(wearer: Wearer, skin: str) -> Limbwear:
    """Arms in the sleeves of a bust, and legs in trousers that go with them."""
    coat, concept = _coat(wearer), wearer.part.concept
    is_suit = not _SUITS.isdisjoint(concept.split("-"))
    trousers = coat.darker(_DARKER)
    is_pale = coat.light > _PALE and coat.chroma < _DARKER
    legs = TROUSERS if is_pale and not is_suit else to_hex(trousers)
    hands = to_hex(coat) if "1F680" in concept else skin
    return Limbwear(hands, to_hex(coat.darker(0.03)), "long", legs, SHOE)


def _coat(wearer: Wearer) -> Lch:
    """The colour of the sleeves."""
    box = wearer.anchors.box
    low = box.y + 0.94 * box.h
    left, right = wearer.edges(low)
    return wearer.art.skin(left + 0.2 * (right - left), low, 0.06 * box.w)


def drawn_trunk(table: Table, wearer: Wearer) -> Piece:
    """The shoulders of a bust and what continues them down to the hips."""
    part, place, box = wearer.part, bust_trunk(wearer), wearer.anchors.box
    art = table.cut(part, Affine.scale(UNIT), wearer.markup)
    bottom = UNIT * (box.y + box.h) - 0.5
    top = bottom - UNIT * _STRIP * box.h
    longer = (place.y1 - top + 1) / (bottom - top)
    strip = table.clipped(art, f"M-9 {top:.2f}H109V{bottom:.2f}H-9z", place, "strip")
    stretched = strip.moved(Affine.move(0, top) @ Affine.scale(1, longer) @ Affine.move(0, -top))
    outline, edge = _outline(place), _edge(_coat(wearer))
    below = Piece(
        f'<path d="{outline}" fill="{edge}" stroke="{edge}" stroke-width="3" '
        'stroke-linejoin="round"/>',
        place.corners,
    )
    return stack([below, table.clipped(stack([stretched, art]), outline, place, "trunk")])


def _outline(place: Bounds) -> str:
    """The path of a trunk in its place."""

    def at(match: re.Match[str]) -> str:
        u, v = float(match[1]) / 100, float(match[2]) / 100
        return f"{place.x0 + u * place.width:.2f} {place.y0 + v * place.height:.2f}"

    return re.sub(r"(\d+) (\d+)", at, _TRUNK)


def _edge(coat: Lch) -> str:
    return rim_colour(to_hex(coat)) or to_hex(coat.darker(_DARKER))


def head_alone(table: Table, wearer: Wearer, art: Piece) -> Piece:
    """A drawn bust without its shoulders, and without what is apart from its head."""
    corners = _head_corners(wearer.part)
    path = "M" + "L".join(f"{UNIT * u:.1f} {UNIT * v:.1f}" for u, v in corners) + "z"
    shown = Bounds.around((UNIT * u, UNIT * v) for u, v in corners)
    return table.clipped(art, path, shown, "head")


@lru_cache(maxsize=256)
def _head_corners(part: Part) -> tuple[Point, ...]:
    """The corners of an outline around a bust's head, in the unit square."""
    art, box = look(part.body, part.size), part.anchors.box
    pad, x, neck = 1.2 / RESOLUTION, part.anchors.eyes[0], part.anchors.neck[1]
    ends: list[tuple[float, tuple[float, float]]] = []
    for row in range(int(neck * RESOLUTION) + 1):
        y = (row + 0.5) / RESOLUTION
        if (run := art.run(x, y)) is not None:
            reach = _UNEVEN * min(x - run[0], run[1] - x) + pad
            if y > box.y + _HAT * (neck - box.y):
                run = max(run[0], x - reach), min(run[1], x + reach)
            ends.append((y, run))
    lefts = [(left - pad, y) for y, (left, _) in ends]
    rights = [(right + pad, y) for y, (_, right) in ends]
    top, low = ends[0][0] - 1 / RESOLUTION, neck + 1 / RESOLUTION
    return (
        (lefts[0][0], top), *lefts, (lefts[-1][0], low),
        (rights[-1][0], low), *rights[::-1], (rights[0][0], top),
    )  # fmt: skip
