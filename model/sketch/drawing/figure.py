"""One figure: a body in a pose, with limbs and held things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from model.sketch.drawing.action.acts import (
    CHASING,
    EATING,
    LETTERED,
    PLACARD,
    PROHIBITED,
    acted,
    forbidden,
    in_air,
    in_hands,
    lettered,
    needs_arms,
    placard,
    sign_of,
)
from model.sketch.drawing.action.after import finished
from model.sketch.drawing.action.at_mouth import Deed
from model.sketch.drawing.action.gear import gloves, in_slot, on_boards, shod
from model.sketch.drawing.action.hands import (
    as_piece,
    corner_hands,
    has_free_hand,
    head_of,
    is_clawed,
    joints,
    own_arms,
    own_hands,
    reach_of,
    reaching_from,
    seen_of,
)
from model.sketch.drawing.action.held import HELD_UP, Hand, Reach, things_in_hands
from model.sketch.drawing.action.marks import draw_marks, waves
from model.sketch.drawing.action.mittens import mittens
from model.sketch.drawing.action.props import rope
from model.sketch.drawing.action.writing import is_readable
from model.sketch.drawing.art.pieces import UNIT, Piece, stack
from model.sketch.drawing.art.stances import (
    PROFILES,
    SEATS,
    faces_left,
    front_side,
    has_limbs,
    is_bust,
    is_person,
    rise,
    shown_base,
)
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.bodily import needs_trunk
from model.sketch.drawing.body.body import Body, DrawingContext, draw_body
from model.sketch.drawing.body.busts import has_shoulders
from model.sketch.drawing.body.in_motion import (
    attached,
    figure_in_motion,
    marks_in_motion,
    on_ground,
    swung,
)
from model.sketch.drawing.body.limb_ink import hand_ink, limb_ink, skin_ink
from model.sketch.drawing.body.outfit import Outfit
from model.sketch.drawing.colour.materials import MOSAICS
from model.sketch.drawing.pose.poses import (
    ACT_POSES,
    HANDS_ONLY,
    Ink,
    Pose,
    arm_to,
    draw_limbs,
    dressed_pose,
    pose_of,
)
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.drawing.wear.worn import HANDS
from model.sketch.scene import Scene

_HANDS = (-1, 1)
_SMALL = 0.84  # the size of what whole animals hold, which would hide them
_RESTING = ("animal", "face")
_SNORING = frozenset({"sleeping", "sleepy"})  # faces with a Z of their own
_WINGS = frozenset({"wings", "fairy wings"})
# What a face shows with an act, if the Scene says nothing else.
_FACES: Mapping[str, str] = {
    "praying": "relieved", "bowing": "relieved", "kissing": "relieved", "fighting": "angry",
    "punching": "angry", "meditating": "relieved", "sleeping": "relieved",
}  # fmt: skip
_SMILEY, _OPEN = "1F642", "1F62E"  # the mouth of one that eats

_AT_HOME = Affine()


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn figure, its body and limb colour, and the map from the body to the picture."""

    piece: Piece
    body: Body | None = None
    ink: Ink | None = None
    place: Affine = _AT_HOME

    @property
    def below(self) -> Bounds | None:
        """The bounds of the trunk that is drawn below a head."""
        trunk = None if self.body is None else self.body.trunk
        return None if trunk is None else self.place.bounds(trunk)

    def moved(self, by: Affine) -> "Figure":
        return replace(self, piece=self.piece.moved(by), place=by @ self.place)


