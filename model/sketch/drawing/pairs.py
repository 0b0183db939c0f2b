"""Acts of two figures or more: how they stand to each other, where their arms meet, what shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from model.sketch.drawing.body import DrawingContext
from model.sketch.drawing.edges import set_off
from model.sketch.drawing.figure import Figure, draw_figure
from model.sketch.drawing.geometry import Affine
from model.sketch.drawing.hands import as_piece
from model.sketch.drawing.pair_marks import ARM_LEVEL, HIGH, MARKS, meeting, shoulder, trunk
from model.sketch.drawing.pieces import Piece, stack
from model.sketch.drawing.poses import arm_to, pose_of
from model.sketch.drawing.sizes import meant_size
from model.sketch.drawing.stances import front_side, has_limbs, shown_base
from model.sketch.scene import Scene

_HUG_LEVEL = 0.84
# Heads on trunks who hug lean less, and overlap more, than heads alone.
_UPRIGHT, _CLOSE, _CLOSER = 0.25, -0.1, 0.08
_TO_CHIN, _LOWEST_CHIN = 1.3, 0.96  # from the eyes, in their distances; in heights of the head


@dataclass(frozen=True, slots=True)
class Pairing:
    """How two figures stand: the gap in widths, the lean to each other, arms and marks.

    `reach` is where the inner arms meet: a height in shares of the figures, 0 at the top, or
    "round" for arms round each other; None for no inner arms. `first` is the accessory that the
    first one wears for the act, `second` the other's. What is at the right is further back: it is
    behind its neighbour and higher, by `rise` in heights.
    """

    gap: float
    lean: float = 0.0
    reach: float | str | None = None
    marks: str = ""
    first: str = ""
    second: str = ""
    rise: float = 0.0


PAIRINGS: Mapping[str, Pairing] = {
    "hugging": Pairing(-0.2, 9, "round", "heart"),
    "together": Pairing(-0.14, 2, rise=0.14),
    "best friends": Pairing(-0.12, 4, "round"),
    "kissing": Pairing(-0.1, 10, None, "heart"),
    "high fiving": Pairing(0.14, -4, HIGH, "burst"),
    "shaking hands": Pairing(0.14, 2, 0.7),
    "holding hands": Pairing(0.1, 0, 0.8),
    "fighting": Pairing(0.08, 8, 0.55, "collision"),
    "punching": Pairing(0.16, 4, None, "punch"),
    "marrying": Pairing(0.02, 2, 0.84, "wedding", "top hat", "flower crown"),
    "clinking": Pairing(-0.02, 14, None, "burst"),
    "dancing": Pairing(0.14, 0, 0.42, "notes"),
    "talking": Pairing(-0.02, 0, None, "speech"),
    "making a heart": Pairing(0.14, 2, 0.12, "big heart"),
    "feeding": Pairing(0.24, 0, None, "food"),
    "pushing": Pairing(0.12, 9, None, "push"),
    "pulling": Pairing(0.4, -9, None, "pull"),
    "facing": Pairing(-0.12, 0, rise=0.16),
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
        _cast(
            context.figure(n),
            one,
            n < len(casts) / 2,
            _leaning(pairing, scene, n, len(casts)),
            scene,
        )
        for n, one in enumerate(casts)
    ]
    placed = _in_line(figures, pairing.gap, pairing.rise)
    pieces = [figure.piece for figure in placed]
    if pairing.rise or (scene.act is None and scene.held):
        pieces.reverse()
    arms: list[Piece] = []
    marks: list[Piece] = []
    behind: list[Piece] = []
    for left, right in pairwise(placed):
        arms += _inner_arms(context, left, right, pairing)
        draw = MARKS.get(pairing.marks)
        if draw is not None:
            before, after = draw(context, scene, left, right)
            behind, marks = [*behind, *before], [*marks, *after]
    group = set_off(context, pieces, *(shown_base(context.library, one) for one in casts))
    return stack([*behind, group, *arms, *marks]).moved(Affine.turn(moves))


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
    if not limbed and one.pose is None and posed is not one and not _is_thing(scene, one):
        pose = pose_of("pair", context.rng("pose"))
        inner_is_right = rightwards != mirrored
        if not inner_is_right:
            pose = pose.mirrored()
    figure = draw_figure(context, posed, mirrored, 0.0, pose)
    box = figure.piece.bounds
    size = Affine.scale(meant_size(library, one.base))
    if pairing.reach == "round" and figure.below is not None:
        lean *= _UPRIGHT
    return figure.moved(Affine.turn(lean) @ size @ Affine.move(-box.centre[0], -box.y1))


def _is_thing(scene: Scene, one: Scene) -> bool:
    """Whether a figure is what something is done to, without hands."""
    if scene.act in ("pushing", "pulling") and one.base == scene.beside:
        return True
    return scene.act == "clinking"


def _in_line(figures: Sequence[Figure], gap: float, rise: float) -> list[Figure]:
    """The figures from left to right, each at a gap in mean widths from the one before.

    Each is higher than the one before by `rise`, in heights.
    """
    placed: list[Figure] = []
    for figure in figures:
        if placed:
            left, right = trunk(placed[-1]), trunk(figure)
            is_close = gap < _CLOSE and placed[-1].below is not None and figure.below is not None
            closer = gap - _CLOSER if is_close else gap
            step = left.x1 - right.x0 + closer * (left.width + right.width) / 2
            level = left.y1 - right.y1 if rise else 0.0
            figure = figure.moved(Affine.move(step, level - rise * right.height))
        placed.append(figure)
    return placed


def _raised(context: DrawingContext, figure: Figure) -> float:
    """How much higher arms are on a figure with a trunk than on a head, in shares of its height."""
    if figure.body is None:
        return 0.0
    return 0.3 if has_limbs(context.library, figure.body.part.concept) else 0.0


def _chin(figure: Figure) -> float:
    """The height below the mouth of a head, in shares of its height, 0 at the top."""
    if figure.body is None:
        return 0.0
    anchors = figure.body.part.anchors
    _, y, apart = anchors.eyes
    return min(_LOWEST_CHIN, (y + _TO_CHIN * apart - anchors.box.y) / anchors.box.h)


def _inner_arms(
    context: DrawingContext, left: Figure, right: Figure, pairing: Pairing
) -> list[Piece]:
    """The arms between two neighbours."""
    if pairing.reach is None:
        return []
    arms = []
    for figure, other, rightwards in ((right, left, False), (left, right, True)):
        low = pairing.reach == "round" and not _raised(context, figure)
        level = max(_HUG_LEVEL, _chin(figure)) if low else ARM_LEVEL
        start = shoulder(context, figure, rightwards, level)
        if start is None or figure.body is None or figure.ink is None:
            continue
        size = figure.body.limb_size * figure.place.size
        sign = 1 if rightwards else -1
        if pairing.reach == "round":
            box = trunk(other)
            level = (0.94 if rightwards else 0.84) - _raised(context, other)
            if not _raised(context, other):
                level = max(level, _chin(other))
            end = box.centre[0] + sign * 0.12 * box.width, box.y0 + level * box.height
            if (place := other.below) is not None:
                end = place.centre[0] + sign * 0.1 * place.width, place.centre[1]
            sag = 0.05 * size
        else:
            assert not isinstance(pairing.reach, str)
            x, y = meeting(left, right, pairing.reach)
            if pairing.reach > ARM_LEVEL and figure.below and other.below:
                y = (figure.below.centre[1] + other.below.centre[1]) / 2
            end, sag = (x - sign * 0.035 * size, y), 0.06 * size
        ink, optical = figure.ink, context.table.optical
        wear = None if figure.body.outfit is None else figure.body.outfit.limbs
        arms.append(as_piece(arm_to(start, end, sag, size, ink, optical, wear)))
    return arms


_HANDY = frozenset({"feeding", "pushing", "pulling", "punching"})
