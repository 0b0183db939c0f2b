"""Things in hands: where each is gripped, how it is turned, and how large it is."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle

from model.sketch.drawing.action.clearance import hides, off_face
from model.sketch.drawing.action.mittens import arm_to_hand, mitten
from model.sketch.drawing.art.borrowed import in_colours
from model.sketch.drawing.art.pieces import Piece, silhouette, stack, unit_bounds
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.body.in_motion import held_in_motion
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.colour.oklch import parse_colour
from model.sketch.drawing.pose.poses import Ink
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point, convex_hull
from model.sketch.library import Part

_SIZE, _FAN, _FANNED, _LEAN = 0.56, 34.0, 0.86, 16.0
_POLE = 0.03  # half the width of a pole, in its heights
_CANOPY, _HEAD = 0.58, 0.7  # the share of an umbrella, and of all else held up, that is no pole
_ASIDE = 20.0  # how far a hand on a drawn arm turns a thing off the face, in degrees
_PILED = 0.34


@dataclass(frozen=True, slots=True)
class Grip:
    """Where a right hand holds a thing, as shares of its box, and the turn in degrees there.

    `size` is the longer side in sizes of the body, `lean` how far it leans away from the body.
    """

    x: float
    y: float
    turn: float = 0.0
    size: float = _SIZE
    lean: float = _LEAN


_LOOSE = Grip(0.44, 0.92, lean=0)
_SMALL = Grip(0.44, 0.92, size=0.44, lean=0)
_UPRIGHT = Grip(0.5, 0.88, lean=0)
# Art that lies from the lower left to the upper right, or from the upper left, is turned upright.
_RISING, _FALLING = Grip(0.2, 0.8, -12), Grip(0.82, 0.84, 70)
SMALL = frozenset({
    "1F95A", "1F330", "1F353", "1F352", "1FAD0", "1F347", "1F36A", "1F369", "1F36C", "1F9B7",
    "1F48D", "1FA99", "1F48A", "1F34E", "1F34F", "1F34A", "1F34B", "1F351", "1F95C", "1F9C1",
    "1F41B", "1F41C", "1F41D", "1F41E", "1F40C", "1F41A", "1F3B2", "1F9C0", "1F48E", "1F39F",
    "1F3AB",
})  # fmt: skip
"""What is small beside any animal: an egg, a berry, a ring, a bug."""
_GRIPS: Mapping[str, Grip] = {
    "1F5E1": Grip(0.83, 0.15, 168, 0.66),  # dagger
    "1F52A": Grip(0.17, 0.16, -88, 0.62),  # kitchen knife
    "1F3A4": Grip(0.28, 0.72, -66, 0.5),  # microphone
    "1FA84": Grip(0.12, 0.88, 0, 0.62),  # magic wand
    "1F58C": Grip(0.78, 0.24, 172, 0.6),  # paintbrush
    "2602": Grip(0.46, 0.88, 0, 1.1, 8),  # umbrella
    "2614": Grip(0.46, 0.88, 0, 1.1, 8),
    "1F302": Grip(0.5, 0.9, 0, 0.7),
    "1F388": Grip(0.4, 0.95, 8, 0.72),  # balloon
    "1F3BA": Grip(0.3, 0.68, 0),  # trumpet
    "1F9F9": Grip(0.66, 0.36, -40, 0.8),  # broom
    "1F374": Grip(0.5, 0.8),  # fork and knife
    "1F528": _FALLING,  # hammer
    "1FA93": Grip(0.88, 0.9, 70, 0.62),  # axe
    "1F526": Grip(0.78, 0.78, 80),  # flashlight
    "1F50D": Grip(0.84, 0.84, 75, 0.5),  # magnifying glass
    "1F52B": Grip(0.7, 0.66, 0),  # water pistol
    "1F527": _RISING,  # wrench
    "1F511": _RISING,
    "1F531": Grip(0.44, 0.9, 0, 0.7, 8),  # trident
    "1F3F9": Grip(0.5, 0.5, 0, 0.62),
    "1F3A3": Grip(0.86, 0.9, 0, 0.75),  # fishing pole
    "noto 1F3A3": Grip(0.2, 0.85, 0, 0.75),
    "1FA81": Grip(0.62, 0.95, 0, 0.7),  # kite
    "1F6A9": Grip(0.2, 0.9, 0, 0.62),  # flag
    "1F56F": Grip(0.5, 0.8, lean=0),  # candle
    "1F5EF": _UPRIGHT,
    **dict.fromkeys(
        ("1F339", "1F337", "1F33B", "1F490", "1F940", "1F33C", "1F343", "1F340", "1F33E"),
        Grip(0.5, 0.9, 8, 0.6),
    ),
    **dict.fromkeys(("1F366", "1F368", "1F36D", "1F361", "1F362", "1FA9C"), Grip(0.42, 0.9, 6)),
    **dict.fromkeys(("1F377", "1F378", "1F942", "1F3C6", "1F379"), Grip(0.5, 0.7, lean=0)),
    **dict.fromkeys(  # what hangs from its handle
        ("1F45C", "1F4BC", "1F9F3", "1F6CD", "1FAA3", "1F9FA", "1F3EE", "1F392", "1F45D"),
        Grip(0.5, 0.1, 0, 0.5, 0),
    ),
    "1F4E3": Grip(0.55, 0.7),  # megaphone
    "1FAA7": Grip(0.5, 0.9, 0, 0.66),
    "E401": Grip(0.5, 0.86, 0, 0.66),  # light stick
    **dict.fromkeys(SMALL, _SMALL),
}
_POINTED_DOWN = frozenset({"1F44E", "1F447"})
# The wrist of a hand that makes a sign.
_SIGN, _DOWN = Grip(0.5, 0.9, 0, 0.42, 0), Grip(0.5, 0.1, 0, 0.42, 0)
_HANDLELESS = (_LOOSE, _SMALL)
_UMBRELLAS = frozenset({"2602", "2614", "1F302"})
HELD_UP = _UMBRELLAS | frozenset({"1F388", "1FA81", "1F3A3", "1F6A9", "1FAA7"})
"""What is held at arm's length, because most of it is over the hand."""
# Art that points to the left, away from a left hand; a right hand needs it mirrored.
_LEFTWARD = frozenset({"1F52B", "1F3F9", "1F3A3"})
_RIGHTWARD = frozenset({"noto 1F3A3"})  # though it points to the left in other styles


