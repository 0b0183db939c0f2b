"""Layout: several figures, a background thing, and scaling to the frame."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.art.pieces import Piece, stack, unit_bounds
from model.sketch.drawing.art.stances import shown_base
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.body.in_motion import behind_in_motion
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.layout.edges import set_off
from model.sketch.drawing.layout.scenery import in_place
from model.sketch.drawing.place.light import in_light
from model.sketch.drawing.place.places import SUN, place_of
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.drawing.vector.optical import FULL, OpticalSize
from model.sketch.drawing.vector.raster import SVG_HEAD
from model.sketch.scene import Scene

# Figures per row for each count, back row first.
_ROWS: Mapping[int, Sequence[int]] = {1: (1,), 2: (2,), 3: (1, 2), 4: (2, 2), 5: (2, 3)}
FIRE = "1F525"
_SNOWMEN = frozenset({"26C4", "2603"})  # they are listed with the weather, but stand
_COLOURFUL, _ALIKE = 0.08, 40
_OPEN, _SUN_SIZE = 0.8, 0.62
# Steps between figures, across and down: in rows; in a single row too wide for the frame.
_ACROSS, _DOWN, _CLOSE, _LOWER = 0.9, 0.8, 0.72, 0.44
_WIDE, _LEVEL, _FILE, _STEPS = 1.4, 0.4, 0.86, 0.75
_TIGHT, _LOOSE = 0.8, 1.5  # how far spots may be moved for that
_GAP = 0.045  # between figures, in sizes of one
_WAYS = 24  # directions in which figures are measured
LEAST_SCALE, _MOST_SCALE = 0.92, 1.04
"""Figures of a group are scaled by a factor between these."""
# Concepts that surround the picture: how much larger they are, and how far up they sit.
_SURROUND: Mapping[str, tuple[float, float]] = {
    FIRE: (1.6, 0.17),  # fire
    "1F308": (1.6, 0.12),  # rainbow
    "1F4A5": (1.6, 0.0),  # explosion
    "1F333": (1.75, -0.22),  # the crown of a tree
    "1F31F": (1.7, 0.05),  # star
    "2B50": (1.7, 0.05),
    "2764": (1.55, -0.03),  # heart
    "1F4A6": (1.5, 0.1),
    "2728": (1.6, 0.0),  # sparkles
    "1F386": (1.35, 0.0),
    "1F387": (1.6, 0.0),
    "1F338": (1.8, 0.0),  # blossoms
    "1F33C": (1.8, 0.0),
    "1F33A": (1.8, 0.0),
    "1F3F5": (1.8, 0.0),
}


def arrange(
    figures: Sequence[Piece], rng: random.Random, in_a_row: bool = False, is_file: bool = False
) -> Sequence[Piece]:
    """Place figures in rows, front row lower, with small variations and a gap between them.

    In a row they overlap slightly, unless they are one behind the other in a file.
    """
    if len(figures) == 1:
        return figures
    widest = max(figure.bounds.width for figure in figures)
    tallest = max(figure.bounds.height for figure in figures)
    spots: list[tuple[int, float, float]] = []
    rows = (len(figures),) if in_a_row else _rows(len(figures), widest / tallest, rng)
    across, lower = _spacing(rows, widest / tallest)
    if is_file:
        across, lower = _FILE, _STEPS * lower
    elif in_a_row:
        lower *= _LEVEL
    for number, columns in enumerate(rows):
        for column in range(columns):
            x = (column - (columns - 1) / 2) * widest * across
            y = (number * _DOWN + column * lower + rng.uniform(-0.04, 0.04)) * tallest
            spots.append((number, x, y))
    turned = [_centred(figure, rng) for figure in reversed(figures)]
    wider, higher = (1.0, 1.0) if in_a_row else _spread(turned, spots)
    return [
        figure.moved(Affine.move(wider * x, higher * y))
        for figure, (_, x, y) in zip(turned, spots, strict=True)
    ]


def _spread(
    figures: Sequence[Piece], spots: Sequence[tuple[int, float, float]]
) -> tuple[float, float]:
    """How much further apart spots must be, across and down, so that no two figures touch.

    `spots` are (row, x, y) for figures with their middles at the origin.
    """
    angles = np.arange(_WAYS) * (2 * np.pi / _WAYS)
    ways = np.stack([np.cos(angles), np.sin(angles)])
    reach = np.stack([(np.array(one.at_rest or one.hull) @ ways).max(0) for one in figures])
    gap = _GAP * min(min(one.bounds.width, one.bounds.height) for one in figures)
    one, other = np.triu_indices(len(figures), 1)
    needed = reach[one] + np.roll(reach, _WAYS // 2, axis=1)[other] + gap
    rows = np.array([row for row, _, _ in spots])
    apart = np.array([spot[1:] for spot in spots])
    apart = apart[other] - apart[one]
    same = rows[one] == rows[other]
    if same.all():
        factor = _least_factor(apart @ ways, needed)
        return factor, factor
    wider = _least_factor(apart[same] @ ways, needed[same])
    across, down = wider * apart[~same, :1] * ways[0], apart[~same, 1:] * ways[1]
    return wider, _least_factor(down, needed[~same] - across)


def _least_factor(apart: npt.NDArray[np.float64], needed: npt.NDArray[np.float64]) -> float:
    """The factor with which all pairs, [pairs, ways], are as far apart as needed in some way."""
    if not len(apart):
        return 1.0
    factors = np.where(apart > 1e-6, needed / np.maximum(apart, 1e-6), np.inf)
    factors = np.where(needed <= 0, 0.0, factors)
    return float(np.clip(factors.min(1).max(), _TIGHT, _LOOSE))


def _spacing(rows: Sequence[int], aspect: float) -> tuple[float, float]:
    """The steps from figure to figure: across in widths, and down in heights.

    A single row that would leave half of the frame empty is closed up and runs diagonally.
    """
    if len(rows) > 1 or rows[0] * aspect < _WIDE:
        return _ACROSS, 0.0
    return _CLOSE, _LOWER / (rows[0] - 1)


def _rows(count: int, aspect: float, rng: random.Random) -> Sequence[int]:
    """Figures per row; `aspect` is a figure's width over its height."""
    if count <= 3 and aspect < 0.5:
        return (count,)
    if count <= 3 and aspect > 1.8:
        return (1,) * count
    if count == 3 and rng.random() < 0.4:
        return (2, 1)
    if count in _ROWS:
        return _ROWS[count]
    full, rest = divmod(count, 3)
    return (*([rest] if rest else []), *[3] * full)


