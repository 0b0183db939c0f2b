"""Larger and smaller eyes: the art around each pupil, magnified in place."""

from model.sketch.drawing.art.pieces import UNIT, Piece, Table
from model.sketch.drawing.art.pupils import pupils
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.colour.oklch import to_hex
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.library import Part

# How much around a pupil belongs to the eye, in its radii; less where the eyes are close.
_AROUND, _CLOSE = 1.75, 0.42


def resized_eyes(table: Table, part: Part, markup: str, size: float) -> list[Piece]:
    """Pieces that cover the eyes of a part, UNIT wide, by those that are `size` times as large."""
    found, art, pieces = pupils(part), look(markup, part.size), list[Piece]()
    apart = abs(found[0][0] - found[-1][0]) or 1.0
    for x, y, radius in found:
        reach = min(_AROUND * radius, _CLOSE * apart / max(size, 1.0))
        at, around = (UNIT * x, UNIT * y), UNIT * reach
        if size < 1:
            pieces.append(_disc(at, around, to_hex(art.skin(x, y, max(2.4 * radius, 0.03)))))
        place = Affine.onto(at, at, size) @ Affine.scale(UNIT)
        shown = Bounds(at[0], at[1], at[0], at[1]).padded(size * around)
        pieces.append(
            table.clipped(table.cut(part, place, markup), _circle(at, size * around), shown, "eye")
        )
    return pieces


def _disc(at: tuple[float, float], radius: float, colour: str) -> Piece:
    svg = f'<path d="{_circle(at, radius)}" fill="{colour}"/>'
    return Piece(svg, Bounds(at[0], at[1], at[0], at[1]).padded(radius).corners)


def _circle(at: tuple[float, float], radius: float) -> str:
    x, y = at
    return (
        f"M{x - radius:.2f} {y:.2f}a{radius:.2f} {radius:.2f} 0 1 0 {2 * radius:.2f} 0"
        f"a{radius:.2f} {radius:.2f} 0 1 0 {-2 * radius:.2f} 0Z"
    )
