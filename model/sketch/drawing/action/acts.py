"""What a figure does with a thing: at its mouth, before its body, over its head, in the air."""

from collections.abc import Callable, Mapping
from itertools import cycle

from model.sketch.drawing.action.at_mouth import (
    Deed,
    blow,
    both_sides,
    breathe,
    brush,
    drink,
    eat,
    hand_radius,
    peer,
)
from model.sketch.drawing.action.grasp import Thing
from model.sketch.drawing.action.hands import is_clawed
from model.sketch.drawing.action.marks import INK
from model.sketch.drawing.action.mittens import mittens
from model.sketch.drawing.action.mouths import mouth
from model.sketch.drawing.action.props import barbell, knitting
from model.sketch.drawing.action.sign import draw_letters, draw_sign, readable
from model.sketch.drawing.art.pieces import UNIT, Piece, stack, unit_bounds
from model.sketch.drawing.art.stances import AIRY, front_side
from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.drawing.body.trunks import trunk_of
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.colour.oklch import to_hex
from model.sketch.drawing.pose.poses import Ink
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.scene import Scene

EATING, THROWING, CHASING, IN_A_ROW = "eating", "throwing", "chasing", "in a row"
PLACARD, PROHIBITED, STOP_SIGN = "1FAA7", "1F6AB", "1F6D1"
LETTERED = frozenset({STOP_SIGN, "E420"})
"""A stop sign and a banner, which have letters of their own."""
_NARROW = 0.8  # the width of the placard of an animal seen from the side
_THROWN, _SIGN, _PLACARD, _FRONT, _OVERHEAD = 0.5, 0.62, 1.06, 0.62, 0.62
_NAPE, _BAR = 0.34, 3.0  # a bar on a nape: how far above a trunk, in its heights; its length
_BEFORE = 0.24  # how far before the muzzle a thing is, in its heights
_THROWER = "1F93E"
_BALLS = frozenset({"26BD", "1F3C0", "1F3D0", "26BE", "1F94E", "1F3BE", "1F93E", "1F3C8"})
_ON_HEAD, _ON_BACK, _JUGGLED = 0.5, 0.6, 0.36
# Where they float: the middle in sizes of the figure from its upper middle, and how large they are.
_AIR_SPOTS = ((0.56, 0.04, 0.34), (-0.58, 0.16, 0.28), (0.64, 0.42, 0.24), (-0.36, -0.1, 0.22))
_CHIN = 0.95  # how far a chin is below the eyes at least, in their distances
_CARRIED = 0.7  # the width of what is carried overhead, in widths of the body
_HELD_LOW, _LIFTED = 0.58, 0.8  # where what is before the body, or over it, is held, in its heights
_FRONTS: Mapping[str, float] = {"1F3B8": 0.85, "1F4BB": 0.8, "1F4D6": 0.72, "1F9F8": 0.7}
_WIND = frozenset({"1F3BA", "1F3B7", "1FA88"})


def in_hands(scene: Scene) -> tuple[str, ...]:
    """The held things that are in a hand, not in the air or where an act puts them."""
    held = tuple(concept for concept in scene.held if concept not in AIRY)
    if scene.act not in _DEEDS or not scene.held:
        return held
    return tuple(concept for concept in held if concept != scene.held[0])


def in_air(context: DrawingContext, scene: Scene, box: Bounds) -> list[Piece]:
    """What no hand can hold, such as music notes, around the upper half of a figure's bounds."""
    airy = [concept for concept in dict.fromkeys(scene.held) if concept in AIRY]
    if scene.act in _DEEDS and scene.held:
        airy = [concept for concept in airy if concept != scene.held[0]]
    size, spots = 0.5 * (box.width + box.height), cycle(_AIR_SPOTS)
    pieces = []
    for concept in airy:
        for number in range(max(3 - len(airy), scene.held.count(concept), 1)):
            x, y, share = next(spots)
            middle = box.centre[0] + x * box.width, box.y0 + y * box.height
            pieces.append(context.thing(concept, middle, share * size, number))
    return pieces


