"""Tables and desks that figures sit at, with their things on them."""

from collections.abc import Sequence
from dataclasses import replace

from model.sketch.drawing.action.marks import draw_marks
from model.sketch.drawing.action.mittens import mittens
from model.sketch.drawing.art.pieces import Piece, stack, unit_bounds
from model.sketch.drawing.art.stances import has_limbs
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.body.limb_ink import hand_ink
from model.sketch.drawing.figure import Figure, draw_figure
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.library import Library
from model.sketch.scene import Scene

AT_A_TABLE = "at a table"
BOARD_GAMES = frozenset({"265F", "1F3B2", "1F0CF", "1F3B4", "1F004", "1F9E9"})
"""Games that are played at a table."""
_PLATES, _FLAT = frozenset({"1F37D", "1F355"}), 0.42
_CHESS, _MEAL = "265F", "1F37D"
COMPUTERS = frozenset({"1F5A5", "1F4BB"})
_AT_A_COMPUTER = COMPUTERS | {"1F5B1", "2328"}
_WOOD, _WOOD_SHADE, _LEG = "#cf9660", "#a9713f", "#b67c48"
_FRONT = "#c08850"
# The height of a table: in figures from the ground (of a face, less), in trunks from above.
_LEVEL, _BELOW_FACE, _ON_TRUNK = 0.34, 0.1, 0.62
_ASLEEP = 11  # degrees


def is_at_a_desk(scene: Scene) -> bool:
    """Whether a Scene shows one figure at a computer."""
    others = scene.mount or scene.inside or scene.over or scene.hidden or scene.beside
    return scene.behind in COMPUTERS and scene.count == 1 and not others


def at_desk(context: DrawingContext, scene: Scene) -> Piece:
    """A figure at a desk with a computer."""
    assert scene.behind is not None
    is_asleep = scene.pose == "sleeping"
    held = tuple(concept for concept in scene.held if concept not in _AT_A_COMPUTER)
    figure = _seated(context, replace(scene, behind=None, held=held), is_asleep)
    box, level = figure.piece.bounds, table_level(context.library, figure)
    size = box.height
    screen = Bounds(box.x1 - 0.06 * size, 0, box.x1 + 0.56 * size, level)
    computer = _standing(context, scene.behind, (screen.centre[0], level), 0.66 * size)
    room = Bounds(box.x0 - 0.04 * size, level, screen.x1 + 0.08 * size, box.y1)
    table = stack([_front(room, size), _table(room, size)])
    return stack([figure.piece, computer, table, *_hands(context, figure, level)])


def at_table(context: DrawingContext, scene: Scene) -> Piece:
    """A figure at a table, with the things that it has on the table."""
    figure = _seated(context, replace(scene, held=()), scene.pose == "sleeping")
    box, level = figure.piece.bounds, table_level(context.library, figure)
    size, x = box.height, box.centre[0]
    half = max(0.6 * box.width, 0.46 * size)
    room = Bounds(x - half, level, x + half, box.y1)
    free = level - figure.below.y0 if figure.below is not None else 0.3 * size
    things = _laid(context, scene.held or (_MEAL,), (x, level), 1.1 * free, 1.6 * half)
    table = _table(room, size)
    return stack([figure.piece, table, *_hands(context, figure, level), *things])


def between(context: DrawingContext, scene: Scene, placed: Sequence[Figure]) -> list[Piece]:
    """The table between figures from left to right, with the things that they share."""
    left, right = placed[0].piece.bounds, placed[-1].piece.bounds
    level = max(table_level(context.library, figure) for figure in placed)
    size = (left.height + right.height) / 2
    room = Bounds(
        left.centre[0] + 0.1 * left.width, level, right.centre[0] - 0.1 * right.width, left.y1
    )
    x = room.centre[0]
    things = scene.held or (_MEAL,)
    if scene.act == "drinking":
        things = (things[0], things[0])
    spread = 0.5 * room.width
    laid = _laid(context, things, (x, level), 0.24 * size, spread)
    if scene.held[:1] == (_CHESS,):
        laid = _chess(context, (x, level), min(0.8 * room.width, 0.6 * size), 0.17 * size)
    return [_table(room, size), *laid]


def table_level(library: Library, figure: Figure) -> float:
    """The height of the table that a figure is at."""
    if figure.below is not None:
        return figure.below.y0 + _ON_TRUNK * figure.below.height
    box, body = figure.piece.bounds, figure.body
    is_face = body is not None and not (
        body.is_whole or has_limbs(library, body.part.concept, body.part.anchors)
    )
    return box.y1 - (_BELOW_FACE if is_face else _LEVEL) * box.height


