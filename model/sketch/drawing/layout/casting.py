"""The figures of an act of several: what each wears, shows and does, and how it stands."""

from collections.abc import Sequence
from dataclasses import replace

from model.sketch.drawing.art.stances import (
    HEADS,
    PROFILES,
    front_side,
    has_limbs,
    is_person,
    shown_base,
)
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.bodily import needs_trunk
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.figure import Figure, draw_figure
from model.sketch.drawing.layout.pairings import PAIRINGS, Pairing, pairing_act
from model.sketch.drawing.layout.sizes import meant_size
from model.sketch.drawing.layout.tables import AT_A_TABLE
from model.sketch.drawing.pose.poses import Pose, pose_of
from model.sketch.drawing.vector.geometry import Affine
from model.sketch.library import ALIVE, Library
from model.sketch.scene import Scene

# The height of a head with its trunk and of a person whose art shows all of them.
_TALL, _WHOLE = 126.0, 140.0
_HEADS = frozenset(HEADS.values())
_DANCERS = frozenset({"1F57A", "1F483"})
_CROSS = frozenset({"angry", "furious", "swearing", "shocked", "scared"})
_FLYING = frozenset({"1F6F8", "2708", "1F681", "1F388", "1F680", "1F6E9", "1FA81", "1FA82"})
_LEGLESS = frozenset({"1F47B", "1F480", "2620", "1F4A9", "1F383"})  # ghost, skulls, heap, pumpkin
_HANDY = frozenset({"feeding", "pushing", "pulling", "punching"})
# Heads on trunks who hug lean less.
_UPRIGHT = 0.25


def casts(library: Library, scene: Scene, pairing: Pairing) -> list[Scene]:
    """One Scene for each figure."""
    at_a_table = pairing_act(scene) == AT_A_TABLE
    held = () if scene.act == "feeding" or at_a_table else scene.held
    plain = replace(
        scene, count=1, beside=None, beside_count=1, beside_worn=(), act=None, held=held, tints=()
    )
    first = replace(plain, accessories=_with(scene.accessories, pairing.first))
    if scene.beside is None:
        others = [plain] * (scene.count - 1)
        others[-1:] = [replace(plain, accessories=_with(scene.accessories, pairing.second))]
        return [first, *others]
    colour = dict(scene.tints).get(scene.beside)
    shared = scene.act in ("together", "dancing", "best friends", "hugging", "kissing", "fighting")
    second = Scene(
        scene.beside,
        expression="dizzy" if scene.act == "punching" else scene.expression if shared else None,
        pose="dancing" if scene.base in _DANCERS else scene.pose if shared else None,
        colour=colour,
        accessories=_with(scene.beside_worn, pairing.second),
    )
    everyone = [*[first] * scene.count, *[second] * scene.beside_count]
    return _alike(library, everyone)


def _alike(library: Library, scenes: Sequence[Scene]) -> list[Scene]:
    """The Scenes, in which all animals show their heads if one of them does."""
    heads = [shown_base(library, one) in _HEADS for one in scenes]
    if not any(heads):
        return list(scenes)
    return [replace(one, base=HEADS.get(one.base, one.base)) for one in scenes]


def _with(accessories: tuple[str, ...], name: str) -> tuple[str, ...]:
    return accessories if not name or name in accessories else (*accessories, name)


def leaning(pairing: Pairing, scene: Scene, number: int, of: int) -> float:
    """The lean of a figure in degrees, to the middle; who pushes leans, what is pushed does not."""
    if scene.act in ("pushing", "pulling", "punching"):
        return pairing.lean if number == 0 else 0.0
    return pairing.lean * (1 if number < of / 2 else -1)


