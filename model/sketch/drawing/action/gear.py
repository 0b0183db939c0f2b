"""What a figure stands on and what it has on its hands: skateboards, boxing gloves."""

from collections.abc import Sequence

from model.sketch.drawing.action.held import Hand
from model.sketch.drawing.art.pieces import Piece, stack
from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.drawing.pose.poses import Limb
from model.sketch.drawing.vector.geometry import Affine, Point
from model.sketch.drawing.wear.cloth import Cloth
from model.sketch.drawing.wear.shoes import shoe
from model.sketch.drawing.wear.worn import FEET, HANDS
from model.sketch.library import Part
from model.sketch.scene import Scene

_GLOVE, _BOARD, _SHOE = 0.4, 1.15, 0.3
# How far the soles stand in the art of a board, as a share of its height.
_SUNK = 0.3


def in_slot(context: DrawingContext, scene: Scene, slot: str) -> list[Part]:
    """The art of what a Scene's figures wear in a slot."""
    return [
        context.library.worn(context.style, name)
        for name in scene.accessories
        if context.library.accessories[name].slot == slot
    ]


def gloves(context: DrawingContext, scene: Scene, body: Body, hands: Sequence[Hand]) -> list[Piece]:
    """A glove on each hand."""
    size = _GLOVE * body.size * context.table.optical.factor(_GLOVE)
    return [
        _glove(context, part, hand.at, size, -hand.side)
        for part in in_slot(context, scene, HANDS)
        for hand in hands
    ]


def _glove(context: DrawingContext, part: Part, hand: Point, size: float, side: float) -> Piece:
    own = part.anchors.box
    scale = size / max(own.w, own.h)
    place = (
        Affine.move(*hand)
        @ Affine.scale(side * scale, scale)
        @ Affine.move(-own.x - own.w / 2, -own.y - own.h / 2)
    )
    return context.table.rimmed(part, place)


def shod(
    context: DrawingContext, shoes: Cloth | None, legs: Sequence[Limb], size: float
) -> list[Piece]:
    """A shoe at the end of each drawn leg."""
    if shoes is None:
        return []
    return [
        shoe(context.table, shoes, leg.end, side, _SHOE * size)
        for leg, side in zip(legs, (-1.0, 1.0), strict=False)
    ]


def on_boards(context: DrawingContext, scene: Scene, figure: Piece) -> Piece:
    """The figure on the board under its feet, if it has one."""
    for part in in_slot(context, scene, FEET):
        box, own = figure.bounds, part.anchors.box
        width = _BOARD * box.width
        place = (
            Affine.move(box.centre[0] - width / 2, box.y1 - _SUNK * own.h * width / own.w)
            @ Affine.scale(width / own.w)
            @ Affine.move(-own.x, -own.y)
        )
        figure = stack([context.table.rimmed(part, place), figure])
    return figure