def _seated(context: DrawingContext, scene: Scene, is_asleep: bool) -> Figure:
    """The figure, which looks ahead or has its head down, with its marks of sleep."""
    pose = None if scene.pose in ("sleeping", "sitting", "standing") else scene.pose
    face = "relieved" if is_asleep and scene.expression is None else scene.expression
    plain = replace(scene, pose=pose, expression=face, act=scene.act or AT_A_TABLE)
    figure = draw_figure(context, plain, False, 0.0)
    if not is_asleep:
        return figure
    box = figure.piece.bounds
    marks = draw_marks("zzz", box, False, context.rng("marks"), context.table.optical)
    figure = figure.moved(Affine.turn(_ASLEEP, (box.centre[0], box.y1)))
    return replace(figure, piece=stack([*marks, figure.piece]))


def _hands(context: DrawingContext, figure: Figure, level: float) -> list[Piece]:
    """The hands of a figure on the table; none for one with limbs of its own."""
    body = figure.body
    if body is None or figure.ink is None:
        return []
    if figure.below is None and has_limbs(context.library, body.part.concept, body.part.anchors):
        return []
    box = figure.below or figure.place.bounds(body.bounds)
    out, size = 0.42 * box.width, body.size * figure.place.size
    hands = (box.centre[0] - out, level), (box.centre[0] + out, level)
    return mittens(hands, size, hand_ink(figure.ink))


def _table(room: Bounds, size: float) -> Piece:
    """A table as wide and high as a room; its thickness goes with the `size` of a figure."""
    thick, leg = 0.07 * size, 0.06 * size
    svg = ""
    for x in (room.x0 + 0.5 * leg, room.x1 - 1.5 * leg):
        svg += (
            f'<rect x="{x:.2f}" y="{room.y0 + 0.5 * thick:.2f}" width="{leg:.2f}" '
            f'height="{room.height - 0.5 * thick:.2f}" rx="{0.3 * leg:.2f}" fill="{_LEG}"/>'
        )
    for high, fill in ((1.0, _WOOD_SHADE), (0.66, _WOOD)):
        svg += (
            f'<rect x="{room.x0:.2f}" y="{room.y0:.2f}" width="{room.width:.2f}" '
            f'height="{high * thick:.2f}" rx="{0.33 * thick:.2f}" fill="{fill}"/>'
        )
    return Piece(svg, room.corners)


def _front(room: Bounds, size: float) -> Piece:
    """The front of a desk, which hides the legs of the one who sits at it."""
    leg = 0.06 * size
    board = Bounds(room.x0 + leg, room.y0, room.x1 - leg, room.y1)
    svg = (
        f'<rect x="{board.x0:.2f}" y="{board.y0:.2f}" width="{board.width:.2f}" '
        f'height="{board.height:.2f}" fill="{_FRONT}"/>'
    )
    return Piece(svg, board.corners)


def _laid(
    context: DrawingContext, things: Sequence[str], middle: Point, size: float, spread: float
) -> list[Piece]:
    """Things in a row on a table, round its middle; wider than `spread` they are smaller."""
    number = len(things)
    size = min(size, spread / number)
    step = 0.0 if number == 1 else min(1.05 * size, (spread - size) / (number - 1))
    return [
        _standing(context, concept, (middle[0] + step * (n - (number - 1) / 2), middle[1]), size)
        for n, concept in enumerate(things)
    ]


def _chess(context: DrawingContext, middle: Point, width: float, size: float) -> list[Piece]:
    """A chessboard seen from its edge, with pieces at both ends."""
    (x, y), cell, thick = middle, width / 8, 0.05 * width
    svg = "".join(
        f'<rect x="{x + (n - 4) * cell:.2f}" y="{y - thick:.2f}" width="{cell:.2f}" '
        f'height="{thick:.2f}" fill="{"#5b4636" if n % 2 else "#f3e3c3"}"/>'
        for n in range(8)
    )
    board = Piece(svg, Bounds(x - width / 2, y - thick, x + width / 2, y).corners)
    pawns = [
        _standing(context, _CHESS, (x + side * width, y - thick), size)
        for side in (-0.36, -0.14, 0.34)
    ]
    return [board, *pawns]


def _standing(context: DrawingContext, concept: str, foot: Point, size: float) -> Piece:
    """A thing that stands on a point, its longer side of length `size`; plates lie there."""
    part = context.part(concept)
    own = unit_bounds(part.anchors)
    scale = size / max(own.width, own.height)
    flat = Affine.scale(1, _FLAT if concept in _PLATES else 1)
    at = Affine.move(*foot) @ flat @ Affine.scale(scale)
    return context.placed(part, at @ Affine.move(-own.centre[0], -own.y1))
