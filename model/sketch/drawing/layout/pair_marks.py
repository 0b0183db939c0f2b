"""Marks between two figures: a heart, a burst, speech balloons, the arms that push or pull."""

import math
from collections.abc import Callable, Mapping, Sequence

from model.sketch.drawing.action.hands import as_piece, front_shoulder, shoulders
from model.sketch.drawing.action.marks import INK
from model.sketch.drawing.art.pieces import Piece
from model.sketch.drawing.art.stances import front_side, has_limbs, is_person
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.figure import Figure
from model.sketch.drawing.layout.pairings import HIGH
from model.sketch.drawing.pose.poses import arm_to
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.scene import Scene

HEART, COLLISION, RING, COOKIE = "2764", "1F4A5", "1F48D", "1F36A"
_SPARK = "#f7b500"
_TUGGED, _MUZZLES = 0.76, 0.4  # the size of a thing that is fought over; how high muzzles are
_RIMS = 0.06  # the height of the rims of glasses that clink
ARM_LEVEL, _PERSON_LEVEL = 0.66, 0.9


def trunk(figure: Figure) -> Bounds:
    """The bounds of a figure without its arms and what it holds."""
    if figure.body is None:
        return figure.piece.bounds
    return figure.place.bounds(figure.body.bounds)


def shoulder(
    context: DrawingContext, figure: Figure, rightwards: bool, level: float = ARM_LEVEL
) -> Point | None:
    """The shoulder of a figure's inner arm; None for a sign."""
    body = figure.body
    if body is None:
        return None
    if is_person(context.library, body.part.concept):
        level = _PERSON_LEVEL
    side = front_side(context.library, body.part.concept, body.part.anchors)
    if side and has_limbs(context.library, body.part.concept, body.part.anchors):
        return figure.place.at(front_shoulder(body, side))
    ends = [figure.place.at(point) for point in shoulders(body, level)]
    return max(ends) if rightwards else min(ends)


def meeting(left: Figure, right: Figure, height: float) -> Point:
    one, other = trunk(left), trunk(right)
    top, bottom = (one.y0 + other.y0) / 2, (one.y1 + other.y1) / 2
    return (one.x1 + other.x0) / 2, top + height * (bottom - top)


Marks = tuple[list[Piece], list[Piece]]


def _scale(left: Figure, right: Figure) -> float:
    return (trunk(left).height + trunk(right).height) / 2


def _arm(
    context: DrawingContext,
    figure: Figure,
    end: Point,
    sag: float,
    size: float,
    rightwards: bool = True,
) -> list[Piece]:
    """The left one's inner arm to a point, or the right one's; none for a sign."""
    start = shoulder(context, figure, rightwards)
    if start is None or figure.ink is None:
        return []
    return [as_piece(arm_to(start, end, sag, size, figure.ink, context.table.optical))]


