"""Composes a Scene into one SVG of vector parts in a style, varied by a seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from model.sketch.drawing.action.acts import IN_A_ROW
from model.sketch.drawing.action.usage import in_use
from model.sketch.drawing.art.outline import outlined
from model.sketch.drawing.art.own_things import in_clothes, without_own
from model.sketch.drawing.art.pieces import Piece, Table
from model.sketch.drawing.art.stances import (
    BED,
    SEATS,
    faces_left,
    front_side,
    is_ridden,
    shown_base,
)
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.bodily import needs_trunk
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.body.in_motion import figure_in_motion
from model.sketch.drawing.colour.recolour import COLOURS, turned_hue
from model.sketch.drawing.figure import Figure, draw_figure, draw_rider
from model.sketch.drawing.layout.arrange import LEAST_SCALE, arrange, behind, frame_scale, framed
from model.sketch.drawing.layout.edges import set_off
from model.sketch.drawing.layout.pairings import fought_over
from model.sketch.drawing.layout.pairs import draw_pair, is_pair
from model.sketch.drawing.layout.relations import related
from model.sketch.drawing.layout.rims import rim_of, rim_of_group
from model.sketch.drawing.layout.scenery import as_view
from model.sketch.drawing.layout.tables import AT_A_TABLE, at_desk, at_table, is_at_a_desk
from model.sketch.drawing.layout.vessels import CABS
from model.sketch.drawing.place.places import is_building
from model.sketch.drawing.place.views import view_of
from model.sketch.drawing.pose.moment import STILL, Moment
from model.sketch.drawing.pose.poses import POSES
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.drawing.vector.optical import FULL, OpticalSize
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.library import Library
from model.sketch.scene import Scene

__all__ = ["COLOURS", "FULL", "POSES", "Sketch", "compose", "rasterize"]

_PASSES = 3
# Features in motion may leave the hull of their art by this share of the picture.
_SPARE = 0.012
Moments = tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A composed picture: an SVG with view box "0 0 128 128", and the concepts used."""

    svg: str
    parts: tuple[str, ...]
    style: str
    scene: Scene


def compose(library: Library, scene: Scene, style: str, seed: int, size: int = FULL) -> Sketch:
    """Draw a Scene. Equal arguments give the same picture; the seed varies the arrangement.

    Scenes with the same base are arranged alike, so that a changed Scene keeps the rest as it was.

    `size` is the size in pixels at which people will see it: below FULL the same arrangement has
    bolder lines and larger small things. Raises KeyError for an unknown base, expression,
    accessory, pose or colour.
    """
    optical = OpticalSize(size)
    picture, table = _drawn(library, scene, style, seed, optical)
    # Bolder lines take room, which makes the whole smaller and the lines thinner again.
    for _ in range(0 if optical.is_full else _PASSES):
        optical = OpticalSize(size, frame_scale(picture, optical) * LEAST_SCALE)
        picture, table = _drawn(library, scene, style, seed, optical)
    return Sketch(framed(picture, optical), tuple(table.used), style, scene)


def compose_moving(
    library: Library,
    scene: Scene,
    style: str,
    seed: int,
    moments: Sequence[Moments],
    *,
    is_cut: bool = False,
    size: int = FULL,
    is_flat: bool = False,
) -> list[str]:
    """The SVG of a Scene at each frame of a motion, scaled to one room that holds all frames.

    The elements are the same in each; what moves has other transforms, paths and colours. A frame
    has a moment for each figure, repeated. A motion that `is_cut` leaves the frame at the lower
    edge: only its still picture fits, standing there. `size` is as for `compose`. With `is_flat`
    there are no shades between figures, which vectors in motion cannot have.
    """

    def draw(optical: OpticalSize) -> tuple[list[Piece], Piece]:
        drawn = [
            _drawn(library, scene, style, seed, optical, frame, is_flat)[0] for frame in moments
        ]
        if is_cut:
            return drawn, _drawn(library, scene, style, seed, optical)[0]
        room = Bounds.around(point for picture in drawn for point in picture.hull)
        return drawn, Piece("", room.padded(_SPARE * max(room.width, room.height)).corners)

    optical = OpticalSize(size)
    drawn, room = draw(optical)
    for _ in range(0 if optical.is_full else _PASSES):
        optical = OpticalSize(size, frame_scale(room, optical) * LEAST_SCALE)
        drawn, room = draw(optical)
    return [
        turned_hue(framed(picture, optical, room, stands=is_cut), frame[0].hue)
        for picture, frame in zip(drawn, moments, strict=True)
    ]


def _drawn(
    library: Library,
    scene: Scene,
    style: str,
    seed: int,
    optical: OpticalSize,
    moments: Moments = (STILL,),
    is_flat: bool = False,
) -> tuple[Piece, Table]:
    scene = in_clothes(without_own(_seated(library, scene), style), style)
    view = view_of(scene)
    scene = in_use(library, scene)
    variation, table = f"{seed} of {scene.base}", Table(optical, is_flat=is_flat)
    tints = dict(scene.tints)
    context = DrawingContext(library, style, table, variation, moments[0], tints, scene.eyes)
    as_one = moments[0].as_one
    carried = as_one or view is not None or _moves_together(scene)
    if view is not None:
        table.used += [one for one in (scene.base, scene.behind, scene.over) if one]
        picture = as_view(context, view)
    else:
        picture = _figures(context, scene, seed, moments, carried)
    if carried and not as_one:
        picture = figure_in_motion(context, picture, picture.bounds, limbless=True)
    is_drawn = view is not None or is_at_a_desk(scene) or fought_over(library, scene)
    if scene.behind is not None and not is_drawn:
        picture = behind(context, scene, scene.behind, picture, _face_side(context, scene, seed))
    if as_one:
        picture = figure_in_motion(context, picture, picture.bounds, limbless=True)
    if scene.outline is not None:
        picture = outlined(table, picture, scene.outline)
    return picture, table