def draw_figure(
    context: DrawingContext, scene: Scene, mirrored: bool, lean: float, pose: Pose | None = None
) -> Figure:
    """One base of a Scene with everything that belongs to it, at the moment of its motion.

    It is `mirrored` unless that would mirror writing. Without a pose it leans by `lean` degrees.
    A `pose` replaces the Scene's.
    """
    if scene.base == PLACARD and (sign := sign_of(context, scene, UNIT)) is not None:
        return Figure(figure_in_motion(context, sign.moved(Affine.turn(lean)), sign.bounds))
    if scene.base == PROHIBITED and scene.held:
        sign = forbidden(context, scene)
        return Figure(figure_in_motion(context, sign, sign.bounds))
    body = draw_body(context, _with_face(context, scene))
    pose = pose or _pose(context, scene, body)
    if _is_dressed(body):
        lifts = scene.pose is None and any(
            one in HELD_UP or context.library.kind(one) == "hand" for one in in_hands(scene)
        )
        pose = dressed_pose(pose, context.rng("dressed"), lifts)
    facing = _facing(context, scene, body, mirrored)
    person = is_person(context.library, body.part.concept)
    ink = skin_ink(context, body) if person else limb_ink(context, body, scene.colour)
    limbless, middle = True, body.bounds.centre
    if pose is None:
        is_level = scene.material in MOSAICS or has_shoulders(body.wearer)
        lean = 0.0 if is_level else lean
        place = Affine.turn(lean, middle) @ facing
        figure = _with_own_limbs(context, scene, body, ink).moved(place)
    elif _is_limbless(context, scene, body):
        doing = scene.pose or scene.act or ""
        angle = rise(body.part.anchors, body.part.concept, doing, pose.tilt)
        place = facing @ Affine.turn(angle, middle)
        figure = _with_own_limbs(context, scene, body, ink).moved(place)
    else:
        limbless = False
        place = facing @ Affine.turn(pose.turn, middle)
        figure = _posed(context, scene, body, pose, ink).moved(place)
    figure = finished(context, scene, body, on_boards(context, scene, figure))
    figure = stack([figure, *in_air(context, scene, place.bounds(body.bounds))])
    marks = [] if pose is None else _marks(context, scene, pose, body, place)
    if pose is not None and pose.marks == "wings":
        figure, marks = stack([*marks, figure]), []
    about = body.bounds if pose is None else place.bounds(body.bounds)
    moving = figure_in_motion(context, figure, about, limbless)
    return Figure(stack([*marks, moving]), body, ink, place)


def _facing(context: DrawingContext, scene: Scene, body: Body, mirrored: bool) -> Affine:
    """The reflection of a mirrored figure, unless it has writing or runs after something."""
    turned = mirrored and scene.act != CHASING and not is_readable(context, scene, body)
    return Affine.mirror(UNIT / 2) if turned else Affine()


def _is_dressed(body: Body) -> bool:
    """Whether a body's limbs are drawn in clothes."""
    return body.outfit is not None and body.outfit.limbs is not None


def _is_limbless(context: DrawingContext, scene: Scene, body: Body) -> bool:
    """Whether no limbs are drawn on a body: it has its own, or claws that do something."""
    if _is_dressed(body):
        return False
    limbed = has_limbs(context.library, body.part.concept, body.part.anchors)
    return limbed or (is_clawed(body) and scene.pose is None)


def draw_rider(context: DrawingContext, scene: Scene) -> Figure:
    """A figure that looks to the right, astride if it has no legs of its own."""
    concept = shown_base(context.library, scene)
    part = context.part(concept)
    mirrored = front_side(context.library, concept, part.anchors) < 0
    pose = None
    has_trunk = needs_trunk(context.library, scene, Wearer(part, part.body))
    if has_trunk or not has_limbs(context.library, concept, part.anchors):
        pose = pose_of("riding", context.rng("pose"))
        pose = pose.mirrored() if mirrored else pose
    return draw_figure(context, scene, mirrored, 0.0, pose)


def _marks(
    context: DrawingContext, scene: Scene, pose: Pose, body: Body, place: Affine
) -> list[Piece]:
    winged = pose.marks == "wings" and _WINGS & set(scene.accessories)
    marks = pose.marks if scene.count == 1 and not winged else ""
    concept, anchors = body.part.concept, body.part.anchors
    person = is_person(context.library, concept)
    if marks == "zzz" and scene.expression in _SNORING:
        marks = ""
    if marks == "wave" and not person and _is_limbless(context, scene, body):
        marks = ""
    own_side = not _is_dressed(body) and faces_left(context.library, concept, anchors)
    leftwards = (place.a < 0) != own_side
    about = place.bounds(body.bounds)
    drawn = draw_marks(marks, about, leftwards, context.rng("marks"), context.table.optical)
    return marks_in_motion(context, drawn)


