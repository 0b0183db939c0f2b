"""One figure: a body in a pose, with limbs and held things."""

import re
from collections.abc import Iterator
from itertools import cycle

from model.sketch.drawing.acts import CHASING, PLACARD, acted, in_hands, needs_arms, sign_of
from model.sketch.drawing.body import Body, DrawingContext, draw_body
from model.sketch.drawing.gear import gloves, in_slot, on_boards
from model.sketch.drawing.geometry import Affine, Bounds
from model.sketch.drawing.in_motion import (
    attached,
    figure_in_motion,
    held_in_motion,
    marks_in_motion,
    on_ground,
    swung,
)
from model.sketch.drawing.look import look
from model.sketch.drawing.marks import draw_marks
from model.sketch.drawing.pieces import UNIT, Piece, stack
from model.sketch.drawing.poses import ARMS_ONLY, Joints, Limb, Pose, draw_limbs, pose_of
from model.sketch.drawing.stances import faces_left, has_limbs, rise
from model.sketch.drawing.worn import HANDS
from model.sketch.scene import Scene

# Of the styles' own colours, those that are seen on white and on dark grounds.
LIMB_INK = {"fluent": "#7b5563", "noto": "#795548", "twemoji": "#66757f"}
_ARMED_KINDS = frozenset({"animal", "person"})  # these hold things without drawn arms
_LETTERED_KINDS = frozenset({"symbol", "flag"})
_LETTERED_FACES = frozenset({"sleeping", "sleepy", "rich", "money", "swearing"})
_WINGS = frozenset({"wings", "fairy wings"})
_LETTERED_PARTS = frozenset({"zzz", "money eyes"})
_LETTERED_NAME = re.compile(
    r"\b(clock|o.clock|thirty|watch|calendar|date|medal|button|bank|banknote|money|ticket|sign|"
    r"receipt|chart|atm|abacus|pill|die|bus stop|police|ambulance|engine|hospital|hotel|newspaper|"
    r"mahjong|symbols?|input|letters?|station|convenience|credit|stethoscope|scroll|notes?)\b"
)
_HELD = 0.46


def draw_figure(context: DrawingContext, scene: Scene, mirrored: bool, lean: float) -> Piece:
    """One base of a Scene with everything that belongs to it, at the moment of its motion.

    It is `mirrored` unless that would mirror writing. Without a pose it leans by `lean` degrees.
    """
    if scene.base == PLACARD and (sign := sign_of(context, scene, UNIT)) is not None:
        return figure_in_motion(context, sign.moved(Affine.turn(lean)), sign.bounds)
    body = draw_body(context, scene)
    pose = _pose(context, scene, body)
    readable = _is_readable(context, scene, body)
    turned = mirrored and not readable and scene.act != CHASING
    facing = Affine.mirror(UNIT / 2) if turned else Affine()
    if pose is None:
        turn = Affine.turn(lean, body.bounds.centre)
        figure = _with_own_limbs(context, scene, body).moved(turn @ facing)
        return figure_in_motion(
            context, on_boards(context, scene, figure), body.bounds, limbless=True
        )
    concept = body.part.concept
    limbless = has_limbs(context.library, concept)
    if limbless:
        angle = rise(body.part.anchors, concept, scene.pose or "", pose.tilt)
        turn = Affine.turn(angle, body.bounds.centre)
        figure = _with_own_limbs(context, scene, body).moved(facing @ turn)
    else:
        turn = Affine.turn(pose.turn, body.bounds.centre)
        figure = _posed(context, scene, body, pose).moved(facing @ turn)
    about = (facing @ turn).bounds(body.bounds)
    winged = pose.marks == "wings" and _WINGS & set(scene.accessories)
    marks = pose.marks if scene.count == 1 and not winged else ""
    figure = on_boards(context, scene, figure)
    leftwards = (facing.a < 0) != faces_left(context.library, concept, body.part.anchors)
    drawn = draw_marks(marks, about, leftwards, context.rng, context.table.optical)
    if marks == "wings":
        figure, drawn = stack([*marks_in_motion(context, drawn), figure]), []
    return stack(
        [*marks_in_motion(context, drawn), figure_in_motion(context, figure, about, limbless)]
    )


def _is_readable(context: DrawingContext, scene: Scene, body: Body) -> bool:
    """Whether the figure contains writing, which must not be mirrored."""
    concepts = context.library.concepts
    shown = [concepts[c] for c in (body.part.concept, *scene.held) if c in concepts]
    lettered = scene.expression in _LETTERED_FACES or _LETTERED_PARTS & set(scene.accessories)
    return bool(lettered or scene.text) or any(
        concept.kind in _LETTERED_KINDS or _LETTERED_NAME.search(concept.name) for concept in shown
    )


