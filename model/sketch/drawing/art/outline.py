"""A border in one colour around a whole picture, as stickers have it."""

from model.sketch.drawing.art.pieces import Piece, Table
from model.sketch.drawing.colour.oklch import to_hex
from model.sketch.drawing.colour.recolour import COLOURS

_WIDTH = 0.045
_STEEP = 24
"""How sharp the edge of the border is: the slope of its opacity."""


def outlined(table: Table, picture: Piece, colour: str) -> Piece:
    """The picture in front of its own shape, which is wider by a share of the picture's size.

    A blurred shape whose faint edge is made opaque has round corners, unlike a dilated one.
    """
    box = picture.bounds
    width = _WIDTH * max(box.width, box.height)
    room = picture.extent.padded(2 * width)
    paper = "#ffffff" if colour == "white" else to_hex(COLOURS[colour].middle)
    svg = (
        f'<filter id="border" filterUnits="userSpaceOnUse" x="{room.x0:.2f}" y="{room.y0:.2f}" '
        f'width="{room.width:.2f}" height="{room.height:.2f}">'
        f'<feGaussianBlur in="SourceAlpha" stdDeviation="{width / 1.8:.3f}"/>'
        f'<feComponentTransfer><feFuncA type="linear" slope="{_STEEP}" intercept="-0.8"/>'
        f'</feComponentTransfer><feComposite in2="SourceAlpha" operator="over" result="shape"/>'
        f'<feFlood flood-color="{paper}"/><feComposite in2="shape" operator="in" result="paper"/>'
        f'<feMerge><feMergeNode in="paper"/><feMergeNode in="SourceGraphic"/></feMerge></filter>'
        f'<g filter="url(#border)">@</g>'
    )
    marked = table.unique(svg).replace("@", picture.svg)
    at_rest = None if picture.at_rest is None else box.padded(width).corners
    return Piece(marked, picture.extent.padded(width).corners, at_rest)
