"""A thin shade on what lies behind a piece, so that figures alike do not melt into each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.sketch.drawing.art.pieces import Piece, Table, stack
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.vector.geometry import Bounds

_WIDTH, _STEEP = 0.019, 20
"""Width of a shade in sizes of its piece, and how sharp its edge is: the slope of its opacity."""
_DARK, _LIGHT = ("#1a1020", 0.42), ("#ffffff", 0.55)
_NIGHT = 0.45  # a lightness (OKLab) below which a dark shade is not seen
_TOUCHING = 0.02  # in sizes of the piece


def set_off(
    context: DrawingContext, pieces: Sequence[Piece], *concepts: str, is_closed: bool = False
) -> Piece:
    """Pieces, the first at the back, each with a shade around it on those behind it.

    The shade is light if the art of all `concepts`, which they show, is dark. If they are
    `is_closed`, the last piece is part of the first one and has no shade on it.
    """
    if context.table.is_flat or len(pieces) < 2:
        return stack(pieces)
    parts = [context.part(concept) for concept in concepts]
    is_dark = all(look(part.body, part.size).main.light < _NIGHT for part in parts)
    return stack(list(_set_off(context.table, pieces, _LIGHT if is_dark else _DARK, is_closed)))


def _set_off(
    table: Table, pieces: Sequence[Piece], ink: tuple[str, float], is_closed: bool
) -> Iterator[Piece]:
    named: list[_Named] = []
    for number, piece in enumerate(pieces):
        front = _Named(table.named("figure"), piece)
        named.append(front)
        first = 1 if is_closed and number == len(pieces) - 1 else 0
        behind = [one for one in named[first:number] if _touch(one.piece, front.piece)]
        if behind:
            yield _shade(table, front, behind, ink)
        yield front.drawn


@dataclass(frozen=True, slots=True)
class _Named:
    """A piece that can be drawn again by its name."""

    name: str
    piece: Piece

    @property
    def drawn(self) -> Piece:
        svg = f'<g id="{self.name}">{self.piece.svg}</g>'
        return Piece(svg, self.piece.hull, self.piece.at_rest)

    @property
    def use(self) -> str:
        return f'<use href="#{self.name}"/>'


def _touch(one: Piece, other: Piece) -> bool:
    a, b = one.bounds, other.bounds.padded(_TOUCHING * other.bounds.width)
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _shade(table: Table, front: _Named, behind: Sequence[_Named], ink: tuple[str, float]) -> Piece:
    """The shade of a piece on those behind it."""
    piece = front.piece
    size = max(piece.bounds.width, piece.bounds.height)
    width = max(_WIDTH * size, table.optical.rim)
    room = _meeting(piece.extent.padded(3 * width), [one.piece for one in behind])
    colour, opacity = ink
    box = f'x="{room.x0:.2f}" y="{room.y0:.2f}" width="{room.width:.2f}" height="{room.height:.2f}"'
    svg = table.unique(
        f'<filter id="shade" filterUnits="userSpaceOnUse" {box}>'
        f'<feGaussianBlur in="SourceAlpha" stdDeviation="{width / 1.8:.3f}"/>'
        f'<feComponentTransfer result="wide"><feFuncA type="linear" slope="{_STEEP}" '
        f'intercept="-0.8"/></feComponentTransfer><feFlood flood-color="{colour}"/>'
        f'<feComposite in2="wide" operator="in"/></filter>'
        f'<mask id="behind" style="mask-type:alpha" maskUnits="userSpaceOnUse" {box}>@behind</mask>'
        f'<g mask="url(#behind)" opacity="{opacity}"><g filter="url(#shade)">@front</g></g>'
    )
    uses = "".join(one.use for one in behind)
    return Piece(svg.replace("@behind", uses).replace("@front", front.use), piece.hull)


def _meeting(room: Bounds, behind: Sequence[Piece]) -> Bounds:
    """The part of a room that pieces behind it take."""
    others = Bounds.around(point for one in behind for point in one.hull)
    x0, y0 = max(room.x0, others.x0), max(room.y0, others.y0)
    # In motion they may be apart, where at rest they touch.
    return Bounds(
        x0, y0, max(x0 + 1, min(room.x1, others.x1)), max(y0 + 1, min(room.y1, others.y1))
    )