def _pose(context: DrawingContext, scene: Scene, body: Body) -> Pose | None:
    """The Scene's pose; arms alone if something is held and the base has no hands."""
    if scene.pose is not None:
        return swung(pose_of(scene.pose, context.rng, context.moment.pose), context.moment)
    concept = context.library.concepts.get(body.part.concept)
    busy = needs_arms(scene) or bool(in_slot(context, scene, HANDS))
    if busy and (concept is None or concept.kind not in _ARMED_KINDS):
        return swung(pose_of(ARMS_ONLY, context.rng), context.moment)
    return None


def _with_own_limbs(context: DrawingContext, scene: Scene, body: Body) -> Piece:
    """The body as its art shows it, with held things at its own hands."""
    worn = gloves(context, scene, body, ())
    held, tears = _held_at_anchors(context, scene, body), attached(context.moment, body)
    return stack([*body.back, *body.front, *tears, *worn, *acted(context, scene, body), *held])


def _posed(context: DrawingContext, scene: Scene, body: Body, pose: Pose) -> Piece:
    """The tilted body with its limbs and held things."""
    tilt = Affine.turn(pose.tilt, body.bounds.centre)
    joints = _joints(body).moved(tilt)
    limbs = draw_limbs(pose, joints, LIMB_INK[context.style], context.table.optical)
    trunk = [piece.moved(tilt) for piece in (*body.front, *attached(context.moment, body))]
    arms, legs = ([Piece(x.svg, x.bounds.corners) for x in y] for y in (limbs.arms, limbs.legs))
    figure = stack(
        [
            *(piece.moved(tilt) for piece in body.back),
            *arms,
            *([*trunk, *legs] if pose.legs_front else [*legs, *trunk]),
            *gloves(context, scene, body, limbs.arms),
            *(piece.moved(tilt) for piece in acted(context, scene, body)),
            *_held(context, scene, limbs.arms, body.size),
        ]
    )
    keyed = context.moment.pose is not None
    return on_ground(figure, limbs, joints.hips, body.size) if keyed else figure


def _joints(body: Body) -> Joints:
    """Shoulders at the outline just below the middle, hips at the anchors."""
    box = body.part.anchors.box
    y = box.y + 0.56 * box.h
    left, right = look(body.markup, body.part.size).edges(y) or (box.x, box.x + box.w)
    inset = 0.06 * box.w
    to_plane = Affine.scale(UNIT)
    hip_left, hip_right = (to_plane.at(foot) for foot in body.part.anchors.feet)
    shoulders = to_plane.at((left + inset, y)), to_plane.at((right - inset, y))
    return Joints(shoulders, (hip_left, hip_right), body.size)


def _sides(context: DrawingContext) -> Iterator[int]:
    """Left (0) and right (1) hands alternating, starting with a random one."""
    return cycle((0, 1) if context.rng.random() < 0.5 else (1, 0))


def _held(
    context: DrawingContext, scene: Scene, arms: tuple[Limb, Limb], reach: float
) -> list[Piece]:
    """Held things at the ends of drawn arms, with the hands in front of them."""
    size = _HELD * reach * context.table.optical.factor(_HELD)
    ink, pieces = LIMB_INK[context.style], []
    if (sign := sign_of(context, scene, reach)) is not None:
        x, y = arms[1].end
        pieces.append(sign.moved(Affine.move(x + 0.06 * reach, y + 0.08 * reach)))
    for concept, side in zip(in_hands(scene), _sides(context), strict=False):
        x, y = arms[side].end
        out = 0.2 * size * (1 if side else -1)
        thing = context.thing(concept, (x + out, y - 0.22 * size), size)
        pieces.append(held_in_motion(context, thing, (x, y)))
        hand = size * 0.13
        svg = f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{hand:.2f}" fill="{ink}"/>'
        pieces.append(Piece(svg, Bounds.around([(x, y)], hand).corners))
    return pieces


def _held_at_anchors(context: DrawingContext, scene: Scene, body: Body) -> list[Piece]:
    """Held things at the hand anchors, in front of the base."""
    size, pieces = _HELD * body.size * context.table.optical.factor(_HELD), []
    anchors = body.part.anchors
    sides = _sides(context)
    if body.is_whole:
        ahead = int(anchors.eyes[0] > anchors.box.x + anchors.box.w / 2)
        sides = cycle((ahead, 1 - ahead))
    if (sign := sign_of(context, scene, body.size)) is not None:
        x, y = Affine.scale(UNIT).at(anchors.hands[1])
        pieces.append(sign.moved(Affine.move(x + 0.1 * body.size, y + 0.1 * body.size)))
    for concept, side in zip(in_hands(scene), sides, strict=False):
        x, y = Affine.scale(UNIT).at(anchors.hands[side])
        out = 0.25 * size * (1 if side else -1)
        thing = context.thing(concept, (x + out, y + 0.1 * size), size)
        pieces.append(held_in_motion(context, thing, (x, y)))
    return pieces
