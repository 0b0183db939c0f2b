"""What is done with a thing at the mouth: eating, drinking, brushing teeth, blowing a trumpet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.sketch.drawing.action.grasp import Thing
from model.sketch.drawing.action.held import MITTEN, SMALL
from model.sketch.drawing.action.mouths import mouth
from model.sketch.drawing.art.pieces import Piece, unit_bounds
from model.sketch.drawing.art.stances import has_limbs
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.face.muzzles import muzzle_mouth
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.scene import Scene

_BITE, _SIP, _BREATH = 0.48, 0.5, 0.62
_MORSEL = 0.7  # how much smaller a fruit or an egg is than other food
_BITTEN = 0.17  # how much of what is eaten is before the mouth, in its heights or widths
_LOW = 0.64  # where it is held, in its heights
_OPEN = "surprised"
# How what is eaten from its lower end is turned.
_BITTEN_END: Mapping[str, float] = {"1F355": 180.0}
_DOWNWARD = 150


@dataclass(frozen=True, slots=True)
class Deed:
    """What an act adds to a figure: pieces behind and in front of the body, and where hands go.

    `hands` are (left, right); with None the arms are as the pose has them.
    """

    front: Sequence[Piece] = ()
    back: Sequence[Piece] = ()
    hands: tuple[Point, Point] | None = None


def hand_radius(body: Body) -> float:
    """The radius of the hands that are drawn for a body."""
    return MITTEN * body.hand_size


def eat(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """A thing that is bitten into, in both hands if the face is seen from the front."""
    (x, y), side = mouth(context, body)
    size, turn = _bite(scene.held[0], body), _BITTEN_END.get(scene.held[0], 0.0)
    ahead = turn * (0.5 * side or 1.0)
    thing = Thing.of(context, scene.held[0], size, ahead)
    if side:
        thing = thing.moved(x + side * (0.5 - _BITTEN) * thing.box.width, y + 0.12 * size)
        return Deed([thing.piece])
    thing = thing.moved(x, y + (0.5 - _BITTEN) * thing.box.height)
    return Deed([*_opened(scene, body), thing.piece], hands=thing.sides(_LOW, hand_radius(body)))


def _bite(concept: str, body: Body) -> float:
    """The size of what is eaten: of an animal seen whole, the head is small."""
    size = _BITE * body.hand_size
    return _MORSEL * size if body.is_whole and concept in SMALL else size


def drink(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """A glass at the mouth, in both hands if the face is seen from the front."""
    (x, y), side = mouth(context, body)
    thing = Thing.of(context, scene.held[0], _SIP * body.size, 0.0)
    if side:
        thing = thing.moved(x + 0.36 * side * thing.box.width, y + 0.34 * thing.box.height)
        at = thing.sides(_LOW, hand_radius(body))[side < 0]  # that nearer to the body
        return Deed([thing.piece], hands=(at, at))
    thing = thing.moved(x, y + 0.45 * thing.box.height)
    return Deed([thing.piece], hands=thing.sides(_LOW, hand_radius(body)))


def _opened(scene: Scene, body: Body) -> list[Piece]:
    """The open mouth of an animal's head, unless it has an expression."""
    if scene.expression is not None:
        return []
    return muzzle_mouth(Wearer(body.part, body.markup), _OPEN)


def brush(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """A brush whose head is at the mouth and whose handle is in the right hand."""
    (x, y), side = mouth(context, body)
    size, part = 0.54 * body.size, context.part(scene.held[0])
    own = unit_bounds(part.anchors)
    head = look(part.body, part.size).nearest(own.x0 + 0.12 * own.width, own.y0 + 0.16 * own.height)
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