def _moves_together(scene: Scene) -> bool:
    """Whether a Scene's figures move as one with the things and figures around them."""
    if is_pair(scene) or is_at_a_desk(scene) or scene.act == AT_A_TABLE:
        return True
    return bool(scene.mount or scene.inside or scene.hidden or scene.beside)


def _figures(
    context: DrawingContext, scene: Scene, seed: int, moments: Moments, carried: bool
) -> Piece:
    """A Scene's figures with the things that they are in relation to, but not what is behind."""
    first, stance = context.at(moments[0], carried), _stance(seed, scene.base)
    if is_pair(scene):
        pair = draw_pair(first, scene, context.rng("pair").uniform(-2, 2))
        return related(context, replace(scene, beside=None), pair, leftwards=False)
    if is_at_a_desk(scene):
        return at_desk(first, scene)
    if scene.act == AT_A_TABLE:
        return related(context, scene, at_table(first, scene), leftwards=False)
    if scene.count == 1 and is_ridden(context.library, scene):
        return _ridden(first, scene, stance[0])
    if scene.count == 1 and scene.inside is not None:
        return _contained(first, scene, stance)
    return _group(context, scene, seed, moments, carried)


def _group(
    context: DrawingContext, scene: Scene, seed: int, moments: Moments, carried: bool
) -> Piece:
    """The figures of a Scene, one or several alike."""
    is_file = scene.act == IN_A_ROW  # all look to one side
    figures = [
        _figure(
            context.figure(number).at(moments[number % len(moments)], carried),
            scene,
            _stance(seed + (0 if is_file else number), scene.base),
        )[0]
        for number in range(scene.count)
    ]
    is_row = is_file or bool(scene.inside or scene.mount)
    placed = arrange(figures, context.rng("arrange"), in_a_row=is_row, is_file=is_file)
    group = set_off(context, placed, shown_base(context.library, scene))
    rim = rim_of_group(context, scene, group) if scene.inside else None
    return related(context, scene, group, _moves_left(context, scene), rim=rim)


def _seated(library: Library, scene: Scene) -> Scene:
    """The Scene with its base on a seat or in a cab instead of in front of it or on it.

    An animal or a person behind one who holds something, such as a thief, stands next to them.
    """
    behind = library.kind(scene.behind) if scene.behind is not None else ""
    if behind in ("animal", "person") and scene.held and scene.beside is None and not scene.mount:
        return replace(scene, beside=scene.behind, behind=None)
    if scene.behind in SEATS and scene.behind != BED and scene.mount is None:
        return replace(scene, mount=scene.behind, behind=None)
    if scene.mount in CABS and scene.inside is None:
        return replace(scene, inside=scene.mount, mount=None)
    return scene


def _figure(
    context: DrawingContext, scene: Scene, stance: tuple[bool, float]
) -> tuple[Piece, Figure]:
    """A figure at its moment, and at rest: other pieces are arranged by that."""
    rest = draw_figure(replace(context, moment=STILL), scene, *stance)
    if context.moment is STILL:
        return rest.piece, rest
    return replace(draw_figure(context, scene, *stance).piece, at_rest=rest.piece.hull), rest


def _contained(context: DrawingContext, scene: Scene, stance: tuple[bool, float]) -> Piece:
    """A figure in a container."""
    picture, rest = _figure(context, scene, stance)
    rim = rim_of(context, scene, rest)
    return related(context, scene, picture, _moves_left(context, scene), rim=rim)


def _ridden(context: DrawingContext, scene: Scene, mirrored: bool) -> Piece:
    """A rider and the mount, both to the right, or both `mirrored`."""
    figure = draw_rider(context, scene)
    assert figure.body is not None
    box = figure.place.bounds(figure.body.bounds)
    seat = box.centre[0], box.y1 - 0.04 * box.height
    picture = related(context, scene, figure.piece, leftwards=False, seat=seat)
    return picture.moved(Affine.mirror(box.centre[0])) if mirrored else picture


def _moves_left(context: DrawingContext, scene: Scene) -> bool:
    """Whether figures that are not mirrored move to the left."""
    part = context.part(shown_base(context.library, scene))
    if needs_trunk(context.library, scene, Wearer(part, part.body)):
        return False
    return faces_left(context.library, part.concept, part.anchors)


def _face_side(context: DrawingContext, scene: Scene, seed: int) -> int:
    """The side at which the face of a single figure is: -1 left, 1 right; 0 for the middle."""
    if scene.count > 1 or scene.beside is not None or scene.mount is not None:
        return 0
    base = shown_base(context.library, scene)
    side = front_side(context.library, base, context.part(base).anchors)
    return -side if _stance(seed, scene.base)[0] else side


def _stance(seed: int, base: str) -> tuple[bool, float]:
    """Whether to mirror, and the lean in degrees; four consecutive seeds give four stances."""
    turn = (seed + random.Random(base).randrange(4)) % 4
    lean = 0.0 if is_building(base) else random.Random(f"{seed} {base}").uniform(2.0, 7.0)
    return turn in (1, 2), lean if turn < 2 else -lean