def _with_face(context: DrawingContext, scene: Scene) -> Scene:
    """The Scene with the face that its act shows, on what faces us."""
    if scene.act == EATING and scene.expression is None and scene.mouth is None:
        face = context.part(shown_base(context.library, scene)).anchors.face
        is_drawn = scene.base == _SMILEY or face == "none"
        return replace(scene, mouth=_OPEN) if is_drawn else scene
    mood = _FACES.get(scene.act or scene.pose or "")
    if scene.expression is not None or mood is None:
        return scene
    concept = shown_base(context.library, scene)
    anchors = context.part(concept).anchors
    sideways = front_side(context.library, concept, anchors)
    if sideways or has_limbs(context.library, concept, anchors) or anchors.face == "hollow":
        return scene
    return replace(scene, expression=mood)


def _pose(context: DrawingContext, scene: Scene, body: Body) -> Pose | None:
    """The Scene's or its act's pose; arms alone if something is held and no hands are shown."""
    moment = context.moment
    if scene.pose is not None:
        if scene.pose == "sleeping" and context.library.kind(body.part.concept) in _RESTING:
            return pose_of("resting", context.rng("pose"))
        return swung(pose_of(scene.pose, context.rng("pose"), moment.pose), moment)
    if scene.act == "jumping over" and body.part.concept in PROFILES:
        return None  # a head alone has no legs to jump with
    if (name := ACT_POSES.get(scene.act or "")) is not None:
        return swung(pose_of(name, context.rng("pose")), moment)
    gloved = bool(in_slot(context, scene, HANDS))
    limbless = _is_limbless(context, scene, body)
    seated = scene.mount in SEATS or (scene.mount is not None and body.trunk is not None)
    if seated and not limbless:
        return swung(pose_of("sitting", context.rng("pose")), moment)
    if limbless or not (needs_arms(scene) or gloved):
        return None
    return swung(pose_of(HANDS_ONLY, context.rng("pose")), moment)


def _lifts(scene: Scene) -> bool:
    """Whether a Scene's figures hold something at arm's length."""
    return not HELD_UP.isdisjoint(in_hands(scene))


def _with_own_limbs(context: DrawingContext, scene: Scene, body: Body, ink: Ink) -> Piece:
    """The body as its art shows it, with held things at its own hands or in drawn ones."""
    deed, hands = acted(context, scene, body), own_hands(context, body)
    person = is_person(context.library, body.part.concept)
    drawn = has_free_hand(body) or not (person or is_clawed(body))
    if is_bust(context.library, body.part.concept):
        hands = corner_hands(body, context.moment.swing, _lifts(scene), reaches_out=False)[::-1]
        drawn = True
    arms: list[Piece] = []
    if deed.hands is not None and not is_clawed(body):
        arms = mittens(deed.hands, body.hand_size, hand_ink(ink))
    elif drawn and scene.pose == "waving" and len(hands) == 1:
        (x, y), side = hands[0].at, hands[0].side
        raised = x + 0.16 * side * body.size, y - 0.14 * body.size
        arms = [*own_arms(context, body, [raised], ink), waves(raised, side, 0.1 * body.size)]
    paws = hand_ink(ink) if drawn else None
    size = body.size if is_clawed(body) or not drawn else _SMALL * body.size
    reach = reach_of(context, body)
    held = things_in_hands(context, in_hands(scene), hands, size, paws, head_of(body), reach)
    trunk = [*deed.back, *body.back, *body.front, *attached(context.moment, body)]
    worn = gloves(context, scene, body, hands)
    sign = placard(context, scene, body, hand_ink(ink))
    return stack([*trunk, *worn, *deed.front, *held, *arms, *sign])


