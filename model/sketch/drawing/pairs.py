"""Acts of two figures or more: how they stand to each other, where their arms meet, what shows."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from model.sketch.drawing.body import DrawingContext
from model.sketch.drawing.figure import Figure, draw_figure
from model.sketch.drawing.geometry import Affine, Bounds, Point
from model.sketch.drawing.hands import as_piece, front_shoulder, shoulders
from model.sketch.drawing.pieces import Piece, stack
from model.sketch.drawing.poses import arm_to, pose_of
from model.sketch.drawing.stances import front_side, has_limbs, is_person, shown_base
from model.sketch.scene import Scene

HEART, COLLISION, RING, COOKIE = "2764", "1F4A5", "1F48D", "1F36A"
_SPARK, _MARK = "#f7b500", "#8a8f9c"
_ARM_LEVEL, _HUG_LEVEL, _PERSON_LEVEL = 0.66, 0.84, 0.9


@dataclass(frozen=True, slots=True)
class Pairing:
    """How two figures stand: the gap in widths, the lean to each other, arms and marks.

    `reach` is where the inner arms meet: a height in shares of the figures, 0 at the top, or
    "round" for arms round each other; None for no inner arms. `first` is the accessory that the
    first one wears for the act, `second` the other's.
    """

    gap: float
    lean: float = 0.0
    reach: float | str | None = None
    marks: str = ""
    first: str = ""
    second: str = ""


PAIRINGS: Mapping[str, Pairing] = {
    "hugging": Pairing(-0.2, 9, "round", "heart"),
    "together": Pairing(0.05, 2),
    "best friends": Pairing(-0.12, 4, "round"),
    "kissing": Pairing(-0.1, 10, None, "heart"),
    "high fiving": Pairing(0.3, -4, 0.16, "burst"),
    "shaking hands": Pairing(0.26, 2, 0.7),
    "holding hands": Pairing(0.26, 0, 0.8),
    "fighting": Pairing(0.3, 8, 0.55, "collision"),
    "punching": Pairing(0.16, 4, None, "punch"),
    "marrying": Pairing(0.16, 2, 0.84, "wedding", "top hat", "flower crown"),
    "clinking": Pairing(-0.02, 14, None, "burst"),
    "dancing": Pairing(0.3, 0, 0.42, "notes"),
    "talking": Pairing(0.14, 0, None, "speech"),
    "making a heart": Pairing(0.24, 2, 0.12, "big heart"),
    "feeding": Pairing(0.34, 0, None, "food"),
    "pushing": Pairing(0.12, 9, None, "push"),
    "pulling": Pairing(0.4, -9, None, "pull"),
    "facing": Pairing(0.12, 0),
}


def is_pair(scene: Scene) -> bool:
    """Whether a Scene's act needs several figures, and there are several."""
    if scene.act is None:
        return scene.beside is not None
    return scene.act in PAIRINGS and (scene.beside is not None or scene.count > 1)


def draw_pair(context: DrawingContext, scene: Scene, moves: float) -> Piece:
    """The figures of a Scene in one of PAIRINGS, from left to right; `moves` varies them a little.

    The first figure does what is done; with `count` of 2 or more, all are alike.
    """
    pairing = PAIRINGS[scene.act or "facing"]
    casts = _casts(scene, pairing)
    figures = [
        _cast(context, one, n < len(casts) / 2, _leaning(pairing, scene, n, len(casts)), scene)
        for n, one in enumerate(casts)
    ]
    placed = _in_line(figures, pairing.gap)
    pieces = [figure.piece for figure in placed]
    arms: list[Piece] = []
    marks: list[Piece] = []
    behind: list[Piece] = []
    for left, right in pairwise(placed):
        arms += _inner_arms(context, left, right, pairing)
        draw = _MARKS.get(pairing.marks)
        if draw is not None:
            before, after = draw(context, scene, left, right)
            behind, marks = [*behind, *before], [*marks, *after]
    return stack([*behind, *pieces, *arms, *marks]).moved(Affine.turn(moves))


