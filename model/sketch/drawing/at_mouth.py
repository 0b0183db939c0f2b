"""What is done with a thing at the mouth: eating, drinking, brushing teeth, blowing a trumpet."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.sketch.drawing.body import Body, DrawingContext
from model.sketch.drawing.geometry import Affine, Bounds, Point
from model.sketch.drawing.look import look
from model.sketch.drawing.pieces import UNIT, Piece, unit_bounds
from model.sketch.drawing.stances import front_side, has_limbs
from model.sketch.drawing.wearer import Wearer
from model.sketch.scene import Scene

_BITE, _SIP, _BREATH = 0.46, 0.5, 0.62
_DOWNWARD = 150


@dataclass(frozen=True, slots=True)
class Deed:
    """What an act adds to a figure: pieces behind and in front of the body, and where hands go.

    `hands` are (left, right); with None the arms are as the pose has them.
    """

    front: Sequence[Piece] = ()
    back: Sequence[Piece] = ()
    hands: tuple[Point, Point] | None = None


def mouth(context: DrawingContext, body: Body) -> tuple[Point, int]:
    """The mouth, and the side that it is at: 0 for a face seen from the front."""
    wearer, box = Wearer(body.part, body.markup), body.part.anchors.box
    x, y, apart = body.part.anchors.eyes
    if side := front_side(context.library, body.part.concept, body.part.anchors):
        level = y + (0.7 * wearer.apart if body.is_whole else 1.2 * apart)
        edges = look(body.markup, body.part.size).edges(level) or (box.x, box.x + box.w)
        return Affine.scale(UNIT).at((edges[side > 0], level)), side
    level = min(y + 0.95 * wearer.apart, box.y + 0.84 * box.h)
    return Affine.scale(UNIT).at((x, level)), 0


def eat(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    (x, y), side = mouth(context, body)
    size = _BITE * body.size
    middle = x + 0.3 * size * side, y + (0.2 if side else 0.36) * size
    hands = None if side else both_sides(middle, 0.42 * size, side)
    return Deed([context.thing(scene.held[0], middle, size)], hands=hands)


def drink(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    (x, y), side = mouth(context, body)
    size = _SIP * body.size
    middle = x + 0.4 * size * side, y + (0.3 if side else 0.5) * size
    return Deed(
        [context.thing(scene.held[0], middle, size)], hands=both_sides(middle, 0.4 * size, side)
    )


def brush(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """A brush whose head is at the mouth and whose handle is in the right hand."""
    (x, y), side = mouth(context, body)
    size, part = 0.54 * body.size, context.part(scene.held[0])
    own = unit_bounds(part.anchors)
    head = own.x0 + 0.16 * own.width, own.y0 + 0.16 * own.height
    place = (
        Affine.move(x, y)
        @ Affine.scale(side or 1, 1)
        @ Affine.turn(-12)
        @ Affine.scale(size / max(own.width, own.height))
        @ Affine.move(-head[0], -head[1])
    )
    hand = place.at((own.x1 - 0.12 * own.width, own.y1 - 0.12 * own.height))
    piece = context.placed(part, place)
    foam = _foam((x, y), 0.05 * body.size)
    is_turned = side or body.is_whole
    return Deed([piece, foam], hands=None if is_turned else (_resting(body, -1), hand))


def _foam(at: Point, radius: float) -> Piece:
    bubbles = ((-0.9, 0.3, 0.9), (0.3, 0.6, 0.8), (1.1, -0.2, 0.7), (0.0, -0.5, 0.7))
    svg = "".join(
        f'<circle cx="{at[0] + x * radius:.2f}" cy="{at[1] + y * radius:.2f}" '
        f'r="{r * radius:.2f}" fill="#fff" stroke="#b9d9ee" stroke-width="{0.2 * radius:.2f}"/>'
        for x, y, r in bubbles
    )
    return Piece(svg, Bounds.around([at], 2 * radius).corners)


def _resting(body: Body, side: int) -> Point:
    """A hand that hangs at a side of the body."""
    box = body.bounds
    x = box.x1 - 0.06 * body.size if side > 0 else box.x0 + 0.06 * body.size
    return x, box.y0 + 0.82 * box.height


def breathe(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """What comes out of the mouth: its foot is there, its tip ahead."""
    (x, y), side = mouth(context, body)
    part = context.part(scene.held[0])
    own = unit_bounds(part.anchors)
    place = (
        Affine.move(x, y)
        @ Affine.turn(95 * side or _DOWNWARD)
        @ Affine.scale(_BREATH * body.size / max(own.width, own.height))
        @ Affine.move(-own.centre[0], -own.y1)
    )
    return Deed([context.placed(part, place)])


def both_sides(middle: Point, out: float, side: int) -> tuple[Point, Point]:
    """Two hands at the sides of what they hold; of a figure seen from the side, near each other."""
    x, y = middle
    if side:
        return (x - 0.8 * side * out, y + 0.3 * out), (x - 0.2 * side * out, y + 0.6 * out)
    return (x - out, y + 0.1 * out), (x + out, y + 0.1 * out)


def blow(context: DrawingContext, concept: str, body: Body) -> Deed:
    """A wind instrument with its mouthpiece at the mouth."""
    (x, y), side = mouth(context, body)
    part, size = context.part(concept), 0.66 * body.size
    own = unit_bounds(part.anchors)
    place = (
        Affine.move(x, y)
        @ Affine.scale(side or 1, 1)
        @ Affine.turn(38)
        @ Affine.scale(size / max(own.width, own.height))
        @ Affine.move(-own.x0 - 0.06 * own.width, -own.y0 - 0.9 * own.height)
    )
    hand = place.at((own.x0 + 0.45 * own.width, own.y0 + 0.7 * own.height))
    piece = context.placed(part, place)
    limbed = has_limbs(context.library, body.part.concept, body.part.anchors)
    return Deed([piece], hands=(hand if limbed else _resting(body, -1), hand))
