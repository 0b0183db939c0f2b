"""The body of a figure: the base in its colour, with face and accessories."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from model.sketch.drawing.art.borrowed import BOTTOMS, TOPS, coloured_like, footed, topped
from model.sketch.drawing.art.fit import (
    BACK_SLOTS,
    FACE_SLOTS,
    HANGING_SLOTS,
    HAT_SLOTS,
    HEAD_SLOTS,
    fit_of,
)
from model.sketch.drawing.art.hybrid import halved, with_mouth
from model.sketch.drawing.art.pieces import UNIT, Piece, Table, unit_bounds
from model.sketch.drawing.art.slots import APRON, CAPE, GARMENTS, slot_of
from model.sketch.drawing.art.stances import (
    ANIMALS,
    CAT_FACE,
    CAT_FACES,
    is_person,
    is_ridden,
    shown_base,
)
from model.sketch.drawing.art.wearer import Wearer, is_whole
from model.sketch.drawing.body.busts import has_shoulders, head_alone
from model.sketch.drawing.body.outfit import Outfit, is_dressed, outfit_of
from model.sketch.drawing.body.profile_heads import cut_head
from model.sketch.drawing.body.trunks import HUNG, hung
from model.sketch.drawing.colour.hair import HAIR, dyed
from model.sketch.drawing.colour.look import Look, look, tinted
from model.sketch.drawing.colour.materials import MATERIALS, made_of, pattern_on
from model.sketch.drawing.colour.recolour import is_already, recolour
from model.sketch.drawing.colour.rim import lifted
from model.sketch.drawing.face.animal_face import BEAKED, MUZZLED, animal_face
from model.sketch.drawing.face.expression import eye_covers, lay_features
from model.sketch.drawing.face.eye_size import resized_eyes
from model.sketch.drawing.face.face_place import SKULL, drawn_eyes
from model.sketch.drawing.face.features import on_head, with_features, without_eyes
from model.sketch.drawing.face.mixed_face import as_smiley, with_mouth_of
from model.sketch.drawing.face.muzzles import muzzle_mouth
from model.sketch.drawing.pose.moment import AT_REST, STILL, Moment
from model.sketch.drawing.pose.particles import ATTACHED
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.drawing.wear.dress import wraps
from model.sketch.drawing.wear.worn import (
    EYE_PARTS,
    FEET,
    HANDS,
    LINED,
    is_behind_eyes,
    worn,
)
from model.sketch.library import HEAD, Library, Part
from model.sketch.scene import Scene

_TINTED = {"jealous": "lime"}  # expressions that change a smiley's colour
_CLOSED_EYES = "relieved"
_ACTING = "smiling"  # the face of a thing in clothes, or that does something
_FACEPALM, _DISMAYED = "facepalm", "sad"
_EYES_ALONE = "speechless"
_ON_MOUTH = frozenset({"lip", "mouth", "chin"})
_OPAQUE = frozenset({"sunglasses", "eye mask"})
"""Accessories behind which no eyes are seen."""
_ON_FACE = _ON_MOUTH | {"eye", "eyes", "nose", "brow", "all round"}
_FANGS = "fangs"
_SHOWN = frozenset({_FANGS, "braces", "tongue"})  # with a mouth around them
_PASSIVE = frozenset({"in a row", "upside down", "melting", "together", "facing"})
_ON_FACES = frozenset({"cheeks", "cheek", "temple", "lobes"})  # what has no eyes is odd with it
_FACELESS = frozenset({"symbol", "flag", "hand", "body", "person"})  # kinds of things
_DARK_FUR = 0.14  # a larger share of dark pixels is more than eyes
_BADGE = 0.52
_WHOLE_HANDS = 0.8  # the size of hands of whole animals, in sizes of the body
_TRUNK_LIMBS = 1.3  # the size of limbs, in widths of the trunk
_LETTERED = frozenset({"1F6D1", "E420"})  # have letters instead of a face

# Expressions that an animal shows by what it wears.
_EYEWEAR = {"cool": "sunglasses", "nerdy": "glasses"}
_BY_MOUTH = frozenset({"yawning", "sneezing"})
"""Expressions that need their mouth to be recognised, also on a muzzle."""


@dataclass(frozen=True, slots=True)
class DrawingContext:
    """What drawing one picture needs: library, style, part cutter and random generators.

    `variation` is what they are seeded with; `moment` says where the parts of moving figures are,
    `eyes` how large their eyes are.
    """

    library: Library
    style: str
    table: Table
    variation: str
    moment: Moment = STILL
    tints: Mapping[str, str] = field(default_factory=dict)
    eyes: float = 1.0

    def rng(self, purpose: str) -> random.Random:
        """A new generator for one purpose, so that what else is drawn does not change it."""
        return random.Random(f"{self.variation} {purpose}")

    def figure(self, number: int) -> "DrawingContext":
        """The same for one of several figures; the first one varies as it would alone."""
        return replace(self, variation=f"{self.variation} {number}") if number else self

    def tinted(self, concept: str) -> str | None:
        """The markup of a concept in the colour that it has in the Scene; None for its own."""
        colour = self.tints.get(concept)
        if colour is None:
            return None
        part = self.part(concept)
        return tinted(part.body, part.size, colour)

    def at(self, moment: Moment, carried: bool = False) -> "DrawingContext":
        """The same at a moment; what is `carried` moves with what carries it."""
        if carried and moment is not STILL:
            tears = tuple(one for one in moment.particles if one.origin in ATTACHED)
            moment = replace(
                moment, figure=AT_REST, middle=AT_REST, limbless=AT_REST, particles=tears
            )
        return replace(self, moment=moment)

    def part(self, concept: str) -> Part:
        """The art of a concept, or of its head alone."""
        if concept.endswith(HEAD):
            return cut_head(self.library, self.style, concept)
        return self.library.part(self.style, concept)

    def faceless(self, concept: str) -> Part:
        """The art of a concept without its own face; a head keeps it."""
        if concept.endswith(HEAD):
            return self.part(concept)
        return self.library.faceless(self.style, concept)

    def placed(self, part: Part, place: Affine) -> Piece:
        """A part in its colour in the Scene, with its unit square mapped by `place`."""
        tint = self.tinted(part.concept)
        return self.table.rimmed(part, place, lifted(tint or part.body, part.size))

    def thing(self, concept: str, middle: Point, size: float, number: int = 0) -> Piece:
        """A concept's art around a point, slightly turned, its longer side of length `size`.

        Things alike with other numbers are turned otherwise.
        """
        turn = self.rng(f"thing {concept} {number}").uniform(-12, 12)
        part = self.part(concept)
        own = unit_bounds(part.anchors)
        place = (
            Affine.move(*middle)
            @ Affine.turn(turn)
            @ Affine.scale(size / max(own.width, own.height))
            @ Affine.move(-own.centre[0], -own.centre[1])
        )
        return self.placed(part, place)


@dataclass(frozen=True, slots=True)
class Body:
    """A base, UNIT wide and high: `back` is drawn behind it, `front` starts with the base."""

    part: Part
    markup: str
    back: tuple[Piece, ...]
    front: tuple[Piece, ...]
    outfit: Outfit | None = None

    @property
    def wearer(self) -> Wearer:
        return Wearer(self.part, self.markup)

    @property
    def art(self) -> Look:
        return look(self.markup, self.part.size)

    @property
    def trunk(self) -> Bounds | None:
        """The bounds of the trunk that is drawn below a head."""
        return None if self.outfit is None else self.outfit.place

    @property
    def bounds(self) -> Bounds:
        return Affine.scale(UNIT).bounds(unit_bounds(self.part.anchors))

    @property
    def size(self) -> float:
        return (self.bounds.width + self.bounds.height) / 2

    @property
    def limb_size(self) -> float:
        """The size that its limbs are drawn for; smaller on a trunk below a head."""
        return self.size if self.trunk is None else _TRUNK_LIMBS * self.trunk.width

    @property
    def hand_size(self) -> float:
        """The size that its hands are drawn for; smaller on a whole animal or person."""
        return _WHOLE_HANDS * self.size if self.is_whole else self.size

    @property
    def is_whole(self) -> bool:
        """True for a whole animal or person, which gets no additional legs."""
        return is_whole(self.part.anchors)


def draw_body(context: DrawingContext, scene: Scene) -> Body:
    """The base with its colour, expression and accessories, without limbs."""
    part, expression = _base(context, scene)
    opaque = _OPAQUE | {"glasses"} if context.style == "fluent" else _OPAQUE
    has_eyes = opaque.isdisjoint(scene.accessories)
    markup = _markup(context, scene, part, has_eyes)
    back, before = _borrowed(context, scene, part)
    front = [_art(context, part, markup)]
    if scene.material is not None and MATERIALS[scene.material].is_apart:
        crack = pattern_on(markup, part.size, scene.material)
        front.append(context.table.cut(part, Affine.scale(UNIT), crack))

    def headed(pieces: Sequence[Piece]) -> list[Piece]:
        return on_head(part, markup, context.moment, pieces, UNIT)

    if (
        context.eyes != 1
        and part.anchors.face == "own"
        and not _hides_eyes(context, part, expression)
    ):
        front += headed(resized_eyes(context.table, part, markup, context.eyes))
    if expression is not None:
        front += headed(_face(context, part, markup, expression, scene.mouth, has_eyes))
    front += before
    wearer = Wearer(part, markup)
    dressed = is_dressed(context.library, scene) and wraps(context.library, wearer)
    wearer = replace(wearer, is_wrapped=dressed)
    faced = _faced(context, wearer, expression, scene.mouth)
    outfit = outfit_of(context.library, context.table, context.style, scene, wearer, context.tints)
    trunk = None if outfit is None else outfit.place
    helmets: list[Piece] = []
    for name in scene.accessories:
        slot = slot_of(context.library, name)
        if slot in (HANDS, FEET, *GARMENTS) or (name == APRON and trunk is not None):
            continue
        if name in EYE_PARTS and part.anchors.face != "none":
            front += headed(eye_covers(part, markup))
        shown = faced if slot in FACE_SLOTS else wearer
        piece = _worn(context, scene, name, shown, trunk)
        piece = _worn_in_motion(context, part, slot, piece)
        if slot in HEAD_SLOTS:
            (piece,) = headed([piece])
        if wearer.is_wrapped and slot == "all round":
            helmets.append(piece)
        else:
            is_behind = fit_of(name, slot).behind or is_behind_eyes(name, wearer)
            (back if is_behind else front).append(piece)
    if outfit is not None:
        if trunk is not None and has_shoulders(wearer):
            front[0] = head_alone(context.table, wearer, front[0])
        front = [front[0], *helmets, *outfit.front, *front[1:]]
    return Body(part, markup, tuple(back), tuple(front), outfit)


def _markup(context: DrawingContext, scene: Scene, part: Part, has_eyes: bool) -> str:
    """The base's markup in the Scene's colours and material."""
    colour, markup = scene.colour, part.body
    if colour is None and part.anchors.face == "features":
        colour = _TINTED.get(scene.expression or "")
    if colour is not None:
        seen, has_face = look(markup, part.size), part.anchors.face in ("own", "features")
        dark_eyes = has_face and seen.dark_share < _DARK_FUR
        if not is_already(seen.main, colour):
            markup = recolour(markup, seen.main, colour, part.size, dark_eyes)
    if hair := context.tints.get(HAIR):
        markup = dyed(part, markup, hair)
    if not has_eyes and part.anchors.face == "features":
        markup = without_eyes(part, markup)
    if scene.like is not None:
        markup = coloured_like(markup, part, context.part(scene.like))
    if scene.material is not None:
        markup = made_of(markup, part.size, scene.material)
    return lifted(markup, part.size)


def _worn(
    context: DrawingContext, scene: Scene, name: str, wearer: Wearer, trunk: Bounds | None
) -> Piece:
    """An accessory on a wearer, perhaps on the trunk below its head."""
    library, tint = context.library, context.tints.get(name)
    if name == CAPE and tint is None and _FANGS in scene.accessories:
        tint = LINED
    if trunk is not None and name in HUNG:
        return hung(context.table, library.worn(context.style, name), name, trunk, tint)
    return worn(library, context.table, context.style, name, wearer, tint)


def _faced(
    context: DrawingContext, wearer: Wearer, expression: str | None, mouth: str | None
) -> Wearer:
    """The wearer with its eyes where they are drawn on a thing."""
    part = wearer.part
    if expression is None or part.anchors.face != "none" or part.concept == SKULL:
        return wearer
    features = _features(context, expression, mouth)
    apart = part.anchors.eyes[2] * context.table.optical.larger_face
    eyes = drawn_eyes(part, features, apart)
    return replace(wearer, part=replace(part, anchors=replace(part.anchors, eyes=eyes)))


def _borrowed(context: DrawingContext, scene: Scene, part: Part) -> tuple[list[Piece], list[Piece]]:
    """What the base has from other things at its bottom and its top: behind it, and before it."""
    back: list[Piece] = []
    front: list[Piece] = []
    for concept, cuts, draw in ((scene.bottom, BOTTOMS, footed), (scene.top, TOPS, topped)):
        if concept is not None:
            piece = draw(context.table, part, context.part(concept))
            (front if cuts[concept].front else back).append(piece)
    return back, front


def _art(context: DrawingContext, part: Part, markup: str) -> Piece:
    """The base, its features moved as the moment says."""
    moment = context.moment
    if part.anchors.face == "features":
        moment = moment.with_eyes(context.eyes)
    shown = None if moment is STILL else with_features(part, markup, moment)
    return context.table.rimmed(part, Affine.scale(UNIT), markup, shown)


def _worn_in_motion(context: DrawingContext, part: Part, slot: str, piece: Piece) -> Piece:
    """An accessory at the moment: what is on the face goes with it, the rest follows through."""
    moment, box = context.moment, piece.bounds
    if moment is STILL:
        return piece
    if slot in HAT_SLOTS:
        return piece.moved(moment.hat.about((box.centre[0], box.y1), UNIT))
    if slot in HANGING_SLOTS:
        return piece.moved(moment.hang.about((box.centre[0], box.y0), UNIT))
    if slot in BACK_SLOTS:
        return piece.moved(moment.back.about(box.centre, UNIT))
    if slot not in FACE_SLOTS or part.anchors.face == "own":
        return piece
    x, y, _ = part.anchors.eyes
    return piece.moved(moment.face.about((UNIT * x, UNIT * y), UNIT * part.anchors.box.w))


def _base(context: DrawingContext, scene: Scene) -> tuple[Part, str | None]:
    """The base's part and the expression that still has to be drawn on it.

    A smiley is replaced by the smiley with that expression; a sleeping base closes its eyes.
    """
    base = shown_base(context.library, scene)
    part, expression = context.part(base), scene.expression
    if scene.half is not None:
        return _hybrid(context, part, scene.half), None
    if scene.mouth is not None and expression is None and part.anchors.face != "none":
        other = context.part(scene.mouth)
        context.table.used.append(other.concept)
        return with_mouth(part, other), None
    expressions = context.library.expressions
    if scene.pose == "sleeping" and expression is None and part.anchors.face == "own":
        expression = _CLOSED_EYES if _CLOSED_EYES in expressions else None
    if expression is not None and part.anchors.face == "features":
        smiley = context.part(expressions[expression])
        return _with_two_moods(context, smiley, expression, scene.mouth), None
    if (
        base == CAT_FACE
        and scene.mouth is None
        and (cat := CAT_FACES.get(expression or "")) is not None
    ):
        return context.part(cat), None
    if expression is None and part.anchors.face == "none":
        expression = _ACTING if _is_acting(context, scene) else _behind_worn(context, scene)
    if expression is not None:
        part = context.faceless(base)
    return part, expression


def _with_two_moods(
    context: DrawingContext, smiley: Part, expression: str, mouth: str | None
) -> Part:
    """A smiley with another mouth."""
    if mouth is None:
        return smiley
    return as_smiley(smiley, _features(context, expression, mouth))


def _features(context: DrawingContext, expression: str, mouth: str | None) -> Part:
    """The eyes and the mouth of an expression, or of another one whose smiley is `mouth`."""
    features = context.library.features(context.style, expression)
    if mouth is None:
        return features
    lower = context.library.features(context.style, _named(context.library, mouth))
    return with_mouth_of(features, lower)


def _named(library: Library, smiley: str) -> str:
    """The expression of a smiley."""
    return next(name for name, concept in library.expressions.items() if concept == smiley)


def _is_acting(context: DrawingContext, scene: Scene) -> bool:
    """Whether a thing does what only one with a face does."""
    if is_dressed(context.library, scene):
        return True
    if context.library.kind(scene.base) in _FACELESS or scene.base in _LETTERED:
        return False
    acts = scene.act is not None and scene.act not in _PASSIVE
    holds = any(context.library.kind(concept) != "hand" for concept in scene.held)
    faces = any(context.library.accessories[one].slot in _ON_FACES for one in scene.accessories)
    drives = scene.inside is not None and context.library.kind(scene.inside) == "vehicle"
    rides = drives or is_ridden(context.library, scene)
    return acts or holds or rides or faces or bool(scene.pose or scene.text)


def _behind_worn(context: DrawingContext, scene: Scene) -> str | None:
    """The face of a thing that wears something on its face: eyes alone if that hides a mouth."""
    if context.library.kind(scene.base) in _FACELESS or EYE_PARTS & set(scene.accessories):
        return None
    if _FACEPALM in scene.accessories:
        return _DISMAYED
    slots = {context.library.accessories[name].slot for name in scene.accessories}
    if not slots & _ON_FACE:
        return None
    return _EYES_ALONE if slots & _ON_MOUTH and not _SHOWN & set(scene.accessories) else _ACTING


def _hybrid(context: DrawingContext, part: Part, half: str) -> Part:
    other = context.part(shown_base(context.library, Scene(half, half=half)))
    context.table.used.append(other.concept)
    return halved(part, other)


def _hides_eyes(context: DrawingContext, part: Part, expression: str | None) -> bool:
    """Whether an expression covers the art's own eyes."""
    return expression is not None and not _has_muzzle(context, part)