def _posed(context: DrawingContext, scene: Scene, body: Body, pose: Pose, ink: Ink) -> Piece:
    """The tilted body with its limbs and held things."""
    tilt = Affine.turn(pose.tilt, body.bounds.centre)
    deed, at = acted(context, scene, body), joints(body).moved(tilt)
    outfit = body.outfit or Outfit()
    limbs = draw_limbs(pose, at, ink, context.table.optical, outfit.limbs)
    trunk = [piece.moved(tilt) for piece in (*body.front, *attached(context.moment, body))]
    arms, legs = limbs.arms, [as_piece(limb) for limb in limbs.legs]
    legs += shod(context, outfit.shoes, limbs.legs, at.size)
    below = [piece.moved(tilt) for piece in outfit.trunk]
    if below and not pose.legs_front:
        below, legs = [*legs, *below], []
    resting = [] if deed.hands else [as_piece(arm) for arm in arms if arm.svg]
    if scene.act == "jumping rope":
        feet = [leg.bounds.y1 for leg in limbs.legs]
        bottom = max(feet, default=body.bounds.y1) + 0.06 * body.size
        resting.append(rope(arms[0].end, arms[1].end, bottom, 0.03 * body.size))
    drawn = [Hand(arm.end, side) for arm, side in zip(arms, _HANDS, strict=True) if arm.svg]
    gloveless = not in_slot(context, scene, HANDS)
    hands = drawn or corner_hands(body, context.moment.swing, _lifts(scene), gloveless)
    gloved = gloves(context, scene, body, hands)
    side = front_side(context.library, body.part.concept, body.part.anchors)
    if len(set(in_hands(scene))) == 1 and side >= 0:
        hands = hands[::-1]
    free = head_of(body) if side else seen_of(body)
    reach = Reach() if drawn else reach_of(context, body)
    paws = hand_ink(ink)
    figure = stack(
        [
            *(piece.moved(tilt) for piece in (*deed.back, *body.back)),
            *below,
            *resting,
            *([*trunk, *legs] if pose.legs_front else [*legs, *trunk]),
            *gloved,
            *(piece.moved(tilt) for piece in deed.front),
            *_reaching(context, deed, body, ink, tilt, bool(drawn)),
            *things_in_hands(context, in_hands(scene), hands, body.size, paws, free, reach),
            *_sign(context, scene, body, ink, drawn),
        ]
    )
    keyed = context.moment.pose is not None
    return on_ground(figure, limbs, at.hips, body.size) if keyed else figure


def _reaching(
    context: DrawingContext, deed: Deed, body: Body, ink: Ink, tilt: Affine, has_arms: bool
) -> list[Piece]:
    """The hands, perhaps on arms, at what an act puts into them."""
    if deed.hands is None:
        return []
    if not has_arms:
        return [hand.moved(tilt) for hand in mittens(deed.hands, body.hand_size, hand_ink(ink))]
    optical, size = context.table.optical, body.limb_size
    wear = None if body.outfit is None else body.outfit.limbs
    return [
        as_piece(arm_to(start, hand, 0.05 * size, size, ink, optical, wear)).moved(tilt)
        for start, hand in zip(reaching_from(body, deed.hands), deed.hands, strict=True)
    ]


def _sign(
    context: DrawingContext, scene: Scene, body: Body, ink: Ink, hands: Sequence[Hand]
) -> list[Piece]:
    """The sign of a Scene in its right hand; before the body of one without arms, or in clothes."""
    if body.part.concept in LETTERED and not hands:
        return lettered(context, scene, body)
    if not hands or _is_dressed(body):
        return placard(context, scene, body, hand_ink(ink))
    sign, (x, y) = sign_of(context, scene, body.size), hands[-1].at
    out = 0.07 * body.size
    return [] if sign is None else [sign.moved(Affine.move(x + out, y + out))]
