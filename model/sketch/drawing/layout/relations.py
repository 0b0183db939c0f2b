"""Draws a figure in relation to another thing: on it, behind it, under it, over it, beside it."""

import math
from collections.abc import Mapping

from model.sketch.drawing.action.acts import CHASING
from model.sketch.drawing.action.marks import INK
from model.sketch.drawing.art.pieces import Piece, stack, unit_bounds
from model.sketch.drawing.art.stances import (
    ANIMALS,
    BIRDS,
    BROOM,
    LEFTWARD,
    PROFILES,
    ROCKET,
    SEATS,
    faces_left,
    front_side,
    shown_base,
)
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.bodily import needs_trunk
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.figure import draw_figure
from model.sketch.drawing.layout.containers import inside
from model.sketch.drawing.layout.edges import set_off
from model.sketch.drawing.layout.rims import Rim, lower_part, plain_rim
from model.sketch.drawing.layout.sizes import meant_size
from model.sketch.drawing.layout.vessels import BOWL, FISH_BOWL
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.library import ALIVE, Part
from model.sketch.scene import Scene

# Whole animals, for those that are ridden.
_BODIES: Mapping[str, str] = {
    "1F414": "1F413", "1F434": "1F40E", "1F432": "1F409", "1F42E": "1F404", "1F437": "1F416",
    "1F42F": "1F405", "1F431": "1F408", "1F436": "1F415", "1F435": "1F412", "1F430": "1F407",
}  # fmt: skip
JUMPING_OVER = "jumping over"
_AHEAD = 0.34
# Sizes of the other thing, in sizes of the picture: what carries, shelters, hides, stands by.
_MOUNT, _SHELTER, _SCREEN = 1.3, 1.75, 1.0
# The greatest height, in sizes of the picture, of carriers and of a rock or a mushroom.
_TALL, _PERCH = 1.5, 1.05
_CARRIERS = frozenset({"animal", "vehicle", "person", "sky"})
# How deep the picture sits on a mount, as a share of its height; in furniture it sits deeper.
_SUNK, _SEATED = 0.12, 0.34
# The seat on animals that are drawn as a head in profile, and how much larger these are.
_BACK, _NECK, _NEARER = 0.28, 0.64, 1.2
_GAP, _REAR, _HALF = -0.08, 0.2, 0.1
# Where one sits on them, in heights of their art from the top.
_SEAT_LEVELS: Mapping[str, float] = {
    "1FA91": 0.5,
    "E40C": 0.34,
    "1F6CF": 0.5,
    "1F6BD": 0.45,
    "E422": 0.5,
    "E424": 0.62,
    "1F319": 0.66,
    "E427": 0.53,
}
# What is laid level to be ridden: the turn in degrees, and its length in sizes of the picture.
_LAID: Mapping[str, tuple[float, float]] = {BROOM: (42, 1.3), ROCKET: (34, 1.8)}
# Mounts that are flattened, and those that are larger than others.
_FLAT: Mapping[str, float] = {"E40C": 0.55}
_LARGE: Mapping[str, float] = {"1F319": 1.5}
# What is above a figure without a trunk or a stem that reaches the ground.
_AIRBORNE = frozenset({"sky", "vehicle", "animal"})
_STEM = 0.5
# A plant taller than this, in its widths, is a tree. Its height, in heights of the figure under it,
# and how far its stem is aside, in widths of that figure.
_TREE, _SHADY, _TO_STEM = 0.9, 2.0, 0.5
_UMBRELLAS = frozenset({"2602", "2614", "1F302", "26F1"})
_FISH = frozenset({"1F41F", "1F420", "1F421", "1F419", "1F980", "1F990", "1F433", "1F988"})
# The share of a rider's height that its legs take, which the mount's flank hides; 0 for most.
_LEGS, _SHORT_LEGS = 0.24, 0.12
_LEGLESS = frozenset({"1F422", "1F40D", "1F409", "1F98E", "1F40A", "1F9A5", "1F9A6", "1F412"})
_SHADE, _WOOD = "#d3c8bb", "#8a5a34"


def related(
    context: DrawingContext,
    scene: Scene,
    picture: Piece,
    leftwards: bool,
    seat: Point | None = None,
    rim: Rim | None = None,
) -> Piece:
    """The picture of a Scene's figures with the things that they are in relation to.

    The figures move `leftwards` or to the right; `seat` is where a rider sits, `rim` where the rim
    of a container crosses the picture.
    """
    if scene.inside is not None:
        swims = scene.inside == BOWL and scene.base in _FISH
        vessel = context.part(FISH_BOWL if swims else scene.inside)
        picture = inside(context, vessel, picture, rim or plain_rim(picture))
    if scene.mount is not None:
        part = context.part(_BODIES.get(scene.mount, scene.mount))
        if scene.act == JUMPING_OVER:
            picture = _over_it(context, part, picture, leftwards)
        else:
            picture = _on_mount(context, scene, part, picture, seat)
    if scene.over is not None:
        under = _under_furniture if scene.over in SEATS else _under
        picture = under(context, context.part(scene.over), picture)
    if scene.hidden is not None:
        picture = _behind(context, context.part(scene.hidden), picture)
    if scene.beside is not None:
        picture = _beside(context, scene, context.part(scene.beside), picture, leftwards)
    return picture


