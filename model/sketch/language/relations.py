"""What a linking word does with its noun: riding, in, under, next to, chasing, eating, throwing."""

from collections.abc import Mapping

from model.sketch.language.clauses import Draft
from model.sketch.library import Concept

CONTAINERS = frozenset(
    {
        "package", "wastebasket", "hot beverage", "teacup without handle", "bathtub", "automobile",
        "oncoming automobile", "bus", "taxi", "sport utility vehicle", "racing car", "canoe",
        "flying saucer", "shopping cart", "basket", "bucket", "pot of food", "bowl with spoon",
        "beer mug", "glass of milk", "cup with straw", "wrapped gift", "luggage", "backpack",
        "coffin", "nest with eggs", "empty nest", "sailboat", "jar", "steaming bowl", "handbag",
        "clutch bag", "shopping bags", "bubble tea", "pickup truck", "delivery truck", "tractor",
        "top hat", "wine glass", "cocktail glass", "shallow pan of food", "tent", "toilet",
        "hot dog", "egg", "light bulb", "crystal ball", "baby bottle", "treasure chest",
        "roller coaster", "bubbles", "teapot", "amphora", "swimming pool", "pocket", "cauldron",
        "snow globe", "potted plant", "running shoe", "sock", "washing machine", "fish bowl",
        "jam jar", "oil drum",
    }
)  # fmt: skip
# What else may hold something when the prompt says "inside".
_HOLLOW = frozenset({"object", "food", "vehicle", "plant"})
# What is below them is in front of them: they fill the sky.
_BACKDROPS = frozenset({"place", "sky"})
_OVERHEAD = frozenset(
    {"umbrella", "umbrella with rain drops", "cloud", "cloud with rain", "cloud with snow",
     "cloud with lightning", "sun behind rain cloud", "cloud with lightning and rain"}
)  # fmt: skip
_SOLID = frozenset({
    "snowman", "snowman without snow", "watch", "luggage", "rock", "wood", "star", "iceberg",
})  # fmt: skip
_CRESCENT = "crescent moon"  # one sits on it, though it is in the sky
MOUNT, INSIDE, UNDER, BESIDE, CHASE, RACE, WALK, EAT, THROW, LEAP, HIDDEN, TEND = (
    "mount", "inside", "under", "beside", "chase", "race", "walk", "eat", "throw", "leap", "hidden",
    "tend",
)  # fmt: skip
WITH_THING: Mapping[str, str] = {
    EAT: "eating", THROW: "throwing", "drink": "drinking", "brush": "brushing", "read": "reading",
    "play": "playing", "type": "typing", "knit": "knitting", "juggle": "juggling",
    "carry": "carrying", "hug": "hugging", "breathe": "breathing",
}  # fmt: skip
"""Links whose thing is held, at a place that goes with the act."""
WITH_PARTNER: Mapping[str, str] = {
    "hug": "hugging", "kiss": "kissing", "high five": "high fiving", "shake hands": "shaking hands",
    "hold hands": "holding hands", "fight": "fighting", "punch": "punching", "marry": "marrying",
    "push": "pushing", "pull": "pulling", "feed": "feeding", "clink": "clinking",
    "dance": "dancing", "talk": "talking", "make a heart": "making a heart", "face": "facing",
    "love": "kissing", "wave": "facing",
}  # fmt: skip
"""Links whose noun is a figure at the base's side; several figures may do it without a noun."""

_OLD = frozenset({"1F474", "1F475", "1F9D3"})
"""Old people, who are no longer recognised as ones that walk or run."""
_SIDE_BY_SIDE: Mapping[str, str] = {RACE: "running", WALK: "walking"}


def relate(draft: Draft, concept: Concept, link: str) -> bool:
    """Put a concept in relation to the base as the link asks; False if the link asks otherwise.

    A second thing in the same relation is not taken.
    """
    backdrop = concept.kind in _BACKDROPS and concept.name not in _OVERHEAD | CONTAINERS | _SOLID
    if link in (MOUNT, "upon") and concept.id in draft.held:
        draft.held.remove(concept.id)  # a witch on her broom
    elif link != CHASE and concept.id in draft.held:
        return True  # "drinking coffee in a mug"
    if link in WITH_THING and draft.act in (None, "together"):
        draft.act = WITH_THING[link]
        return False
    if link == CHASE and draft.beside is None:
        draft.beside, draft.act = concept.id, "chasing"
        draft.pose = draft.pose or "running"
    elif link in _SIDE_BY_SIDE and draft.beside is None:
        draft.beside, draft.act = concept.id, "together"
        if draft.base not in _OLD:
            draft.pose = draft.pose or _SIDE_BY_SIDE[link]
    elif (
        link in (BESIDE, TEND) and draft.beside is None and (not backdrop or concept.kind == "sky")
    ):
        draft.beside = concept.id
    elif draft.inside is None and (
        (link in ("in", INSIDE) and concept.name in CONTAINERS)
        or (link == INSIDE and concept.kind in _HOLLOW)
        or (link == "in" and concept.kind in ("food", "vehicle"))
    ):
        draft.inside = concept.id
    elif (
        link in ("upon", MOUNT)
        and draft.mount is None
        and (not backdrop or concept.name == _CRESCENT)
    ):
        draft.mount = concept.id
    elif link == LEAP and draft.mount is None:
        draft.mount, draft.act, draft.pose = concept.id, "jumping over", None
    elif link == HIDDEN and draft.hidden is None and not backdrop:
        draft.hidden = concept.id
    elif link == UNDER and draft.over is None and not backdrop:
        draft.over = concept.id
    else:
        return False
    return True