def _heart(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """A heart over the place where they meet."""
    x, y = meeting(left, right, 0.0)
    size = 0.34 * _scale(left, right)
    return [], [context.thing(HEART, (x, y - 0.3 * size), size)]


def _big_heart(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    size = 0.5 * _scale(left, right)
    x, y = meeting(left, right, 0.12)
    return [], [context.thing(HEART, (x, y - 0.62 * size), size)]


def _wedding(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """A heart over a ring, between bride and groom."""
    x, y = meeting(left, right, 0.0)
    size = _scale(left, right)
    ring = context.thing(RING, (x, meeting(left, right, 0.72)[1] - 0.12 * size), 0.24 * size)
    return [], [context.thing(HEART, (x, y - 0.12 * size), 0.3 * size), ring]


def _burst(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """Short rays round the hands, or the rims, that meet."""
    at = meeting(left, right, HIGH if scene.act == "high fiving" else _RIMS)
    size = _scale(left, right)
    return [], [_rays(at, 0.12 * size, 0.24 * size, 0.045 * size)]


def _rays(
    at: Point,
    inner: float,
    outer: float,
    width: float,
    angles: Sequence[float] = (-74, -37, 0, 37, 74),
) -> Piece:
    """Rays round a point at angles in degrees, 0 up and clockwise; in the upper half by default."""
    d = ""
    for angle in angles:
        x, y = math.sin(math.radians(angle)), -math.cos(math.radians(angle))
        d += f"M{at[0] + inner * x:.2f} {at[1] + inner * y:.2f}"
        d += f"L{at[0] + outer * x:.2f} {at[1] + outer * y:.2f}"
    svg = f'<path d="{d}" fill="none" stroke="{_SPARK}" stroke-width="{width:.2f}" '
    box = Bounds(at[0] - outer, at[1] - outer, at[0] + outer, at[1])
    return Piece(svg + 'stroke-linecap="round"/>', box.corners)


def _collision(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    at = meeting(left, right, 0.5)
    return [context.thing(COLLISION, at, 0.95 * _scale(left, right))], []


def _punch(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """The left one's arm straight to the other's cheek, with a burst there."""
    size = _scale(left, right)
    box = trunk(right)
    end = box.x0 + 0.1 * box.width, box.y0 + 0.48 * box.height
    arm = _arm(context, left, end, 0.0, 1.2 * size)
    return [], [context.thing(COLLISION, end, 0.42 * size), *arm]


def _tug(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """What they fight over, between the beaks or muzzles of animals seen from the side.

    All others have a hand on each end of it.
    """
    assert scene.behind is not None
    size = _scale(left, right)
    thing = context.thing(scene.behind, (0.0, 0.0), _TUGGED * size)
    if not (left.below or right.below) and is_aside(context, left) and is_aside(context, right):
        x, y = meeting(left, right, _MUZZLES)
        return [], [thing.moved(Affine.move(x, y))]
    x, y = meeting(left, right, 0.62)
    if left.below and right.below:
        y = (left.below.y0 + right.below.y0) / 2 + 0.06 * size
    thing = thing.moved(Affine.move(x, y))
    box = thing.bounds
    ends = (box.x0 + 0.1 * box.width, y), (box.x1 - 0.1 * box.width, y)
    arms = [
        arm
        for figure, end, rightwards in ((left, ends[0], True), (right, ends[1], False))
        for arm in _arm(context, figure, end, 0.04 * size, _limb_size(figure), rightwards)
    ]
    return [], [thing, *arms]


def _limb_size(figure: Figure) -> float:
    assert figure.body is not None
    return figure.body.limb_size * figure.place.size


def is_aside(context: DrawingContext, figure: Figure) -> bool:
    """Whether a figure is an animal seen from the side."""
    if figure.body is None:
        return False
    part = figure.body.part
    return bool(front_side(context.library, part.concept, part.anchors))


def _notes(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    x, y = meeting(left, right, -0.04)
    size = 0.3 * _scale(left, right)
    return [], [context.thing("1F3B6", (x, y - 0.2 * size), size)]


def _speech(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """A speech balloon over each."""
    size = 0.42 * _scale(left, right)
    one, other = trunk(left), trunk(right)
    first = one.centre[0] + 0.2 * one.width, one.y0 - 0.3 * size
    second = other.centre[0] + 0.1 * other.width, other.y0 - 0.55 * size
    return [], [context.thing("1F4AC", first, size), context.thing("1F4AC", second, 0.8 * size)]


def _yell(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """Three lines from the left one's mouth to the other."""
    one, other, size = trunk(left), trunk(right), _scale(left, right)
    at = one.x1 + 0.02 * size, one.y0 + 0.6 * one.height
    x, y = other.centre
    aim = math.degrees(math.atan2(y - at[1], x - at[0])) + 90
    return [], [_rays(at, 0.06 * size, 0.2 * size, 0.045 * size, (aim - 32, aim, aim + 32))]


def _food(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """Food in the left one's hand, at the other's mouth."""
    size = _scale(left, right)
    x, y = meeting(left, right, 0.58)
    x = trunk(right).x0 - 0.06 * size
    arm = _arm(context, left, (x - 0.08 * size, y + 0.04 * size), 0.06 * size, size)
    return [], [context.thing((*scene.held, COOKIE)[0], (x, y), 0.34 * size), *arm]


def _push(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """Two arms to what is pushed, and lines of speed behind."""
    size, box = _scale(left, right), trunk(right)
    arms: list[Piece] = []
    for down in (0.46, 0.66):
        end = box.x0 + 0.03 * box.width, box.y0 + down * box.height
        arms += _arm(context, left, end, 0.02 * size, size)
    return _speed(trunk(left), size), arms


def _pull(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """A rope from the left one's hands to what is pulled."""
    size, box = _scale(left, right), trunk(right)
    x, y = meeting(left, right, 0.66)
    end = box.x0 + 0.08 * box.width, box.y0 + 0.66 * box.height
    line = (
        f'<path d="M{x - 0.14 * size:.2f} {y:.2f}L{end[0]:.2f} {end[1]:.2f}" '
        f'stroke="#b98a4e" stroke-width="{0.05 * size:.2f}" stroke-linecap="round"/>'
    )
    rope = Piece(line, Bounds.around([(x, y), end]).corners)
    return [], [rope, *_arm(context, left, (x - 0.12 * size, y), 0.0, size)]


def _speed(box: Bounds, size: float) -> list[Piece]:
    pieces = []
    for share, length in ((0.3, 0.16), (0.55, 0.24), (0.8, 0.18)):
        y, x = box.y0 + share * box.height, box.x0 - 0.08 * size
        svg = (
            f'<path d="M{x:.2f} {y:.2f}h{-length * size:.2f}" stroke="{INK}" '
            f'stroke-width="{0.04 * size:.2f}" stroke-linecap="round"/>'
        )
        pieces.append(Piece(svg, Bounds(x - length * size, y - 1, x, y + 1).corners))
    return pieces


MARKS: Mapping[str, Callable[[DrawingContext, Scene, Figure, Figure], Marks]] = {
    "heart": _heart,
    "big heart": _big_heart,
    "wedding": _wedding,
    "burst": _burst,
    "collision": _collision,
    "punch": _punch,
    "notes": _notes,
    "speech": _speech,
    "tug": _tug,
    "yell": _yell,
    "food": _food,
    "push": _push,
    "pull": _pull,
}
"""Marks by name: what is drawn behind two figures, and in front of them."""
