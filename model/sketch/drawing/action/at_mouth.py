"""Things used at the face: food, drinks, toothbrushes, wind instruments, telescopes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.sketch.drawing.action.grasp import Thing
from model.sketch.drawing.action.held import SMALL
from model.sketch.drawing.action.mittens import MITTEN
from model.sketch.drawing.action.mouths import mouth
from model.sketch.drawing.art.borrowed import cut_between
from model.sketch.drawing.art.pieces import UNIT, Piece, unit_bounds
from model.sketch.drawing.art.pupils import side_eye
from model.sketch.drawing.art.stances import has_limbs, is_person
from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.face.muzzles import eating_mouth
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.scene import Scene

_BITE, _SIP, _BREATH = 0.48, 0.5, 0.62
_MORSEL = 0.7  # how much smaller a fruit or an egg is than other food
_BITTEN = 0.17  # how much of what is eaten is before the mouth, in its heights or widths
_LOW = 0.64  # where it is held, in its heights
# How what is eaten from its lower end is turned.
_BITTEN_END: Mapping[str, float] = {"1F355": 180.0}
_DOWNWARD = 150
_TRUMPET, _SAXOPHONE, _TOOTHBRUSH = "1F3BA", "1F3B7", "1FAA5"
_MOUTHPIECE, _REED = (0.06, 0.9), (0.05, 0.12)  # in shares of the box
_LOOK = 0.68  # the size of a telescope
# The share of its height without legs; where its eyepiece and its tripod are in the unit square.
_TUBE = 0.58
_EYEPIECES = {"fluent": (0.89, 0.43), "noto": (0.91, 0.42), "twemoji": (0.94, 0.58)}
_HANGING = 0.72  # how far a hand hangs from the middle and from the top of a trunk
_TRIPOD = (0.49, 0.5)


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
    thing = thing.moved(x, y - thing.top)
    return Deed(
        [*_opened(context, scene, body), thing.piece], hands=thing.sides(_LOW, hand_radius(body))
    )


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


def _opened(context: DrawingContext, scene: Scene, body: Body) -> list[Piece]:
    """The open mouth of an animal's or a person's head, unless it has an expression."""
    if scene.expression is not None:
        return []
    person = is_person(context.library, body.part.concept)
    return eating_mouth(body.wearer, person)


def brush(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """A brush whose head is at the mouth and whose handle is in the right hand."""
    (x, y), side = mouth(context, body)
    size, part = 0.54 * body.size, context.part(scene.held[0])
    own = unit_bounds(part.anchors)
    ahead = _leftwards(context.style, scene.held[0], own)
    tip = ahead.inverse.at((own.x0 + 0.12 * own.width, own.y0 + 0.16 * own.height))
    head = ahead.at(look(part.body, part.size).nearest(*tip))
    place = (
        Affine.move(x, y)
        @ Affine.scale(side or 1, 1)
        @ Affine.turn(-12)
        @ Affine.scale(size / max(own.width, own.height))
        @ Affine.move(-head[0], -head[1])
    )
    hand = place.at((own.x1 - 0.12 * own.width, own.y1 - 0.12 * own.height))
    piece = context.placed(part, place @ ahead)
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
    if (trunk := body.trunk) is not None:
        x = trunk.centre[0] + side * _HANGING * trunk.width
        return x, trunk.y0 + _HANGING * trunk.height
    x = box.x1 - 0.06 * body.size if side > 0 else box.x0 + 0.06 * body.size
    return x, box.y0 + 0.82 * box.height


def breathe(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """Something, such as fire, that comes out of the mouth: its lower end is there."""
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
    """Two hands at the sides of what they hold; close together for a figure seen from the side."""
    x, y = middle
    if side:
        return (x - 0.8 * side * out, y + 0.3 * out), (x - 0.2 * side * out, y + 0.6 * out)
    return (x - out, y + 0.1 * out), (x + out, y + 0.1 * out)


def blow(context: DrawingContext, concept: str, body: Body) -> Deed:
    """A wind instrument with its mouthpiece at the mouth."""
    (x, y), side = mouth(context, body)
    part, size = context.part(concept), 0.66 * body.size
    own = unit_bounds(part.anchors)
    turn, end = (0.0, _REED) if concept == _SAXOPHONE else (38.0, _MOUTHPIECE)
    place = (
        Affine.move(x, y)
        @ Affine.scale(side or 1, 1)
        @ Affine.turn(turn)
        @ Affine.scale(size / max(own.width, own.height))
        @ Affine.move(-own.x0 - end[0] * own.width, -own.y0 - end[1] * own.height)
    )
    hand = place.at((own.x0 + 0.45 * own.width, own.y0 + 0.7 * own.height))
    piece = context.placed(part, place @ _leftwards(context.style, concept, own))
    limbed = has_limbs(context.library, body.part.concept, body.part.anchors)
    return Deed([piece], hands=(hand if limbed else _resting(body, -1), hand))


def _leftwards(style: str, concept: str, own: Bounds) -> Affine:
    """Turns the end of an art that is used at the mouth to the left, where most arts have it."""
    if (style, concept) == ("noto", _TRUMPET):
        return Affine.turn(-90, own.centre) @ Affine.mirror(own.centre[0])
    is_right = concept == _SAXOPHONE or (style, concept) == ("noto", _TOOTHBRUSH)
    return Affine.mirror(own.centre[0]) if is_right else Affine()


def peer(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """A telescope with its eyepiece at the left eye, which no patch covers, or at the one seen."""
    _, side = mouth(context, body)
    x, y, apart = body.part.anchors.eyes
    eye = side_eye(body.part) if side else (x - 0.5 * apart, y)
    part = cut_between(context.part(scene.held[0]), 0.0, _TUBE)
    u, v = _EYEPIECES[context.style]
    place = (
        Affine.move(UNIT * eye[0], UNIT * eye[1])
        @ Affine.scale(-side or 1, 1)
        @ Affine.scale(_LOOK * body.size)
        @ Affine.move(-u, -v)
    )
    hand = place.at(_TRIPOD)
    return Deed([context.placed(part, place)], hands=(hand, hand if side else _resting(body, 1)))
