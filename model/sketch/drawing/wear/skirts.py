"""Skirts, which stand out from the hips."""

import numpy as np

from model.sketch.drawing.art.pieces import UNIT, Piece, Table, unit_bounds
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.colour.look import RESOLUTION
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.drawing.wear.cloth import Cloth


def span(wearer: Wearer, top: float, bottom: float) -> tuple[float, float]:
    """The leftmost and the rightmost x of the outline between two heights."""
    rows = slice(max(0, int(top / UNIT * RESOLUTION)), max(1, int(bottom / UNIT * RESOLUTION)))
    solid = wearer.art.solid
    columns = np.flatnonzero(solid[rows].any(axis=0))
    if not columns.size:
        box = wearer.anchors.box
        return UNIT * box.x, UNIT * (box.x + box.w)
    return UNIT * columns[0] / RESOLUTION, UNIT * (columns[-1] + 1) / RESOLUTION


def flare(table: Table, garment: Cloth, wearer: Wearer) -> Piece:
    """A skirt around the hips."""
    box = wearer.anchors.box
    top, bottom = UNIT * (box.y + 0.64 * box.h), UNIT * (box.y + 0.9 * box.h)
    left, right = span(wearer, top, bottom)
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


def flare_aside(table: Table, garment: Cloth, wearer: Wearer) -> Piece:
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
