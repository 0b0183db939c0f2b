"""When the emoji of a head gets a trunk: for what needs shoulders, a belly or legs."""

from model.sketch.drawing.art.slots import BODILY, GARMENTS, slot_of
from model.sketch.drawing.art.stances import AIRY, LIMBED, PROFILES, front_side, is_bust
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.busts import has_shoulders
from model.sketch.drawing.colour.oklch import Lch
from model.sketch.drawing.place.places import place_of
from model.sketch.drawing.pose.poses import POSES
from model.sketch.drawing.wear.dress import is_head
from model.sketch.drawing.wear.worn import FEET
from model.sketch.library import Library
from model.sketch.scene import Scene

# What is done above the head or at the mouth is drawn on the head itself: short arms do not reach
# round it, and a large mouth shows what it eats at small sizes.
_ACTS = frozenset({
    "hugging", "reading", "playing", "typing", "knitting", "jumping rope",
    "best friends", "high fiving", "shaking hands", "holding hands", "dancing", "fighting",
    "punching", "pushing", "pulling", "kissing", "marrying", "talking", "together", "facing",
    "feeding", "making a heart", "at a table",
})  # fmt: skip
_POSES = frozenset(POSES) - {"sleeping", "cheering", "jumping"}
_PLAIN_ACTS = frozenset({
    "eating", "drinking", "brushing", "on the head", "on the back", "breathing", "in a row",
    "carrying", "lifting weights",
    "juggling", "throwing", "upside down", "melting", "chasing", "jumping over", "bowing",
})  # fmt: skip
_CHANGED = frozenset({"upside down", "melting", "in a row", "in a puddle"})
_LIGHTER = 0.05  # what a muzzle needs to be lighter than the head, for a belly in its colour


def needs_trunk(library: Library, scene: Scene, wearer: Wearer) -> bool:
    """Whether the head of an animal or a person is drawn with a trunk for what it does.

    Smileys stay faces, and so does what is cut off by a rim, seen from the side or mixed.
    """
    concept = wearer.part.concept
    mixed = scene.material or scene.half or scene.bottom or scene.top or scene.like
    if mixed or scene.inside or scene.hidden:
        return False
    if has_shoulders(wearer):
        return scene.act not in _CHANGED and _is_whole(library, scene)
    person = is_bust(library, concept) and "200D" not in concept
    if concept in LIMBED:
        return False
    if not (person or library.kind(concept) == "animal") or concept in PROFILES:
        return False
    if not is_head(library, wearer):
        return False
    if not BODILY.isdisjoint(scene.accessories) or wearer.part.is_head:
        return True
    if front_side(library, concept, wearer.anchors):
        return False
    if scene.act in _PLAIN_ACTS:
        return False
    return _is_bodily(library, scene)


def _is_bodily(library: Library, scene: Scene) -> bool:
    stands = scene.behind is not None and _has_ground(scene.behind)
    rides = scene.mount is not None or any(
        slot_of(library, name) == FEET for name in scene.accessories
    )
    holds = bool(scene.text) or any(concept not in AIRY for concept in scene.held)
    return stands or rides or holds or scene.act in _ACTS or scene.pose in _POSES


def _is_whole(library: Library, scene: Scene) -> bool:
    """Whether a person whose art is a bust is seen from head to foot."""
    if any(slot_of(library, name) in (*GARMENTS, *BODILY) for name in scene.accessories):
        return True
    acts = bool(
        scene.act or scene.count > 1 or scene.pose or scene.over or scene.mount or scene.beside
    )
    return acts or _is_bodily(library, scene)


def _has_ground(behind: str) -> bool:
    """Whether what is behind a figure is a place to stand in."""
    place = place_of(behind)
    return place is not None and place.ground is not None


def belly_of(wearer: Wearer) -> Lch | None:
    """The colour of a head around its mouth if that is lighter than the rest; None otherwise."""
    x, y, apart = wearer.anchors.eyes
    muzzle = wearer.art.skin(x, y + 1.1 * apart, 0.35 * apart)
    return muzzle if muzzle.light > wearer.art.main.light + _LIGHTER else None
