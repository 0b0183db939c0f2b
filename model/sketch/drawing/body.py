"""The body of a figure: a base in its colour, with its face and what it wears."""

import random
from dataclasses import dataclass

from model.sketch.drawing.colour import recolour
from model.sketch.drawing.face import lay_features
from model.sketch.drawing.fit import fit_of
from model.sketch.drawing.geometry import Affine, Bounds, Point
from model.sketch.drawing.look import look
from model.sketch.drawing.pieces import UNIT, Piece, Table, unit_bounds
from model.sketch.library import Library, Part
from model.sketch.scene import Scene

_TINTED = {"jealous": "lime"}  # expressions that colour a smiley
_CLOSED_EYES = "sleeping"
_DARK_FUR = 0.14  # so much dark is more than eyes
_BADGE = 0.52
# A body whose eyes are this close together, in shares of its width, is drawn from head to foot.
_WHOLE = 0.2
# Eyewear fits eyes at least this far apart, in shares of the base's width, to be seen at all.
_LEAST_EYES = 0.16


@dataclass(frozen=True, slots=True)
class DrawingContext:
    """What one picture is drawn with."""

    library: Library
    style: str
    table: Table
    rng: random.Random

    def part(self, concept: str) -> Part:
        return self.library.part(self.style, concept)

    def thing(self, concept: str, middle: Point, size: float) -> Piece:
        """A concept's art around a point, a little turned, its longer side `size`."""
        part = self.part(concept)
        own = unit_bounds(part.anchors)
        place = (
            Affine.move(*middle)
            @ Affine.turn(self.rng.uniform(-12, 12))
            @ Affine.scale(size / max(own.width, own.height))
            @ Affine.move(-own.centre[0], -own.centre[1])
        )
        return self.table.cut(part, place)


@dataclass(frozen=True, slots=True)
class Body:
    """A base in the plane, UNIT a side: `back` is worn behind it, `front` starts with itself."""

    part: Part
    markup: str
    back: tuple[Piece, ...]
    front: tuple[Piece, ...]

    @property
    def bounds(self) -> Bounds:
        return Affine.scale(UNIT).bounds(unit_bounds(self.part.anchors))

    @property
    def size(self) -> float:
        return (self.bounds.width + self.bounds.height) / 2

    @property
    def is_whole(self) -> bool:
        """True for an animal or person with a trunk, where more legs would be odd."""
        anchors = self.part.anchors
        return anchors.face == "own" and anchors.eyes[2] < _WHOLE * anchors.box.w


def draw_body(context: DrawingContext, scene: Scene) -> Body:
    """The base with all that a Scene puts on it, but no limbs."""
    part, expression = _base(context, scene)
    colour = scene.colour
    if colour is None and part.anchors.face == "features":
        colour = _TINTED.get(scene.expression or "")
    markup = part.body
    if colour is not None:
        seen, has_face = look(markup, part.size), part.anchors.face in ("own", "features")
        dark_eyes = has_face and seen.dark_share < _DARK_FUR
        markup = recolour(markup, seen.main, colour, part.size, dark_eyes)
    back: list[Piece] = []
    front = [context.table.cut(part, Affine.scale(UNIT), markup)]
    if expression is not None:
        front += _face(context, part, markup, expression)
    for name in scene.accessories:
        fit = fit_of(name, context.library.accessories[name].slot)
        (back if fit.behind else front).append(_worn(context, name, part))
    return Body(part, markup, tuple(back), tuple(front))


def _base(context: DrawingContext, scene: Scene) -> tuple[Part, str | None]:
    """The base's part and the expression that is still to be laid on it.

    A smiley becomes the smiley of the expression; who sleeps closes the eyes.
    """
    part, expression = context.part(scene.base), scene.expression
    expressions = context.library.expressions
    if scene.pose == "sleeping" and expression is None and part.anchors.face == "own":
        expression = _CLOSED_EYES if _CLOSED_EYES in expressions else None
    if expression is not None and part.anchors.face == "features":
        return context.part(expressions[expression]), None
    return part, expression


def _face(context: DrawingContext, part: Part, markup: str, expression: str) -> list[Piece]:
    """Features on the base; a thin or hollow one gets a small smiley at its lower corner."""
    if part.anchors.face != "hollow":
        features = context.library.features(context.style, expression)
        return lay_features(context.table, part, markup, features)
    box = Affine.scale(UNIT).bounds(unit_bounds(part.anchors))
    size = _BADGE * max(box.width, box.height)
    corner = box.x1 - 0.2 * size, box.y1 - 0.3 * size
    return [context.thing(context.library.expressions[expression], corner, size)]


def _worn(context: DrawingContext, name: str, base: Part) -> Piece:
    """An accessory's art on the base's anchor."""
    accessory = context.library.accessories[name]
    fit = fit_of(name, accessory.slot)
    part = context.part(accessory.concept)
    own, anchors = part.anchors.box, base.anchors
    x, y, measure = {
        "eyes": (*anchors.eyes[:2], max(anchors.eyes[2], _LEAST_EYES * anchors.box.w)),
        "head": anchors.head,
        "neck": anchors.neck,
        "ears": (anchors.eyes[0], anchors.eyes[1], anchors.box.w),
        "mouth": (anchors.eyes[0], anchors.eyes[1] + 0.75 * anchors.eyes[2], anchors.box.w),
        "front": (anchors.neck[0], anchors.neck[1], anchors.box.w),
    }[accessory.slot]
    scale = UNIT * min(fit.width * measure / own.w, fit.most * anchors.box.h / own.h)
    point = own.x + fit.at[0] * own.w, own.y + fit.at[1] * own.h
    place = (
        Affine.move(UNIT * x, UNIT * y) @ Affine.scale(scale) @ Affine.move(-point[0], -point[1])
    )
    return context.table.cut(part, place)