def _centred(figure: Piece, rng: random.Random) -> Piece:
    """A figure with its middle at the origin, slightly turned and scaled."""
    turn, scale = rng.uniform(-7, 7), rng.uniform(LEAST_SCALE, _MOST_SCALE)
    return figure.moved(Affine.onto((0, 0), figure.bounds.centre, scale, turn))


def behind(
    context: DrawingContext, scene: Scene, concept: str, picture: Piece, face: int = 0
) -> Piece:
    """The picture in a place, or in front of what surrounds it or shows above one shoulder.

    What hangs in the sky is away from the side at which the `face` is: -1 left, 1 right, 0 middle.

    A thing is smaller if it also shows between limbs and held things of the picture.
    """
    kind = context.library.kind(scene.base)
    if (place := place_of(concept, scene.base, kind)) is not None:
        context.table.used.append(concept)
        place = in_light(place, scene.time, scene.weather)
        is_aloft = scene.pose == "flying" or (kind == "sky" and scene.base not in _SNOWMEN)
        return in_place(context, place, picture, is_aloft, face)
    is_open = scene.pose is not None or bool(scene.held) or scene.count > 1
    rng = context.rng("behind")
    box = picture.bounds
    side = max(box.width, box.height)
    x, y = box.centre
    if concept in _SURROUND:
        larger, up = _SURROUND[concept]
        larger *= _OPEN if is_open else 1.0
        x, y = x + rng.uniform(-0.03, 0.03) * side, y - up * side
    else:
        larger = _SUN_SIZE if concept == SUN else rng.uniform(0.8, 0.95)
        x += (-face or rng.choice((-1, 1))) * rng.uniform(0.34, 0.44) * side
        y -= rng.uniform(0.32, 0.42) * side
    if concept == FIRE and concept not in context.tints and _is_lost(context, scene):
        context = replace(context, tints={**context.tints, FIRE: "red"})
    pieces = [_sized(context, concept, (x, y), larger * side)]
    if concept == FIRE:
        pieces += _flames(context, box, rng)
    surrounding, *flames = behind_in_motion(context, pieces)
    return stack([set_off(context, [surrounding, picture], concept), *flames])


def _is_lost(context: DrawingContext, scene: Scene) -> bool:
    """Whether flames have the colour of the base, which is not seen in front of them then."""
    parts = (context.part(shown_base(context.library, scene)), context.part(FIRE))
    one, other = (look(part.body, part.size).main for part in parts)
    return scene.colour is None and one.chroma > _COLOURFUL and abs(one.turn_from(other)) < _ALIKE


def _flames(context: DrawingContext, box: Bounds, rng: random.Random) -> list[Piece]:
    """Small flames in front of the lower corners."""
    side, flames = max(box.width, box.height), []
    for edge in (-1, 1):
        size = rng.uniform(0.28, 0.36) * side
        x = box.centre[0] + edge * (0.5 * box.width - 0.02 * side)
        flames.append(_sized(context, FIRE, (x, box.y1 - 0.32 * size), size))
    return flames


def _sized(context: DrawingContext, concept: str, middle: Point, size: float) -> Piece:
    """A concept's art with its middle at a point and its longer side of length `size`."""
    part = context.part(concept)
    own = unit_bounds(part.anchors)
    place = Affine.onto(middle, own.centre, size / max(own.width, own.height))
    return context.placed(part, place)


def framed(
    picture: Piece, optical: OpticalSize, room: Piece | None = None, stands: bool = False
) -> str:
    """The complete SVG: the picture scaled to the frame, with the middle of `room` in the centre.

    `room` is the picture itself, or all places that a moving picture takes; one that `stands` is at
    the lower edge.
    """
    room = room or picture
    box, scale = room.bounds, frame_scale(room, optical)
    x, y = Bounds(0, 0, FULL, FULL).centre
    if stands:
        y = FULL - scale * box.height / 2
    place = Affine.onto((x, y), box.centre, scale)
    return f'{SVG_HEAD} viewBox="0 0 {FULL} {FULL}">{picture.moved(place).svg}</svg>'


def frame_scale(picture: Piece, optical: OpticalSize) -> float:
    """The factor that fits a picture into the frame."""
    return (FULL - 2 * optical.margin) / max(picture.bounds.width, picture.bounds.height)