@dataclass(frozen=True, slots=True)
class Hand:
    """The middle of a hand, and its side: -1 for left, 1 for right."""

    at: Point
    side: int


Root = Callable[[Point], Point | None]
"""Where the arm to a hand comes out of the body; None if no arm is drawn to it."""


def _no_arm(at: Point) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Reach:
    """Where hands may go to keep a thing off a face, and the root of the arm to them there.

    `steps` are in sizes of the figure, to the side and down; `up` are those with what is held up.
    """

    steps: Sequence[Point] = ((0.0, 0.0),)
    up: Sequence[Point] = ((0.0, 0.0),)
    root: Root = _no_arm


def things_in_hands(
    context: DrawingContext,
    held: Sequence[str],
    hands: Sequence[Hand],
    size: float,
    ink: Ink | None,
    free: Sequence[Bounds] = (),
    reach: Reach | None = None,
) -> list[Piece]:
    """Held things of a figure of this size, with a mitten on each if there is an ink.

    They are gripped elsewhere, or move with the hand, as far as needed to leave what must be seen
    of a face `free`; how far that may be is in `reach`.
    """
    reach, pieces = reach or Reach(), []
    for hand, concept, turns in _grips(held, hands):
        if len(turns) > 1 and concept not in _GRIPS:
            things = _pile(context, concept, hand, len(turns), size)
        else:
            scale = size if len(turns) == 1 else _FANNED * size
            things = [gripped(context, concept, hand, scale, turn, ink) for turn in turns]
        is_loose = _GRIPS.get(concept, _LOOSE) in _HANDLELESS
        steps = reach.up if concept in HELD_UP else reach.steps
        shown = things
        if concept in HELD_UP:
            shown = [part for one in things for part in _shown_high(one, concept, hand.at)]
        paw = None if ink is None else mitten(hand.at, size, ink, hand.side)
        if len(steps) == 1 and not is_loose and hides(free, shown):
            aside = Affine.turn(_ASIDE * hand.side, hand.at)
            shown, things = ([one.moved(aside) for one in some] for some in (shown, things))
        grip, far = off_face(free, shown, paw, hand.side, size, is_loose, steps)
        things = [thing.moved(Affine.move(*grip) @ Affine.move(*far)) for thing in things]
        at = hand.at[0] + far[0], hand.at[1] + far[1]
        things = [held_in_motion(context, thing, at) for thing in things]
        is_hand = _is_hand(context, concept)
        pieces += _with_arm(things, Hand(at, hand.side), reach.root(at), size, ink, is_hand)
    return pieces


def _with_arm(
    things: list[Piece], hand: Hand, root: Point | None, size: float, ink: Ink | None, is_hand: bool
) -> list[Piece]:
    """Things in a hand, before or after its arm: what `is_hand` itself covers the wrist."""
    if ink is None or (is_hand and root is None):
        return things
    if root is None:
        return [*things, mitten(hand.at, size, ink, hand.side)]
    arm = arm_to_hand(root, hand.at, size, ink, hand.side, has_mitten=not is_hand)
    return [arm, *things] if is_hand else [*things, arm]