def _on_mount(
    context: DrawingContext, scene: Scene, part: Part, picture: Piece, seat: Point | None
) -> Piece:
    box, own, library = picture.bounds, unit_bounds(part.anchors), context.library
    larger = meant_size(library, part.concept) / meant_size(library, scene.base)
    near = _NEARER if part.concept in PROFILES else _LARGE.get(part.concept, 1.0)
    width = near * _MOUNT * min(max(larger, 0.9), 1.3) * max(box.width, 0.75 * box.height)
    tallest = _TALL if library.kind(part.concept) in _CARRIERS or part.concept in SEATS else _PERCH
    scale = min(width / own.width, tallest * max(box.height, box.width) / own.height)
    sunk = _SEATED if part.concept in SEATS else _SUNK
    at = seat or (box.centre[0], box.y1 - sunk * box.height)
    if (laid := _LAID.get(part.concept)) is not None:
        return _on_laid(context, part, picture, at, laid)
    side = front_side(context.library, part.concept, part.anchors)
    saddle = _saddle(part, side)
    if scene.act == "on the head":
        head = part.anchors.head
        saddle = head[0], head[1] + 0.02
    legs = _legs(context, scene) * box.height if side and seat is not None else 0.0
    at = at[0], at[1] - legs
    flat = _FLAT.get(part.concept, 1.0)
    place = Affine.move(*at) @ Affine.scale(scale, flat * scale)
    place = place @ Affine.move(-saddle[0], -saddle[1])
    if seat is not None and (side < 0 or part.concept in LEFTWARD):
        place = Affine.mirror(at[0]) @ place
    mount = context.placed(part, place)
    pieces = [mount, picture]
    if legs:
        pieces.append(lower_part(context.table, mount, at[1]))
    return set_off(context, pieces, part.concept, scene.base, is_closed=bool(legs))


def _legs(context: DrawingContext, scene: Scene) -> float:
    """The share of a rider's height that its own legs take."""
    base = shown_base(context.library, scene)
    if base in BIRDS:
        return _SHORT_LEGS
    return _LEGS if base in ANIMALS and base not in _LEGLESS else 0.0


def _saddle(part: Part, side: int) -> Point:
    """Where one sits on a thing: on an animal that looks to a side, where its back is lowest."""
    own, art = unit_bounds(part.anchors), look(part.body, part.size)
    x = own.centre[0]
    if (level := _SEAT_LEVELS.get(part.concept)) is not None:
        return x, own.y0 + level * own.height
    if part.concept in PROFILES:  # behind the head, on the neck
        return x - _BACK * side * own.width, own.y0 + _NECK * own.height
    if not side:
        return x, art.top(x, 0.14 * own.width)
    steps = [x - side * share * own.width for share in (0.0, 0.07, 0.14, _REAR)]
    tops = [(art.top(at, _HALF * own.width), at) for at in steps]
    top, at = max(tops, key=lambda one: one[0])
    return at, top


def _on_laid(
    context: DrawingContext, part: Part, picture: Piece, at: Point, laid: tuple[float, float]
) -> Piece:
    """The picture on a broom or a rocket that flies level, ahead to the right."""
    own, box = unit_bounds(part.anchors), picture.bounds
    turn, longer = laid
    length = longer * max(box.width, box.height)
    diagonal = math.hypot(own.width, own.height)
    thick = 0.14 * length if part.concept == ROCKET else -0.02 * length
    place = Affine.onto((at[0], at[1] + thick), own.centre, length / diagonal, turn)
    return stack([context.placed(part, place), picture])


