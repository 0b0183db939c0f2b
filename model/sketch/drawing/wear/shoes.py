"""Shoes: on the feet of an animal or a person, or at the ends of drawn legs."""

import numpy as np

from model.sketch.drawing.art.pieces import UNIT, Piece, Table, stack
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.colour.look import RESOLUTION
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.drawing.wear.cloth import Cloth

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


def on_feet(table: Table, shoes: Cloth, wearer: Wearer) -> Piece:
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
