"""What happens to a drawn figure as a whole: it melts, or stands in a puddle."""

from model.sketch.drawing.action.props import puddle
from model.sketch.drawing.art.pieces import Piece, stack
from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.drawing.colour.oklch import Lch, to_hex
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.scene import Scene

_WATER, _WATER_LIGHT = "#4aa8ee", "#a5dafa"
_SUNK, _WIDE, _FLAT, _BENT = 0.2, 1.5, 0.86, 0.78
_HANGING = frozenset({"1F9A5"})  # upside down already


def finished(context: DrawingContext, scene: Scene, body: Body, figure: Piece) -> Piece:
    """The figure after what its act does to all of it."""
    if scene.act == "melting":
        return _melted(context, body, figure)
    if scene.act == "upside down" and body.part.concept not in _HANGING:
        return figure.moved(Affine.turn(180, figure.bounds.centre))
    if scene.act == "bowing" and not body.is_whole:
        return _bent(figure)
    if scene.act == "in a puddle":
        box = figure.bounds
        pool = puddle(
            (box.centre[0], box.y1 - 0.02 * box.height), 1.5 * box.width, _WATER, _WATER_LIGHT
        )
        return stack([pool, figure])
    return figure


def _bent(figure: Piece) -> Piece:
    """The figure seen from the front as it bends down."""
    bottom = figure.bounds.y1
    return figure.moved(Affine.move(0, bottom) @ Affine.scale(1, _BENT) @ Affine.move(0, -bottom))


def _melted(context: DrawingContext, body: Body, figure: Piece) -> Piece:
    """The figure flattened and sunk into a pool of its own colour, with drops that run down."""
    main = body.art.main
    ink = to_hex(main.darker(0.05))
    light = to_hex(Lch(min(0.98, main.light + 0.08), 0.6 * main.chroma, main.hue))
    box = figure.bounds
    ground = box.y1 - _SUNK * box.height
    flat = Affine.move(0, ground) @ Affine.scale(1, _FLAT) @ Affine.move(0, -ground)
    middle = box.centre[0]
    back = puddle((middle, ground + 0.02 * box.height), _WIDE * box.width, ink, ink)
    front = puddle((middle, ground + 0.1 * box.height), 1.16 * box.width, ink, light)
    sunk = _cut_below(context, figure.moved(flat), ground + 0.08 * box.height)
    return stack([back, sunk, *_runs(box, ground, ink), front])


def _runs(box: Bounds, ground: float, ink: str) -> list[Piece]:
    """Rounded streaks from the sides down to the pool."""
    runs = []
    for x, top, width in (
        (0.06, 0.52, 0.1),
        (0.24, 0.7, 0.08),
        (0.78, 0.66, 0.09),
        (0.94, 0.5, 0.1),
    ):
        left, wide = box.x0 + x * box.width, width * box.width
        y = box.y0 + top * box.height
        svg = (
            f'<path d="M{left:.2f} {y:.2f}V{ground:.2f}" stroke="{ink}" '
            f'stroke-width="{wide:.2f}" stroke-linecap="round"/>'
        )
        runs.append(Piece(svg, Bounds(left - wide / 2, y, left + wide / 2, ground).corners))
    return runs


def _cut_below(context: DrawingContext, piece: Piece, bottom: float) -> Piece:
    box = piece.bounds
    shape = f"M{box.x0 - 5:.1f} {box.y0 - 5:.1f}H{box.x1 + 5:.1f}V{bottom:.1f}H{box.x0 - 5:.1f}z"
    shown = Bounds(box.x0, box.y0, box.x1, min(box.y1, bottom))
    return context.table.clipped(piece, shape, shown, "sunk")