def _casts(scene: Scene, pairing: Pairing) -> list[Scene]:
    """One Scene for each figure."""
    held = () if scene.act == "feeding" else scene.held
    plain = replace(
        scene, count=1, beside=None, beside_count=1, beside_worn=(), act=None, held=held, tints=()
    )
    first = replace(plain, accessories=_with(scene.accessories, pairing.first))
    if scene.beside is None:
        others = [plain] * (scene.count - 1)
        others[-1:] = [replace(plain, accessories=_with(scene.accessories, pairing.second))]
        return [first, *others]
    colour = dict(scene.tints).get(scene.beside)
    shared = scene.act in ("together", "dancing", "best friends", "hugging", "kissing", "fighting")
    second = Scene(
        scene.beside,
        expression="dizzy" if scene.act == "punching" else scene.expression if shared else None,
        pose=scene.pose if shared else None,
        colour=colour,
        accessories=_with(scene.beside_worn, pairing.second),
    )
    return [*[first] * scene.count, *[second] * scene.beside_count]


def _with(accessories: tuple[str, ...], name: str) -> tuple[str, ...]:
    return accessories if not name or name in accessories else (*accessories, name)


def _leaning(pairing: Pairing, scene: Scene, number: int, of: int) -> float:
    """The lean of a figure in degrees, to the middle; who pushes leans, what is pushed does not."""
    if scene.act in ("pushing", "pulling", "punching"):
        return pairing.lean if number == 0 else 0.0
    return pairing.lean * (1 if number < of / 2 else -1)


def _cast(
    context: DrawingContext, one: Scene, rightwards: bool, lean: float, scene: Scene
) -> Figure:
    """One figure on the ground line y = 0 that looks to the right or to the left."""
    pairing, library = PAIRINGS[scene.act or "facing"], context.library
    posed = replace(one, act="kissing") if scene.act == "kissing" else one
    if pairing.reach is not None or scene.act in _HANDY:
        posed = replace(one, act=scene.act)
    concept = shown_base(library, posed)
    anchors = context.part(concept).anchors
    side = front_side(library, concept, anchors)
    mirrored = side < 0 if rightwards else side > 0
    pose = None
    limbed = has_limbs(library, concept, anchors)
    if not limbed and one.pose is None and posed is not one and not is_thing(context, scene, one):
        pose = pose_of("pair", context.rng)
        inner_is_right = rightwards != mirrored
        if not inner_is_right:
            pose = pose.mirrored()
    figure = draw_figure(context, posed, mirrored, 0.0, pose)
    box = figure.piece.bounds
    ground = Affine.turn(lean) @ Affine.move(-box.centre[0], -box.y1)
    return figure.moved(ground)


def is_thing(context: DrawingContext, scene: Scene, one: Scene) -> bool:
    """Whether a figure is what something is done to, without hands."""
    if scene.act in ("pushing", "pulling") and one.base == scene.beside:
        return True
    return scene.act == "clinking"


def _in_line(figures: Sequence[Figure], gap: float) -> list[Figure]:
    """The figures from left to right, each at a gap in mean widths from the one before."""
    placed: list[Figure] = []
    for figure in figures:
        if placed:
            left, right = _trunk(placed[-1]), _trunk(figure)
            step = left.x1 - right.x0 + gap * (left.width + right.width) / 2
            figure = figure.moved(Affine.move(step, 0))
        placed.append(figure)
    return placed


def _trunk(figure: Figure) -> Bounds:
    """The bounds of a figure without its arms and what it holds."""
    if figure.body is None:
        return figure.piece.bounds
    return figure.place.bounds(figure.body.bounds)


