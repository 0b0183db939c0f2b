"""One figure: a base with its expression, accessories, limbs and held things."""

import random
from dataclasses import dataclass

from model.sketch.colour import recolour
from model.sketch.face import lay_features
from model.sketch.fit import fit_of
from model.sketch.geometry import Affine, Bounds
from model.sketch.library import Library, Part
from model.sketch.look import look
from model.sketch.marks import draw_marks
from model.sketch.pieces import UNIT, Piece, Table, stack, unit_bounds
from model.sketch.poses import ARMS_ONLY, Joints, Limb, Pose, draw_limbs, pose_of
from model.sketch.scene import Scene

_LIMB_INK = {"fluent": "#402a32", "noto": "#4e342e", "twemoji": "#292f33"}
_ARMED_KINDS = frozenset({"animal", "person"})  # what holds things without drawn arms
_LETTERED_KINDS = frozenset({"symbol", "flag"})
_LETTERED_FACES = frozenset({"sleeping", "sleepy", "rich", "money", "swearing"})
_HELD = 0.46
_TINTED = {"jealous": "lime"}  # expressions that colour a smiley


@dataclass(frozen=True, slots=True)
class Figure:
    """Draws figures of one style onto one table.

    `mirrored` and `lean` (degrees) are how the figures stand.
    """

    library: Library
    style: str
    table: Table
    rng: random.Random
    mirrored: bool
    lean: float

    def draw(self, scene: Scene) -> Piece:
        """The base and all that belongs to it; its unit square is UNIT a side."""
        base, body, expression = self._base(scene)
        bounds = Affine.scale(UNIT).bounds(unit_bounds(base.anchors))
        backs, torso = self._torso(scene, base, body, expression)
        pose = self._pose(scene, base)
        facing = self._facing(base, scene)
        if pose is None:
            figure = stack([*backs, *torso, *self._beside(scene, base, bounds)])
            return figure.moved(Affine.turn(self.lean, bounds.centre) @ facing)
        joints = self._joints(base, body, bounds)
        figure = self._posed(scene, pose, joints, backs, torso).moved(facing)
        about = (facing @ Affine.turn(pose.turn, bounds.centre)).bounds(bounds)
        return stack([*draw_marks(pose.marks, about, facing.a < 0, self.rng), figure])

    def _posed(
        self, scene: Scene, pose: Pose, joints: Joints, backs: list[Piece], torso: list[Piece]
    ) -> Piece:
        """The tilted body on its limbs, with things in its hands."""
        middle = torso[0].bounds.centre
        tilt = Affine.turn(pose.tilt, middle)
        limbs = draw_limbs(pose, joints.moved(tilt), _LIMB_INK[self.style])
        arms, legs = (
            [Piece(x.svg, x.bounds.corners) for x in part] for part in (limbs.arms, limbs.legs)
        )
        trunk = [piece.moved(tilt) for piece in torso]
        figure = [
            *(piece.moved(tilt) for piece in backs),
            *arms,
            *([*trunk, *legs] if pose.legs_front else [*legs, *trunk]),
            *self._held(scene, limbs.arms, joints.size),
        ]
        return stack(figure).moved(Affine.turn(pose.turn, middle))

    def _base(self, scene: Scene) -> tuple[Part, str, str | None]:
        """The base's part, its markup in the asked colour, and the expression left to lay on it."""
        expression, concept = scene.expression, scene.base
        if expression and self.library.part(self.style, concept).anchors.face == "features":
            concept, expression = self.library.expressions[expression], None
        part = self.library.part(self.style, concept)
        colour = scene.colour
        if colour is None and part.anchors.face == "features":
            colour = _TINTED.get(scene.expression or "")
        body = part.body
        if colour:
            body = recolour(body, look(body, part.size).main, colour, part.size)
        return part, body, expression

    def _torso(
        self, scene: Scene, base: Part, body: str, expression: str | None
    ) -> tuple[list[Piece], list[Piece]]:
        """What is worn behind the base, and the base with its face and the other accessories."""
        front, back = [self.table.cut(base, Affine.scale(UNIT), body)], []
        if expression:
            features = self.library.features(self.style, expression)
            front += lay_features(self.table, base, body, features)
        for name in scene.accessories:
            piece = self._accessory(name, base)
            (back if fit_of(name, self.library.accessories[name].slot).behind else front).append(
                piece
            )
        return back, front

    def _accessory(self, name: str, base: Part) -> Piece:
        """An accessory's art on the base's anchor."""
        accessory = self.library.accessories[name]
        fit = fit_of(name, accessory.slot)
        part = self.library.part(self.style, accessory.concept)
        own, anchors = part.anchors.box, base.anchors
        x, y, measure = {
            "eyes": anchors.eyes,
            "head": anchors.head,
            "neck": anchors.neck,
            "ears": (anchors.eyes[0], anchors.eyes[1], anchors.box.w),
            "mouth": (anchors.eyes[0], anchors.eyes[1] + 0.75 * anchors.eyes[2], anchors.box.w),
            "front": (anchors.neck[0], anchors.neck[1], anchors.box.w),
        }[accessory.slot]
        scale = UNIT * min(fit.width * measure / own.w, fit.most * anchors.box.h / own.h)
        point = own.x + fit.at[0] * own.w, own.y + fit.at[1] * own.h
        place = (
            Affine.move(UNIT * x, UNIT * y)
            @ Affine.scale(scale)
            @ Affine.move(-point[0], -point[1])
        )
        return self.table.cut(part, place)

    def _pose(self, scene: Scene, base: Part) -> Pose | None:
        if scene.pose:
            return pose_of(scene.pose, self.rng)
        concept = self.library.concepts.get(base.concept)
        if scene.held and (concept is None or concept.kind not in _ARMED_KINDS):
            return pose_of(ARMS_ONLY, self.rng)
        return None

    def _joints(self, base: Part, body: str, bounds: Bounds) -> Joints:
        """Shoulders on the outline a little below the eyes, hips at the anchors."""
        art, box = look(body, base.size), base.anchors.box
        y = box.y + 0.56 * box.h
        left, right = art.edges(y) or (box.x, box.x + box.w)
        inset = 0.06 * box.w
        shoulders = ((UNIT * (left + inset), UNIT * y), (UNIT * (right - inset), UNIT * y))
        hip_left, hip_right = base.anchors.feet
        hips = (
            (UNIT * hip_left[0], UNIT * hip_left[1]),
            (UNIT * hip_right[0], UNIT * hip_right[1]),
        )
        return Joints(shoulders, hips, (bounds.width + bounds.height) / 2)

    def _held(self, scene: Scene, arms: tuple[Limb, Limb], reach: float) -> list[Piece]:
        """Things in the hands of drawn arms, the hands over them."""
        sides = [0, 1] if self.rng.random() < 0.5 else [1, 0]
        size = _HELD * reach
        pieces = []
        for concept, side in zip(scene.held, sides, strict=False):
            x, y = arms[side].end
            out = 0.2 * size * (1 if side else -1)
            pieces.append(self._thing(concept, (x + out, y - 0.22 * size), size))
            hand, ink = size * 0.13, _LIMB_INK[self.style]
            svg = f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{hand:.2f}" fill="{ink}"/>'
            pieces.append(Piece(svg, Bounds.around([(x, y)], hand).corners))
        return pieces

    def _beside(self, scene: Scene, base: Part, bounds: Bounds) -> list[Piece]:
        """Held things at the hand anchors, in front of the base's lower corners."""
        size = _HELD * (bounds.width + bounds.height) / 2
        sides = [0, 1] if self.rng.random() < 0.5 else [1, 0]
        pieces = []
        for concept, side in zip(scene.held, sides, strict=False):
            x, y = base.anchors.hands[side]
            out = 0.25 * size * (1 if side else -1)
            pieces.append(self._thing(concept, (UNIT * x + out, UNIT * y + 0.1 * size), size))
        return pieces

    def _thing(self, concept: str, middle: tuple[float, float], size: float) -> Piece:
        part = self.library.part(self.style, concept)
        own = unit_bounds(part.anchors)
        place = (
            Affine.move(*middle)
            @ Affine.turn(self.rng.uniform(-12, 12))
            @ Affine.scale(size / max(own.width, own.height))
            @ Affine.move(-own.centre[0], -own.centre[1])
        )
        return self.table.cut(part, place)

    def _facing(self, base: Part, scene: Scene) -> Affine:
        """Mirrored or not; never where something in the figure can be read."""
        kinds = {
            self.library.concepts[name].kind
            for name in (base.concept, *scene.held)
            if name in self.library.concepts
        }
        readable = kinds & _LETTERED_KINDS or scene.expression in _LETTERED_FACES
        return Affine.mirror(UNIT / 2) if self.mirrored and not readable else Affine()
