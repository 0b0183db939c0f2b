"""Moves the pieces of a figure to where a moment of a motion has them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle

from model.sketch.drawing.art.pieces import UNIT, Piece, stack
from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.drawing.face.features import on_head
from model.sketch.drawing.pose.moment import STILL, Moment
from model.sketch.drawing.pose.particles import ATTACHED, draw_particle
from model.sketch.drawing.pose.poses import Bend, Limbs, Pose
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point

# The length of a straight leg with its shoe, in sizes of the body.
_LEG = 0.38


def swung(pose: Pose, moment: Moment) -> Pose:
    """A pose with both arms raised by the moment's swing, the forearms more."""
    if not moment.swing or moment.pose is not None:
        return pose

    def swing(bend: Bend, side: float) -> Bend:
        return bend[0] + 0.6 * side * moment.swing, bend[1] + side * moment.swing

    left, right = pose.arms
    return replace(pose, arms=(swing(left, -1.0), swing(right, 1.0)))


def on_ground(figure: Piece, limbs: Limbs, hips: Sequence[Point], size: float) -> Piece:
    """A figure whose lower foot stands on the ground, wherever its legs are."""
    if not limbs.legs:
        return figure
    ground = max(y for _, y in hips) + _LEG * size
    lowest = max(leg.bounds.y1 for leg in limbs.legs)
    return figure.moved(Affine.move(0, ground - lowest))


def attached(moment: Moment, body: Body) -> list[Piece]:
    """The particles that move with the body, such as tears, in its upright coordinates."""
    x, y, apart = body.part.anchors.eyes
    origins = {
        "left eye": (UNIT * (x - apart / 2), UNIT * y),
        "right eye": (UNIT * (x + apart / 2), UNIT * y),
    }
    drawn = [
        draw_particle(one, origins[one.origin], body.size)
        for one in moment.particles
        if one.origin in ATTACHED
    ]
    return on_head(body.part, body.markup, moment, drawn, UNIT)


def held_in_motion(context: DrawingContext, thing: Piece, hand: Point) -> Piece:
    """A held thing, turned about the hand."""
    moment = context.moment
    return thing if moment is STILL else thing.moved(moment.held.about(hand, UNIT))


def figure_in_motion(
    context: DrawingContext, figure: Piece, body: Bounds, limbless: bool = False
) -> Piece:
    """A figure or picture at the moment, with its particles; `body` are its bounds at rest."""
    moment = context.moment
    if moment is STILL:
        return figure
    size = (body.width + body.height) / 2
    feet = body.centre[0], body.y1 + (0.0 if limbless else 0.3 * size)
    by = moment.figure.about(feet, size) @ moment.middle.about(body.centre, size)
    if limbless:
        by = by @ moment.limbless.about(feet, size)
    origins = {"top": (body.centre[0], body.y0), "middle": body.centre, "feet": feet}
    around = [
        draw_particle(one, origins[one.origin], size)
        for one in moment.particles
        if one.origin in origins
    ]
    return replace(stack([figure.moved(by), *around]), at_rest=figure.at_rest or figure.hull)


def behind_in_motion(context: DrawingContext, pieces: Sequence[Piece]) -> list[Piece]:
    """Each thing behind, and each flame, at its own place, about the middle of its lower edge."""
    if context.moment is STILL:
        return list(pieces)
    moved = []
    for piece, place in zip(pieces, cycle(context.moment.behind)):
        box = piece.bounds
        moved.append(piece.moved(place.about((box.centre[0], box.y1), box.height)))
    return moved


def marks_in_motion(context: DrawingContext, marks: Sequence[Piece]) -> list[Piece]:
    """Each mark at its own place, about its middle."""
    if context.moment is STILL:
        return list(marks)
    return [
        mark.moved(place.about(mark.bounds.centre, UNIT))
        for mark, place in zip(marks, cycle(context.moment.marks))
    ]