def _shoulder(
    context: DrawingContext, figure: Figure, rightwards: bool, level: float = _ARM_LEVEL
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


def _raised(context: DrawingContext, figure: Figure) -> float:
    """How much higher arms are on a figure with a trunk than on a head, in shares of its height."""
    if figure.body is None:
        return 0.0
    return 0.3 if has_limbs(context.library, figure.body.part.concept) else 0.0


def _meeting(left: Figure, right: Figure, height: float) -> Point:
    one, other = _trunk(left), _trunk(right)
    top, bottom = (one.y0 + other.y0) / 2, (one.y1 + other.y1) / 2
    return (one.x1 + other.x0) / 2, top + height * (bottom - top)


def _inner_arms(
    context: DrawingContext, left: Figure, right: Figure, pairing: Pairing
) -> list[Piece]:
    """The arms between two neighbours."""
    if pairing.reach is None:
        return []
    arms = []
    for figure, other, rightwards in ((right, left, False), (left, right, True)):
        low = pairing.reach == "round" and not _raised(context, figure)
        level = _HUG_LEVEL if low else _ARM_LEVEL
        start = _shoulder(context, figure, rightwards, level)
        if start is None or figure.body is None or figure.ink is None:
            continue
        size = figure.body.size * figure.place.size
        sign = 1 if rightwards else -1
        if pairing.reach == "round":
            box = _trunk(other)
            level = (0.94 if rightwards else 0.84) - _raised(context, other)
            end = box.centre[0] + sign * 0.12 * box.width, box.y0 + level * box.height
            sag = 0.05 * size
        else:
            assert not isinstance(pairing.reach, str)
            x, y = _meeting(left, right, pairing.reach)
            end, sag = (x - sign * 0.035 * size, y), 0.06 * size
        ink = figure.ink
        arms.append(as_piece(arm_to(start, end, sag, size, ink, context.table.optical)))
    return arms


Marks = tuple[list[Piece], list[Piece]]


def _scale(left: Figure, right: Figure) -> float:
    return (_trunk(left).height + _trunk(right).height) / 2


def _heart(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """A heart over the place where they meet."""
    x, y = _meeting(left, right, 0.0)
    size = 0.34 * _scale(left, right)
    return [], [context.thing(HEART, (x, y - 0.3 * size), size)]


def _big_heart(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    size = 0.5 * _scale(left, right)
    x, y = _meeting(left, right, 0.12)
    return [], [context.thing(HEART, (x, y - 0.62 * size), size)]


def _wedding(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """A heart over a ring, between bride and groom."""
    x, y = _meeting(left, right, 0.0)
    size = _scale(left, right)
    ring = context.thing(RING, (x, _meeting(left, right, 0.72)[1] - 0.12 * size), 0.24 * size)
    return [], [context.thing(HEART, (x, y - 0.12 * size), 0.3 * size), ring]


def _burst(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """Short rays round the hands, or the rims, that meet."""
    height = PAIRINGS[scene.act or ""].reach
    at = _meeting(left, right, height if isinstance(height, float) else 0.06)
    size = _scale(left, right)
    return [], [rays(at, 0.12 * size, 0.24 * size, 0.045 * size)]


def rays(at: Point, inner: float, outer: float, width: float) -> Piece:
    """Rays in the upper half round a point."""
    d = ""
    for angle in (-74, -37, 0, 37, 74):
        x, y = math.sin(math.radians(angle)), -math.cos(math.radians(angle))
        d += f"M{at[0] + inner * x:.2f} {at[1] + inner * y:.2f}"
        d += f"L{at[0] + outer * x:.2f} {at[1] + outer * y:.2f}"
    svg = f'<path d="{d}" fill="none" stroke="{_SPARK}" stroke-width="{width:.2f}" '
    box = Bounds(at[0] - outer, at[1] - outer, at[0] + outer, at[1])
    return Piece(svg + 'stroke-linecap="round"/>', box.corners)


def _collision(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    at = _meeting(left, right, 0.5)
    return [context.thing(COLLISION, at, 0.95 * _scale(left, right))], []


def _punch(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """The left one's arm straight to the other's cheek, with a burst there."""
    size = _scale(left, right)
    box = _trunk(right)
    end = box.x0 + 0.1 * box.width, box.y0 + 0.48 * box.height
    start, arms = _shoulder(context, left, True), list[Piece]()
    if start is not None and left.ink is not None:
        arms = [as_piece(arm_to(start, end, 0.0, 1.2 * size, left.ink, context.table.optical))]
    return [], [context.thing(COLLISION, end, 0.42 * size), *arms]


def _notes(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    x, y = _meeting(left, right, -0.04)
    size = 0.3 * _scale(left, right)
    return [], [context.thing("1F3B6", (x, y - 0.2 * size), size)]


def _speech(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """A speech balloon over each."""
    size = 0.42 * _scale(left, right)
    one, other = _trunk(left), _trunk(right)
    first = one.centre[0] + 0.2 * one.width, one.y0 - 0.3 * size
    second = other.centre[0] + 0.1 * other.width, other.y0 - 0.55 * size
    return [], [context.thing("1F4AC", first, size), context.thing("1F4AC", second, 0.8 * size)]


def _food(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """Food in the left one's hand, at the other's mouth."""
    size = _scale(left, right)
    x, y = _meeting(left, right, 0.58)
    x = _trunk(right).x0 - 0.06 * size
    start, arms = _shoulder(context, left, True), list[Piece]()
    if start is not None and left.ink is not None:
        end = x - 0.08 * size, y + 0.04 * size
        arms = [as_piece(arm_to(start, end, 0.06 * size, size, left.ink, context.table.optical))]
    return [], [context.thing((*scene.held, COOKIE)[0], (x, y), 0.34 * size), *arms]


def _push(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """Two arms to what is pushed, and lines of speed behind."""
    size, box = _scale(left, right), _trunk(right)
    arms = []
    start = _shoulder(context, left, True)
    if start is not None and left.ink is not None:
        for down in (0.46, 0.66):
            end = box.x0 + 0.03 * box.width, box.y0 + down * box.height
            arm = arm_to(start, end, 0.02 * size, size, left.ink, context.table.optical)
            arms.append(as_piece(arm))
    return _speed(_trunk(left), size), arms


def _pull(context: DrawingContext, scene: Scene, left: Figure, right: Figure) -> Marks:
    """A rope from the left one's hands to what is pulled."""
    size, box = _scale(left, right), _trunk(right)
    start = _shoulder(context, left, True)
    x, y = _meeting(left, right, 0.66)
    end = box.x0 + 0.08 * box.width, box.y0 + 0.66 * box.height
    line = (
        f'<path d="M{x - 0.14 * size:.2f} {y:.2f}L{end[0]:.2f} {end[1]:.2f}" '
        f'stroke="#b98a4e" stroke-width="{0.05 * size:.2f}" stroke-linecap="round"/>'
    )
    pieces = [Piece(line, Bounds.around([(x, y), end]).corners)]
    if start is not None and left.ink is not None:
        hand = x - 0.12 * size, y
        arm = arm_to(start, hand, 0.0, size, left.ink, context.table.optical)
        pieces.append(as_piece(arm))
    return [], pieces


def _speed(box: Bounds, size: float) -> list[Piece]:
    pieces = []
    for share, length in ((0.3, 0.16), (0.55, 0.24), (0.8, 0.18)):
        y, x = box.y0 + share * box.height, box.x0 - 0.08 * size
        svg = (
            f'<path d="M{x:.2f} {y:.2f}h{-length * size:.2f}" stroke="{_MARK}" '
            f'stroke-width="{0.04 * size:.2f}" stroke-linecap="round"/>'
        )
        pieces.append(Piece(svg, Bounds(x - length * size, y - 1, x, y + 1).corners))
    return pieces


_MARKS: Mapping[str, Callable[[DrawingContext, Scene, Figure, Figure], Marks]] = {
    "heart": _heart,
    "big heart": _big_heart,
    "wedding": _wedding,
    "burst": _burst,
    "collision": _collision,
    "punch": _punch,
    "notes": _notes,
    "speech": _speech,
    "food": _food,
    "push": _push,
    "pull": _pull,
}
_HANDY = frozenset({"feeding", "pushing", "pulling", "punching"})
