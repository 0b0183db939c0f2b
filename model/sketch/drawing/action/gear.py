"""What a figure stands on and what it has on its hands: skateboards, boxing gloves."""

from collections.abc import Sequence

from model.sketch.drawing.action.held import Hand
from model.sketch.drawing.art.pieces import Piece, stack
from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.drawing.pose.poses import Limb
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.drawing.wear.cloth import Cloth
from model.sketch.drawing.wear.shoes import shoe
from model.sketch.drawing.wear.worn import FEET, HANDS
from model.sketch.library import Part
from model.sketch.scene import Scene

_WAVE = 1.5  # the width of a wave, in widths of the figure
_SWELL = (
    '<path fill="#1f7fd0" d="M-100 20C-96-20-70-46-40-30C-10-20 10-30 30-56C44-78 66-94 86-82'
    'C98-74 98-58 86-52C78-64 64-58 62-40C60-20 76-4 100 0V20Q100 26 92 26H-92Q-100 26-100 20z"/>'
    '<path fill="none" stroke="#e8f6ff" stroke-width="8" stroke-linecap="round" '
    'd="M30-54C44-76 66-92 84-80C95-73 95-60 86-54"/>'
)
_SURF = (
    '<path fill="#4bb0f0" d="M-100 6Q-80-8-58 2T-16 2T26 2T68 2T100-2V18Q100 26 92 26H-92'
    'Q-100 26-100 18z"/>'
    '<path fill="none" stroke="#d8f0ff" stroke-width="6" stroke-linecap="round" '
    'd="M-84 12Q-70 4-56 12M-16 14Q0 6 16 14M52 12Q66 4 80 12"/>'
)
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
        if "surfboard" in scene.accessories:
            figure = _on_wave(figure)
    return figure


def _on_wave(figure: Piece) -> Piece:
    """The figure on the face of a wave, whose foot is before its board."""
    box = figure.bounds
    wide = _WAVE * max(box.width, 0.6 * box.height)
    place = Affine.move(box.centre[0], box.y1) @ Affine.scale(wide / 200)
    shown = Bounds(-100, -92, 100, 26)
    back, front = (
        Piece(f'<g transform="{place.svg}">{svg}</g>', place.bounds(shown).corners)
        for svg in (_SWELL, _SURF)
    )
    return stack([back, figure, front])