def _over_it(context: DrawingContext, part: Part, picture: Piece, leftwards: bool) -> Piece:
    """The picture in the air over the part, with the arc of its jump."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = 1.15 * max(box.width, box.height) / max(own.width, own.height)
    top = box.centre[0], box.y1 + _GAP * box.height
    below = context.placed(part, Affine.onto(top, (own.centre[0], own.y0), scale))
    side = 1 if leftwards else -1
    x = box.centre[0] + side * 0.5 * max(box.width, below.bounds.width)
    y = below.bounds.y1 - 0.2 * below.bounds.height
    end = box.centre[0] + side * 0.42 * box.width, box.y1 + 0.02 * box.height
    arc = (
        f'<path d="M{x:.1f} {y:.1f}Q{x:.1f} {end[1] + 0.1 * box.height:.1f} '
        f'{end[0]:.1f} {end[1]:.1f}" fill="none" stroke="{INK}" '
        f'stroke-width="{0.045 * box.height:.1f}" stroke-linecap="round" '
        f'stroke-dasharray="{0.1 * box.height:.1f} {0.11 * box.height:.1f}"/>'
    )
    return stack([below, Piece(arc, Bounds.around([(x, y), end]).corners), picture])


def _under(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture below the part, in front of its stem if it has one."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    kind = context.library.concepts[part.concept].kind
    scale = _SHELTER * max(box.width, 0.8 * box.height) / max(own.width, own.height)
    if kind == "plant" and own.height > _TREE * own.width:
        scale = _SHADY * max(box.height, 0.9 * box.width) / own.height
        point = box.centre[0] + _TO_STEM * box.width, box.y1 - 0.03 * box.height
        at = own.centre[0], own.y1
    elif kind in _AIRBORNE and part.concept not in _UMBRELLAS:
        point, at = (box.centre[0], box.y0 + 0.06 * box.height), (own.centre[0], own.y1)
    else:
        point = box.centre[0], box.y0 + 0.2 * box.height
        at = own.centre[0], own.y0 + _STEM * own.height
    roof = context.placed(part, Affine.onto(point, at, scale))
    return stack([roof, picture])


def _under_furniture(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture in the room between the legs of a bed or a sofa."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    half, top = 0.8 * box.width, box.y0 - 0.06 * box.height
    leg, x = 0.1 * box.width, box.centre[0]
    svg = (
        f'<rect x="{x - half:.1f}" y="{top:.1f}" width="{2 * half:.1f}" '
        f'height="{box.y1 - top:.1f}" fill="{_SHADE}"/>'
    )
    for left in (x - half - leg / 2, x + half - leg / 2):
        svg += (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{leg:.1f}" '
            f'height="{box.y1 - top:.1f}" rx="{leg / 3:.1f}" fill="{_WOOD}"/>'
        )
    dark = Piece(svg, Bounds(x - half - leg, top, x + half + leg, box.y1).corners)
    scale = 2.2 * half / own.width
    place = Affine.onto((x, top + 0.08 * box.height), (own.centre[0], own.y1), scale)
    bed = context.placed(part, place)
    return stack([dark, picture, bed])


def _behind(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture, which looks out from behind the part at its left."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = _SCREEN * max(box.width, box.height) / max(own.width, own.height)
    x = box.x0 + 0.46 * box.width - 0.5 * scale * own.width
    place = Affine.onto((x, box.y1 + 0.04 * box.height), (own.centre[0], own.y1), scale)
    return stack([picture, context.placed(part, place)])


def _beside(
    context: DrawingContext, scene: Scene, part: Part, picture: Piece, leftwards: bool
) -> Piece:
    """Another thing next to the picture, and ahead of it and further away if it is chased."""
    box, own, library = picture.bounds, unit_bounds(part.anchors), context.library
    chased = scene.act == CHASING
    side = -1 if leftwards else 1
    size = meant_size(library, part.concept) / meant_size(library, scene.base)
    scale = size * max(box.height, box.width) / max(own.width, own.height)
    gap = 0.5 * (box.width + scale * own.width) - 0.06 * box.width
    foot = box.centre[0] + side * gap, box.y1 - (_AHEAD if chased else 0.0) * box.height
    if chased and library.kind(part.concept) in ALIVE:
        other = _fleeing(context, scene, side)
        foot = foot[0], box.y1
        own = other.bounds
        place = Affine.onto(foot, (own.centre[0], own.y1), size * box.height / own.height)
        return set_off(context, [other.moved(place), picture], part.concept, scene.base)
    place = Affine.onto(foot, (own.centre[0], own.y1), scale)
    return set_off(context, [context.placed(part, place), picture], part.concept, scene.base)


def _fleeing(context: DrawingContext, chase: Scene, side: int) -> Piece:
    """A figure that is chased and runs to a side, -1 or 1."""
    assert chase.beside is not None
    scene = Scene(chase.beside, pose="running", accessories=chase.beside_worn)
    library, part = context.library, context.part(shown_base(context.library, scene))
    is_drawn = needs_trunk(library, scene, Wearer(part, part.body))
    leftwards = not is_drawn and faces_left(library, part.concept, part.anchors)
    return draw_figure(context.figure(1), scene, leftwards == (side > 0), 0.0).piece
