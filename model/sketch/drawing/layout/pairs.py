"""Acts of two figures or more: how they stand to each other, where their arms meet, what shows."""

from collections.abc import Sequence
from itertools import pairwise

from model.sketch.drawing.action.hands import as_piece
from model.sketch.drawing.art.pieces import Piece, stack
from model.sketch.drawing.art.stances import has_limbs, shown_base
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.figure import Figure
from model.sketch.drawing.layout.casting import cast, casts, is_aloft, is_cross, leaning
from model.sketch.drawing.layout.edges import set_off
from model.sketch.drawing.layout.pair_marks import (
    ARM_LEVEL,
    MARKS,
    is_aside,
    meeting,
    shoulder,
    trunk,
)
from model.sketch.drawing.layout.pairings import Pairing, pairing_act, pairing_of
from model.sketch.drawing.layout.tables import AT_A_TABLE, between
from model.sketch.drawing.pose.poses import arm_to
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.scene import Scene

_HUG_LEVEL = 0.84
# Heads on trunks who hug overlap more than heads alone.
_CLOSE, _CLOSER = -0.1, 0.08
# Arms that meet above this height may cross faces; how far in from the middle a chest is.
_OVER_FACES, _TO_CHEST = 0.5, 0.36
# How much further apart they stand if one holds something, or shakes a fist.
_FURTHER = 0.2
# Things in the air: their height over the ground, in heights of the figure, how much nearer to it
# they are than on the ground, and their scale.
_LIFT, _NEARER, _FAR = 0.5, -0.1, 0.8
_TO_CHIN, _LOWEST_CHIN = 1.3, 0.96  # from the eyes, in their distances; in heights of the head


def is_pair(scene: Scene) -> bool:
    """Whether a Scene's act needs several figures, and there are several."""
    return pairing_act(scene) is not None


def draw_pair(context: DrawingContext, scene: Scene, moves: float) -> Piece:
    """The figures of a Scene in one of PAIRINGS, from left to right; `moves` varies them a little.

    The first figure acts on the others; with `count` of 2 or more, all are alike.
    """
    act = pairing_act(scene) or "facing"
    pairing = pairing_of(context.library, scene)
    scenes = casts(context.library, scene, pairing)
    figures = [
        cast(
            context.figure(n),
            one,
            n < len(scenes) / 2,
            leaning(pairing, scene, n, len(scenes)),
            scene,
        )
        for n, one in enumerate(scenes)
    ]
    gap = pairing.gap + (_FURTHER if scenes[0].held or is_cross(scene) else 0.0)
    placed = _in_line(figures, gap, pairing.rise if len(scenes) > 2 else 0.0)
    if act == "facing" and is_aloft(context.library, scene.beside):
        placed = _aloft(placed, scene.count)
    pieces = [figure.piece for figure in placed]
    if pairing.rise or (scene.act is None and scene.held):
        pieces.reverse()
    arms: list[Piece] = []
    marks: list[Piece] = []
    behind: list[Piece] = []
    for left, right in pairwise(placed):
        arms += _inner_arms(context, left, right, pairing)
        draw = MARKS.get("yell" if is_cross(scene) else pairing.marks)
        if draw is not None:
            before, after = draw(context, scene, left, right)
            behind, marks = [*behind, *before], [*marks, *after]
    group = set_off(context, pieces, *(shown_base(context.library, one) for one in scenes))
    if act == AT_A_TABLE:
        marks += between(context, scene, placed)
    return stack([*behind, group, *arms, *marks]).moved(Affine.turn(moves))


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


def _aloft(placed: Sequence[Figure], grounded: int) -> list[Figure]:
    """The figures, those after the first `grounded` ones in the air over their right."""
    lift = _LIFT * placed[grounded - 1].piece.bounds.height

    def raised(figure: Figure) -> Figure:
        middle = figure.piece.bounds.centre
        x, y = middle[0] + _NEARER * lift, middle[1] - lift
        return figure.moved(Affine.onto((x, y), middle, _FAR))

    return [figure if n < grounded else raised(figure) for n, figure in enumerate(placed)]


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


def _between_trunks(one: Bounds, other: Bounds, reach: float, above: float) -> float:
    """The height at which hands of figures with trunks meet, below their faces if they can."""
    if reach > ARM_LEVEL:
        return (one.centre[1] + other.centre[1]) / 2
    chins = (one.y0 + other.y0) / 2
    return chins if reach > _OVER_FACES else above


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
        if is_aside(context, figure) and pairing.marks in ("collision", "heart", "notes"):
            continue  # it rears up, or has no arms to put round the other
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
            if is_aside(context, other):
                end = end[0] - sign * _TO_CHEST * box.width, box.y0 + 0.7 * box.height
            if (place := other.below) is not None:
                end = place.centre[0] + sign * 0.1 * place.width, place.centre[1]
            sag = 0.05 * size
        else:
            assert not isinstance(pairing.reach, str)
            x, y = meeting(left, right, pairing.reach)
            if figure.below and other.below:
                y = _between_trunks(figure.below, other.below, pairing.reach, y)
            end, sag = (x - sign * 0.035 * size, y), 0.06 * size
        ink, optical = figure.ink, context.table.optical
        wear = None if figure.body.outfit is None else figure.body.outfit.limbs
        arms.append(as_piece(arm_to(start, end, sag, size, ink, optical, wear)))
    return arms