def cast(
    context: DrawingContext, one: Scene, rightwards: bool, lean: float, scene: Scene
) -> Figure:
    """One figure on the ground line y = 0 that looks to the right or to the left."""
    act, library = pairing_act(scene) or "facing", context.library
    does = act if scene.act in PAIRINGS or one.base != scene.base or not one.held else scene.act
    posed = one if _is_still(library, scene, one) else replace(one, act=does or act)
    concept = shown_base(library, posed)
    part = context.part(concept)
    side = front_side(library, concept, part.anchors)
    mirrored = side < 0 if rightwards else side > 0
    pose = None
    if posed is not one and one.pose is None:
        wearer = Wearer(part, part.body)
        has_trunk = needs_trunk(library, posed, wearer)
        pose = _gesture(context, scene, wearer, has_trunk, one.base == scene.base)
    if pose is not None and rightwards == mirrored:
        pose = pose.mirrored()
    figure = draw_figure(context, posed, mirrored, 0.0, pose)
    box = figure.piece.bounds
    size = Affine.scale(meant_size(library, one.base) * _to_one_height(library, figure))
    if PAIRINGS[act].reach == "round" and figure.below is not None:
        lean *= _UPRIGHT
    return figure.moved(Affine.turn(lean) @ size @ Affine.move(-box.centre[0], -box.y1))


def _to_one_height(library: Library, figure: Figure) -> float:
    """The scale that makes persons and heads equally tall, whatever their art shows of them."""
    if figure.body is None:
        return 1.0
    if figure.below is None:
        box = figure.body.bounds
        is_upright = is_person(library, figure.body.part.concept) and box.height > box.width
        return _WHOLE / box.height if is_upright else 1.0
    top = figure.place.bounds(figure.body.bounds).y0
    return _TALL / (figure.below.y1 - top)


def _gesture(
    context: DrawingContext, scene: Scene, wearer: Wearer, has_trunk: bool, is_first: bool
) -> Pose | None:
    """The pose of a figure that looks to the right; None for art that shows limbs of its own."""
    library, act = context.library, pairing_act(scene) or "facing"
    if act == "fighting" and wearer.part.concept in PROFILES:
        return None
    if has_limbs(library, wearer.part.concept, wearer.anchors) and not has_trunk:
        return pose_of("pair", context.rng("pose")) if act == "fighting" else None  # rears up
    if PAIRINGS[act].reach is not None or act in _HANDY:
        return pose_of("pair", context.rng("pose"))
    if act == "facing" and is_first and has_trunk:
        if is_aloft(library, scene.beside):
            return pose_of("hailing", context.rng("pose"))
        return pose_of("scolding", context.rng("pose")) if is_cross(scene) else None
    if act == "talking" and has_trunk:
        return pose_of("telling", context.rng("pose"))
    with_body = act in ("facing", "together", "talking") and _meets_a_body(library, scene)
    if with_body and library.kind(wearer.part.concept) == "face" and not _is_legless(wearer):
        return pose_of("standing", context.rng("pose"))
    return None


def _meets_a_body(library: Library, scene: Scene) -> bool:
    """Whether one of two figures is a person or an animal."""
    kinds = {library.kind(concept) for concept in (scene.base, scene.beside) if concept}
    return not kinds.isdisjoint({"animal", "person"})


def _is_legless(wearer: Wearer) -> bool:
    """Whether a face is a smiley or a ghost."""
    return wearer.anchors.face == "features" or wearer.part.concept in _LEGLESS


def is_cross(scene: Scene) -> bool:
    """Whether the first figure yells at the other."""
    return scene.act == "facing" and scene.expression in _CROSS


def is_aloft(library: Library, concept: str | None) -> bool:
    """Whether a thing is in the air over those who look at it."""
    return concept is not None and (library.kind(concept) == "sky" or concept in _FLYING)


def _is_still(library: Library, scene: Scene, one: Scene) -> bool:
    """Whether a figure does nothing: a thing that something is done to, or one asleep."""
    if one.base == scene.beside and (
        scene.act in ("pushing", "pulling")
        or (scene.act == "punching" and library.kind(one.base) in ("vehicle", "object", "place"))
    ):
        return True
    if scene.pose == "sleeping":
        return True
    looks = pairing_act(scene) in (None, "facing", "together", "talking")
    return scene.act == "clinking" or (looks and library.kind(one.base) not in ALIVE)
