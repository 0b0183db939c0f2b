"""Draws a figure in relation to another thing: on it, in it, under it, beside it, after it."""

import numpy as np

from model.sketch.drawing.acts import CHASING
from model.sketch.drawing.body import DrawingContext
from model.sketch.drawing.geometry import Affine, Bounds, Point
from model.sketch.drawing.look import RESOLUTION, look
from model.sketch.drawing.pieces import Piece, stack, unit_bounds
from model.sketch.library import Part
from model.sketch.scene import Scene

_OPAQUE = 128
# Sizes of the other thing, in sizes of the picture: what carries, contains, shelters, stands by.
_MOUNT, _CONTAINER, _SHELTER, _NEIGHBOUR = 1.25, 1.3, 1.75, 0.85
# How deep the picture sits on a mount, as a share of its height; in furniture it sits deeper.
_SUNK, _SEATED = 0.12, 0.34
_VISIBLE = 0.7  # the share of the picture that shows above a container
_SEATS = frozenset({"1FA91", "1F6CB", "1F6BD", "1F4BA", "1F6CF", "1F6C1"})
# What is above a figure without a trunk or a stem that reaches the ground.
_AIRBORNE = frozenset({"sky", "vehicle", "animal"})
_STEM = 0.5
_UMBRELLAS = frozenset({"2602", "2614", "1F302", "26F1"})


def related(context: DrawingContext, scene: Scene, picture: Piece, leftwards: bool) -> Piece:
    """The picture of a Scene's figures with the things that they are in relation to.

    The figures move `leftwards` or to the right.
    """
    for concept, draw in (
        (scene.inside, _inside),
        (scene.mount, _on_mount),
        (scene.over, _under),
    ):
        if concept is not None:
            picture = draw(context, context.part(concept), picture)
    if scene.beside is not None:
        picture = _beside(context, scene, context.part(scene.beside), picture, leftwards)
    return picture


def _on_mount(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    box, own = picture.bounds, unit_bounds(part.anchors)
    width = _MOUNT * max(box.width, 0.75 * box.height)
    scale = min(width / own.width, 1.5 * max(box.height, box.width) / own.height)
    sunk = _SEATED if part.concept in _SEATS else _SUNK
    seat = box.centre[0], box.y1 - sunk * box.height
    mount = context.table.cut(part, _onto(seat, (own.centre[0], _top(part)), scale))
    return stack([mount, picture])


def _inside(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture behind the part, which hides its lower half."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = _CONTAINER * max(box.width, 0.6 * box.height) / own.width
    rim = box.centre[0], box.y0 + _VISIBLE * box.height
    front = context.table.cut(part, _onto(rim, (own.centre[0], _top(part)), scale))
    bottom = min(box.y1, front.bounds.y1 - 1)
    return stack([_cropped(context, picture, bottom), front])


def _cropped(context: DrawingContext, picture: Piece, bottom: float) -> Piece:
    """The picture without what would show below a container."""
    box = picture.extent
    if box.y1 <= bottom:
        return picture
    shape = f"M{box.x0:.1f} {box.y0:.1f}H{box.x1:.1f}V{bottom:.1f}H{box.x0:.1f}z"
    svg = context.table.unique(
        f'<clipPath id="above"><path d="{shape}"/></clipPath><g clip-path="url(#above)">@</g>'
    ).replace("@", picture.svg)
    cut = Bounds(box.x0, box.y0, box.x1, bottom).corners
    return Piece(svg, cut, picture.at_rest)


def _under(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture below the part, in front of its stem if it has one."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    kind = context.library.concepts[part.concept].kind
    scale = _SHELTER * max(box.width, 0.8 * box.height) / max(own.width, own.height)
    if kind in _AIRBORNE and part.concept not in _UMBRELLAS:
        point, at = (box.centre[0], box.y0 + 0.06 * box.height), (own.centre[0], own.y1)
    else:
        point = box.centre[0], box.y0 + 0.2 * box.height
        at = own.centre[0], own.y0 + _STEM * own.height
    return stack([context.table.cut(part, _onto(point, at, scale)), picture])


def _beside(
    context: DrawingContext, scene: Scene, part: Part, picture: Piece, leftwards: bool
) -> Piece:
    """Another thing on the ground next to the picture, in front of it if it is chased."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    chased = scene.act == CHASING
    side = -1 if leftwards else 1
    size = _NEIGHBOUR * max(box.height, box.width)
    scale = size / max(own.width, own.height)
    gap = (0.5 + (0.08 if chased else -0.02)) * box.width + 0.5 * scale * own.width
    foot = box.centre[0] + side * gap, box.y1
    flip = Affine()
    animal = context.library.concepts[part.concept].kind in ("animal", "person")
    if chased and animal and (side > 0) == (part.anchors.eyes[0] < own.centre[0]):
        flip = Affine.mirror(foot[0])
    return stack(
        [context.table.cut(part, flip @ _onto(foot, (own.centre[0], own.y1), scale)), picture]
    )


def _onto(point: Point, at: Point, scale: float) -> Affine:
    """Maps the point `at` of a part's unit square to a point of the picture."""
    return Affine.move(*point) @ Affine.scale(scale) @ Affine.move(-at[0], -at[1])


def _top(part: Part) -> float:
    """The height of the art's upper outline around its middle, in its unit square."""
    alpha = look(part.body, part.size).pixels[..., 3]
    box = part.anchors.box
    left, right = (int((box.x + share * box.w) * RESOLUTION) for share in (0.36, 0.64))
    columns = alpha[:, left : max(right, left + 1)] > _OPAQUE
    tops = columns.argmax(axis=0)[columns.any(axis=0)]
    return float(np.median(tops)) / RESOLUTION if tops.size else box.y
