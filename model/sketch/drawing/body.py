"""The body of a figure: the base in its colour, with face and accessories."""

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

_TINTED = {"jealous": "lime"}  # expressions that change a smiley's colour
_CLOSED_EYES = "sleeping"
_DARK_FUR = 0.14  # a larger share of dark pixels is more than eyes
_BADGE = 0.52
# If the eyes are closer together than this, in widths of the art, it shows a whole body.
_WHOLE = 0.2
# Minimum distance of the eyes for eyewear, in widths of the base, so that it stays visible.
_LEAST_EYES = 0.16


@dataclass(frozen=True, slots=True)
class DrawingContext:
    """What drawing one picture needs: library, style, part cutter and random generator."""

    library: Library
    style: str
    table: Table
    rng: random.Random

    def part(self, concept: str) -> Part:
        return self.library.part(self.style, concept)

    def thing(self, concept: str, middle: Point, size: float) -> Piece:
        """A concept's art around a point, slightly turned, its longer side of length `size`."""
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
    """A base, UNIT wide and high: `back` is drawn behind it, `front` starts with the base."""

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
        """True for a whole animal or person, which gets no additional legs."""
        anchors = self.part.anchors
        return anchors.face == "own" and anchors.eyes[2] < _WHOLE * anchors.box.w


def draw_body(context: DrawingContext, scene: Scene) -> Body:
    """The base with its colour, expression and accessories, without limbs."""
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
    """The base's part and the expression that still has to be drawn on it.

    A smiley is replaced by the smiley with that expression; a sleeping base closes its eyes.
    """
    part, expression = context.part(scene.base), scene.expression
    expressions = context.library.expressions
    if scene.pose == "sleeping" and expression is None and part.anchors.face == "own":
        expression = _CLOSED_EYES if _CLOSED_EYES in expressions else None
    if expression is not None and part.anchors.face == "features":
        return context.part(expressions[expression]), None
    return part, expression


def _face(context: DrawingContext, part: Part, markup: str, expression: str) -> list[Piece]:
    """The expression on the base, or a small smiley at the corner of a hollow one."""
    if part.anchors.face != "hollow":
        features = context.library.features(context.style, expression)
        return lay_features(context.table, part, markup, features)
    box = Affine.scale(UNIT).bounds(unit_bounds(part.anchors))
    size = _BADGE * max(box.width, box.height)
    corner = box.x1 - 0.2 * size, box.y1 - 0.3 * size
    return [context.thing(context.library.expressions[expression], corner, size)]


def _worn(context: DrawingContext, name: str, base: Part) -> Piece:
    """An accessory's art at the base's anchor."""
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