def _shown_high(thing: Piece, concept: str, hand: Point) -> Iterator[Piece]:
    """The hulls of the upper part of what is held up, and of its pole."""
    box = thing.bounds
    level = box.y0 + (_CANOPY if concept in _UMBRELLAS else _HEAD) * box.height
    hull = convex_hull(thing.hull)
    cut = [point for point in hull if point[1] <= level]
    for (x, y), (u, v) in zip(hull, (*hull[1:], hull[0]), strict=True):
        if (y - level) * (v - level) < 0:
            cut.append((x + (u - x) * (level - y) / (v - y), level))
    yield Piece("", tuple(cut))
    (x, y), (u, v), half = hand, Bounds.around(cut).centre, _POLE * box.height
    yield Piece("", ((x - half, y), (x + half, y), (u + half, v), (u - half, v)))


def _pile(
    context: DrawingContext, concept: str, hand: Hand, number: int, size: float
) -> list[Piece]:
    """Several things alike, piled up on a hand."""
    each = _PILED * size * context.table.optical.factor(_PILED)
    x, y = hand.at[0] + 0.3 * hand.side * size, hand.at[1] - 0.2 * each
    low = (number + 1) // 2
    spots = [(n - (low - 1) / 2, 0.0) for n in range(low)]
    spots += [(n - (number - low - 1) / 2, -0.72) for n in range(number - low)]
    return [
        context.thing(concept, (x + 0.8 * u * each, y + v * each), each, at)
        for at, (u, v) in enumerate(sorted(spots, key=lambda spot: spot[1]))
    ]


def _grips(
    held: Sequence[str], hands: Sequence[Hand]
) -> Iterator[tuple[Hand, str, Sequence[float]]]:
    """A hand, a thing and its turns: two alike are in two hands, more are fanned out in one."""
    counts, free = Counter(held), cycle(hands)
    for concept, number in counts.items():
        if number == 2 and len(counts) == 1 and len(hands) > 1:
            yield from ((hand, concept, (0.0,)) for hand in hands[:2])
        else:
            turns = (_FAN * (n - (number - 1) / 2) for n in range(number))
            yield next(free), concept, sorted(turns, key=abs, reverse=True)


def _is_hand(context: DrawingContext, concept: str) -> bool:
    return context.library.kind(concept) == "hand"


def gripped(
    context: DrawingContext,
    concept: str,
    hand: Hand,
    size: float,
    turn: float = 0.0,
    ink: Ink | None = None,
) -> Piece:
    """A thing in a hand, turned further by some degrees about it.

    A hand that makes a sign has the `ink` of the figure.
    """
    part = context.part(concept)
    styled = f"{context.style} {concept}"
    grip = _GRIPS.get(styled) or _GRIPS.get(concept, _LOOSE)
    if _is_hand(context, concept):
        grip = _DOWN if concept in _POINTED_DOWN else _SIGN
    own = unit_bounds(part.anchors)
    size *= grip.size * context.table.optical.factor(grip.size)
    scale = size / max(own.width, own.height)
    flip = hand.side
    if grip in _HANDLELESS:
        grip = replace(grip, x=0.5 - 0.06 * hand.side)
        flip = 1
    elif concept in _LEFTWARD and styled not in _RIGHTWARD:
        flip = -hand.side
    x, y = look(part.body, part.size).nearest(
        own.x0 + grip.x * own.width, own.y0 + grip.y * own.height
    )
    sway = context.rng(f"held {concept} {hand.side} {turn}").uniform(-6, 6)
    place = (
        Affine.move(*hand.at)
        @ Affine.turn(turn + hand.side * grip.lean)
        @ Affine.scale(flip, 1)
        @ Affine.turn(grip.turn + sway)
        @ Affine.scale(scale)
        @ Affine.move(-x, -y)
    )
    if ink is not None and _is_hand(context, concept):
        return _sign(context, part, place, ink)
    return context.placed(part, place)


def _sign(context: DrawingContext, part: Part, place: Affine, ink: Ink) -> Piece:
    """A hand that makes a sign, in the colour of its figure."""
    if (parsed := parse_colour(ink.fill)) is not None:
        part = replace(part, body=in_colours(part.body, part.size, parsed[:1]))
    hand = context.placed(part, place)
    if ink.rim is None:
        return hand
    rim = silhouette(part.body, part.size[2], ink.rim)
    return stack([context.table.cut(part, place, rim), hand])