def needs_arms(scene: Scene) -> bool:
    """Whether a base without hands gets arms for what it does."""
    return bool(in_hands(scene)) or scene.act in _ARMED or bool(scene.text)


def acted(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """What a Scene's act adds, in the coordinates of the upright body."""
    draw = _DEEDS.get(scene.act or "")
    if draw is None or (not scene.held and scene.act not in _ALONE):
        return Deed()
    return draw(context, scene, body)


def _chest(context: DrawingContext, body: Body, height: float) -> tuple[Point, int]:
    """The middle of a thing of this height before the body, below its face."""
    (x, y), side = mouth(context, body)
    box, eyes = body.bounds, body.part.anchors.eyes
    if side:
        ahead = x + _BEFORE * side * height
        return (ahead, max(y + 0.42 * height, box.y0 + 0.6 * box.height)), side
    y = max(y, UNIT * (eyes[1] + _CHIN * eyes[2]))
    if (trunk := body.trunk) is not None:
        return (x, max(y + 0.13 * body.size + 0.5 * height, trunk.centre[1])), 0
    if body.is_whole or is_clawed(body):
        return (box.centre[0], max(y + 0.2 * body.size, box.y0 + 0.6 * box.height)), 0
    return (x, max(y + 0.08 * body.size, box.y0 + 0.64 * box.height) + 0.5 * height), 0


def _before(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """A thing in both hands before the body: hugged, read, played."""
    concept = scene.held[0]
    if scene.act == "playing" and concept in _WIND:
        return blow(context, concept, body)
    size = _FRONTS.get(concept, _FRONT) * body.size
    thing = Thing.of(context, concept, size)
    middle, side = _chest(context, body, thing.box.height)
    thing = thing.moved(*middle)
    left, right = thing.sides(_HELD_LOW, hand_radius(body))
    if side:  # seen from the side, both hands are near
        left, right = (right, left) if side < 0 else (left, right)
        right = (0.65 * left[0] + 0.35 * right[0], right[1] + hand_radius(body))
    return Deed([thing.piece], hands=(left, right))


def _knit(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    size = 0.5 * body.size
    middle, side = _chest(context, body, 0.8 * size)
    front = list(knitting(context, middle, size))
    return Deed(front, hands=both_sides((middle[0], middle[1] - 0.3 * size), 0.52 * size, side))


def _overhead(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """A thing, or a barbell, on both raised hands over the head."""
    box, (x, y) = body.bounds, _crown(context, body)
    if not scene.held:
        if body.part.is_head:
            return Deed(back=[_on_nape(body)])
        piece = barbell((x, y - 0.16 * body.size), 1.25 * max(box.width, 0.7 * body.size))
        below, out = piece.bounds.centre[1], 0.5 * box.width + 0.02 * body.size
        hands = (x - out, below), (x + out, below)
    else:
        size = _OVERHEAD * body.size
        wide = Thing.of(context, scene.held[0], size).box.width
        size *= min(max(_CARRIED * box.width / wide, 1.0), 1.5)  # no arm crosses the face
        thing = Thing.of(context, scene.held[0], size)
        thing = thing.moved(x, y - 0.5 * thing.box.height - 0.02 * UNIT)
        piece, hands = thing.piece, thing.sides(_LIFTED, hand_radius(body))
    return Deed([piece], hands=None if mouth(context, body)[1] else hands)


def _on_nape(body: Body) -> Piece:
    """A barbell behind the head, above the trunk."""
    place = trunk_of(body.wearer)
    return barbell((place.centre[0], place.y0 - _NAPE * place.height), _BAR * place.width)


def _crown(context: DrawingContext, body: Body) -> Point:
    """The highest point of the body over its middle; on a whole animal, of its back."""
    box = body.part.anchors.box
    sideways = front_side(context.library, body.part.concept, body.part.anchors)
    x = box.x + 0.5 * box.w if sideways or not body.is_whole else body.part.anchors.head[0]
    return Affine.scale(UNIT).at((x, body.art.top(x, 0.1 * box.w)))


def _on_head(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    x, y, _ = body.part.anchors.head
    return Deed([_set_down(context, scene.held[0], (UNIT * x, UNIT * y), _ON_HEAD * body.size)])


def _on_back(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """A thing on the back of an animal seen from the side; behind a shoulder of what faces us."""
    size, box = _ON_BACK * body.size, body.bounds
    _, side = mouth(context, body)
    if not side:
        middle = box.x1 - 0.06 * size, box.y0 + 0.42 * box.height
        return Deed(back=[context.thing(scene.held[0], middle, 1.1 * size)])
    unit = body.part.anchors.box
    x = unit.x + (0.5 - 0.12 * side) * unit.w
    y = body.art.top(x, 0.1 * unit.w)
    return Deed([_set_down(context, scene.held[0], (UNIT * x, UNIT * y), size)])


def _set_down(context: DrawingContext, concept: str, at: Point, size: float) -> Piece:
    """A thing that stands on a point, a little sunk into it."""
    own = unit_bounds(context.part(concept).anchors)
    height = size * own.height / max(own.width, own.height)
    return context.thing(concept, (at[0], at[1] - 0.42 * height), size)


def _juggle(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """Three or more alike in an arc over the head."""
    box, top = body.bounds, _crown(context, body)
    number = max(3, scene.held.count(scene.held[0]))
    size = _JUGGLED * body.size
    spread = 0.62 * box.width + 0.3 * size
    pieces = []
    for n in range(number):
        share = 2 * n / (number - 1) - 1
        middle = top[0] + share * spread, top[1] - (0.62 - 0.75 * share**2) * body.size * 0.62
        pieces.append(context.thing(scene.held[0], middle, size))
    out = 0.5 * box.width + 0.16 * body.size
    level = box.y0 + 0.42 * box.height
    if front_side(context.library, body.part.concept, body.part.anchors):
        return Deed(pieces)
    return Deed(pieces, hands=((top[0] - out, level), (top[0] + out, level)))


def _pray(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    middle, side = _chest(context, body, 0.1 * body.size)
    x, y = middle[0], middle[1] + (0.0 if side else 0.1 * body.size)
    gap = 0.06 * body.size
    if side:
        return Deed(hands=((x + 0.2 * side * body.size, y), (x + 0.24 * side * body.size, y)))
    return Deed(hands=((x - gap, y), (x + gap, y)))


def _bow(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """The hands on the ground before a bowed head; what has legs of its own bends instead."""
    box = body.bounds
    if body.is_whole or front_side(context.library, body.part.concept, body.part.anchors):
        return Deed()
    out, y = 0.36 * box.width, box.y1 + 0.02 * body.size
    return Deed(hands=((box.centre[0] - out, y), (box.centre[0] + out, y)))


def _throw(context: DrawingContext, scene: Scene, body: Body) -> Deed:
    """The thing beyond an upper corner, ahead of the body, with the trail of its flight."""
    box, size = body.bounds, _THROWN * body.size
    if body.part.concept.startswith(_THROWER) and scene.held[0] in _BALLS:
        return Deed()  # the emoji has a ball
    x, y = box.x1 + 0.75 * size, box.y0 - 0.05 * box.height
    ahead = Affine()
    if front_side(context.library, body.part.concept, body.part.anchors) < 0:
        ahead = Affine.mirror(box.centre[0])
    trail = []
    for shift in (-0.28, 0.0, 0.28):
        start = x - 0.62 * size + 0.5 * shift * size, y + (0.5 + 0.5 * shift) * size
        dash = _dash(start, (start[0] - 0.22 * size, start[1] + 0.26 * size), 0.05 * size)
        trail.append(dash.moved(ahead))
    thrown = [*trail, context.thing(scene.held[0], ahead.at((x, y)), size)]
    if in_hands(scene) or body.is_whole or is_clawed(body):
        return Deed(thrown)
    low = box.y0 + 0.8 * box.height
    return Deed(
        thrown, hands=((box.x0 + 0.04 * box.width, low), (box.x1, box.y0 + 0.4 * box.height))
    )


def _dash(start: Point, end: Point, width: float) -> Piece:
    svg = (
        f'<path d="M{start[0]:.2f} {start[1]:.2f}L{end[0]:.2f} {end[1]:.2f}" fill="none" '
        f'stroke="{INK}" stroke-width="{width:.2f}" stroke-linecap="round"/>'
    )
    return Piece(svg, Bounds.around((start, end), width).corners)


def sign_of(context: DrawingContext, scene: Scene, size: float) -> Piece | None:
    """The sign of a Scene with its foot at the origin, if it has readable letters."""
    letters, text = context.library.letters, _text(context, scene)
    return draw_sign(letters, text, context.style, _SIGN * size) if text else None


def _text(context: DrawingContext, scene: Scene) -> str:
    """The readable letters of a Scene."""
    return readable(context.library.letters, scene.text or "")


def placard(context: DrawingContext, scene: Scene, body: Body, ink: Ink) -> list[Piece]:
    """The sign of a Scene in both hands before the lower part of its body."""
    text = _text(context, scene)
    if not text:
        return []
    (x, y), side = mouth(context, body)
    box, wide = body.bounds, (_NARROW if side else _PLACARD) * body.size
    board = draw_sign(context.library.letters, text, context.style, wide, is_placard=True)
    top = box.y0 + 0.56 * box.height if side or body.is_whole else y + 0.1 * body.size
    if body.trunk is not None:
        top = body.trunk.y0
    if side:
        x = box.centre[0] + 0.2 * side * box.width
        top = min(max(top, y), box.y0 + 0.66 * box.height)
    board = board.moved(Affine.move(x, top - board.bounds.y0))
    level = board.bounds.y0 + 0.06 * board.bounds.height
    hands = [(board.bounds.x0 + 0.07 * wide, level), (board.bounds.x1 - 0.07 * wide, level)]
    return [board, *mittens(hands, body.hand_size, ink)]


def lettered(context: DrawingContext, scene: Scene, body: Body) -> list[Piece]:
    """A Scene's letters in white on a stop sign or a banner."""
    text, box = _text(context, scene), body.bounds
    return (
        [draw_letters(context.library.letters, text, 0.78 * box.width, box.centre)] if text else []
    )


def forbidden(context: DrawingContext, scene: Scene) -> Piece:
    """A thing within the sign that forbids it, under the sign's bar."""
    part = context.part(scene.base)
    sign, (x, y) = context.placed(part, Affine.scale(UNIT)), (0.5 * UNIT, 0.5 * UNIT)
    reach, ink = 0.27 * UNIT, to_hex(look(part.body, part.size).main)
    bar = (
        f'<path d="M{x - reach:.1f} {y - reach:.1f}L{x + reach:.1f} {y + reach:.1f}" '
        f'stroke="{ink}" stroke-width="{0.1 * UNIT:.1f}"/>'
    )
    thing = context.thing(scene.held[0], (x, y), 0.56 * UNIT)
    return stack([sign, thing, Piece(bar, sign.hull)])


_DEEDS: Mapping[str, Callable[[DrawingContext, Scene, Body], Deed]] = {
    EATING: eat,
    "drinking": drink,
    "brushing": brush,
    "looking through": peer,
    "breathing": breathe,
    THROWING: _throw,
    **dict.fromkeys(("hugging", "reading", "playing", "typing"), _before),
    "knitting": _knit,
    "carrying": _overhead,
    "lifting weights": _overhead,
    "on the head": _on_head,
    "on the back": _on_back,
    "juggling": _juggle,
    "praying": _pray,
    "bowing": _bow,
}
# What is done without a thing.
_ALONE = frozenset({"knitting", "lifting weights", "praying", "bowing"})
_ARMED = frozenset(_DEEDS) - {"on the head", "on the back", "breathing", EATING}