def _has_muzzle(context: DrawingContext, part: Part) -> bool:
    """Whether the art has a muzzle or a beak, which a smiley's mouth would hide."""
    if context.library.kind(part.concept) != "animal" or part.anchors.face != "own":
        return False
    return part.concept in ANIMALS | BEAKED | MUZZLED or is_whole(part.anchors)


def _face(
    context: DrawingContext,
    part: Part,
    markup: str,
    expression: str,
    mouth: str | None,
    has_eyes: bool,
) -> list[Piece]:
    """The expression on the base, or a small smiley at the corner of a hollow one."""
    shows_mouth = expression in _BY_MOUTH and part.concept in MUZZLED
    if _has_muzzle(context, part) and not shows_mouth:
        wearer = Wearer(part, markup)
        if (name := _EYEWEAR.get(expression)) is not None:
            return [worn(context.library, context.table, context.style, name, wearer)]
        own = animal_face(context.style, wearer, expression, context.eyes, mouth is None)
        if own is not None:
            lower = expression if mouth is None else _named(context.library, mouth)
            return [*muzzle_mouth(wearer, lower, is_mixed=mouth is not None), own]
    if part.anchors.face != "hollow":
        features = _features(context, expression, mouth)
        person = is_person(context.library, part.concept)
        moment = context.moment.with_eyes(context.eyes)
        return lay_features(context.table, part, markup, features, moment, person, has_eyes)
    box = Affine.scale(UNIT).bounds(unit_bounds(part.anchors))
    size = _BADGE * max(box.width, box.height) * context.table.optical.larger
    corner = box.x1 - 0.2 * size, box.y1 - 0.3 * size
    return [context.thing(context.library.expressions[expression], corner, size)]
