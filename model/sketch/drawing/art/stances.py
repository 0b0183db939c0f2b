"""Which art shows a base, and poses of bases with limbs: persons, and animals with a body.

They get no drawn limbs. A person becomes the emoji of a person in that pose; an animal rises on its
hind legs.
"""

from collections.abc import Mapping

from model.sketch.drawing.art.fit import FACE_SLOTS
from model.sketch.drawing.art.head_outlines import OUTLINES
from model.sketch.drawing.art.slots import BODILY, slot_of
from model.sketch.library import HEAD, Anchors, Library
from model.sketch.scene import Scene

_PERSONS: Mapping[str, str] = {
    "1F9D1": "", "1F9D2": "", "1F9D3": "",
    "1F468": "-200D-2642", "1F466": "-200D-2642", "1F474": "-200D-2642",
    "1F469": "-200D-2640", "1F467": "-200D-2640", "1F475": "-200D-2640",
}  # fmt: skip
_IN_POSE: Mapping[str, str] = {
    "dancing": "1F483", "running": "1F3C3", "walking": "1F6B6", "jumping": "1F938",
    "sitting": "1F9CE", "flexing": "1F3CB", "cheering": "1F64B", "waving": "1F64B",
    "kicking": "1F93E", "meditating": "1F9D8", "sleeping": "1F6CC", "shrugging": "1F937",
    "standing": "1F9CD", "pointing": "1F481",
}  # fmt: skip
_DANCING_MAN = "1F57A"
SEATS = frozenset({"E424", "1FA91", "1F6CB", "1F6BD", "1F4BA", "1F6CF", "1F6C1"})
BROOM, ROCKET = "1F9F9", "1F680"
LEFTWARD = frozenset({"1F6B2", "1F3CD", "1F6F5", "1F6F4"})
"""Vehicles for one whose art looks to the left."""
_RIDDEN = LEFTWARD | {ROCKET, "E400", BROOM}  # a unicycle
AIRY = frozenset(
    {"1F495", "1F3B5", "1F3B6", "2728", "1F4A4", "1FAE7", "1F4A6", "1F4AB", "1F4A8", "1F4A2"}
)
"""Notes, sparkles, bubbles, hearts: what floats around a figure that has it."""
BED = "1F6CF"
"""Who is in a bedroom lies in its bed."""
ANIMALS = frozenset({
    "1F415", "1F9AE", "1F415-200D-1F9BA", "1F429", "1F408", "1F408-200D-2B1B", "1F405", "1F406",
    "1F40E", "1FACF", "1F98C", "1F9AC", "1F402", "1F403", "1F404", "1F416", "1F40F", "1F411",
    "1F410", "1F42A", "1F42B", "1F999", "1F992", "1F418", "1F9A3", "1F98F", "1F99B", "1F401",
    "1F400", "1F407", "1F43F", "1F9AB", "1F994", "1F9A1", "1F9A8", "1F998", "1F9A5", "1F9A6",
    "1F993", "1F98D", "1F9A7", "1F412", "1F996", "1F995", "1F40A", "1F422", "1F98E", "1F409",
    "1F413", "1F983", "1F426", "1F985", "1F986", "1F9A2", "1F989", "1F9A9", "1F99A", "1F99C",
    "1F9A4", "1F54A", "1FABF", "1F427", "1F426-200D-2B1B", "1F426-200D-1F525",
})  # fmt: skip
"""Animals whose emoji show the whole body."""
BIRDS = frozenset({
    "1F413", "1F983", "1F426", "1F985", "1F986", "1F9A2", "1F989", "1F9A9", "1F99A", "1F99C",
    "1F9A4", "1F54A", "1FABF", "1F427", "1F426-200D-2B1B", "1F426-200D-1F525",
})  # fmt: skip
# The emoji of an animal's head, for what needs its face or hands.
HEADS: Mapping[str, str] = {
    "1F408": "1F431", "1F415": "1F436", "1F9AE": "1F436", "1F415-200D-1F9BA": "1F436",
    "1F429": "1F436", "1F407": "1F430", "1F412": "1F435", "1F405": "1F42F", "1F40E": "1F434",
    "1F404": "1F42E", "1F402": "1F42E", "1F403": "1F42E", "1F416": "1F437", "1F401": "1F42D",
    "1F400": "1F42D", "1F409": "1F432",
}  # fmt: skip
CAT_FACE = "1F431"
CAT_FACES: Mapping[str, str] = {
    "angry": "1F63E", "crying": "1F63F", "happy": "1F638", "smiling": "1F63A",
    "laughing": "1F639", "in love": "1F63B", "smug": "1F63C", "kissing": "1F63D",
    "shocked": "1F640",
}  # fmt: skip
"""The emoji of a cat with an expression, where there is one."""
_HANDY_POSES = frozenset({
    "waving", "flexing", "cheering", "pointing", "shrugging", "meditating", "sleeping",
})  # fmt: skip
_BODILY_ACTS = frozenset({"chasing", "in a row", "bowing", "melting", "jumping over", "kissing",
                           "breathing"})  # fmt: skip
_HANDY_ACTS = frozenset({"lifting weights"})
_STANDING = frozenset({"facing", "together", "talking"})
_FROM_ABOVE = frozenset({"1F40A", "1F98E"})  # what a set shows from above
_CLOTHED = frozenset({"torso", "legs"})
_HEAD_SLOTS = FACE_SLOTS | {"lobes", "ears", "all round", "hands", "torso"}
# How far an animal rises, in degrees.
_RISE: Mapping[str, float] = {
    "dancing": 30, "cheering": 32, "kicking": 28, "flexing": 28, "jumping": 20, "waving": 6,
    "sitting": 18, "shrugging": 8, "flying": 12, "running": -5, "pointing": 6,
    "bowing": -32, "fighting": 16, "jumping over": 20, "jumping rope": 20,
}  # fmt: skip
# An animal that is taller than wide, by this factor, stands upright already.
_UPRIGHT, _UPRIGHT_SHARE = 1.1, 0.45


def shown_base(library: Library, scene: Scene) -> str:
    """The concept whose art shows a Scene's base.

    That is a person in the pose, and an animal's head if the face or the hands matter.
    """
    head = HEADS.get(scene.base)
    shown = scene.base
    if head in library.concepts and head is not None and _needs_head(library, scene):
        shown = head
    if shown in OUTLINES and _is_clothed(library, scene):
        return shown + HEAD
    if shown != scene.base:
        return shown
    if scene.act == "throwing" and scene.pose is None and scene.base in _PERSONS:
        return posed_person(library, scene.base, "kicking")  # the emoji of one who throws a ball
    return posed_person(library, scene.base, scene.pose)


def _needs_head(library: Library, scene: Scene) -> bool:
    if scene.pose is not None and scene.pose not in _HANDY_POSES:
        return False
    if scene.act in ("on the back", "on the head") or scene.half is not None:
        return scene.half is not None
    acts = scene.act is not None and scene.act not in _BODILY_ACTS | _STANDING
    if scene.act == "fighting" and HEADS.get(scene.base) in PROFILES:
        acts = False  # its head alone looks to the side
    held = bool(scene.held or scene.text) and scene.act not in _BODILY_ACTS
    worn = any(
        library.accessories[name].slot in _HEAD_SLOTS or name in BODILY
        for name in scene.accessories
    )
    placed = scene.inside or scene.hidden or scene.behind == BED or scene.mount in SEATS
    placed = placed or scene.eyes != 1
    return bool(scene.expression or scene.pose or acts or held or worn or placed)


def _is_clothed(library: Library, scene: Scene) -> bool:
    """Whether a Scene's figures wear what a whole animal's own body does not fit into."""
    if scene.half is not None:
        return False
    slots = {slot_of(library, name) for name in scene.accessories}
    if slots & _CLOTHED:
        return True
    if is_person(library, scene.base):
        return False
    if not BODILY.isdisjoint(scene.accessories):
        return True
    holds = any(concept not in AIRY for concept in scene.held) and scene.act is None
    if scene.act in _HANDY_ACTS and scene.base in ANIMALS:
        return True
    handy = "hands" in slots or (holds and ("head" in slots or scene.base in _FROM_ABOVE))
    return handy and scene.base in ANIMALS


def posed_person(library: Library, concept: str, pose: str | None) -> str:
    """The emoji of a person in a pose, for a person of no trade; otherwise the same concept."""
    if pose is None or pose not in _IN_POSE or concept not in _PERSONS:
        return concept
    ending = _PERSONS[concept]
    if pose == "dancing":
        return _DANCING_MAN if "2642" in ending else _IN_POSE[pose]
    gendered = _IN_POSE[pose] + ending
    return gendered if gendered in library.concepts else _IN_POSE[pose]


def is_ridden(library: Library, scene: Scene) -> bool:
    """Whether a Scene's mount is sat on astride, as horses and bicycles are."""
    if scene.mount is None or scene.act in ("jumping over", "on the head"):
        return False
    return scene.mount in _RIDDEN or library.kind(scene.mount) == "animal"


def has_limbs(library: Library, concept: str, anchors: Anchors | None = None) -> bool:
    """Whether the art of a concept shows a body, so that no limbs are drawn on it.

    With anchors, that is also so for any animal that is seen from the side.
    """
    if concept.endswith(HEAD):
        return False
    if concept in ANIMALS or concept in _FINNED or concept in LIMBED:
        return True
    if anchors is not None and concept not in PROFILES and front_side(library, concept, anchors):
        return True
    return is_person(library, concept)


# Heads in profile and animals without legs, which look to the left.
PROFILES = frozenset({"1F434", "1F984", "1F414", "1F432", "1F40B", "1F433", "1F42C", "1F988"})
_FINNED = frozenset({"1F40B", "1F433", "1F42C", "1F40C", "1F9AD", "1F40D", "1F41F", "1F420"})
LIMBED = frozenset({"E40F", "E416"})  # gingerbread man, skeleton
"""Those whose art shows a body with arms and legs, though they are no persons."""
_SIDEWAYS, _BAT = 0.09, "1F987"


def front_side(library: Library, concept: str, anchors: Anchors) -> int:
    """The side that an animal seen from the side looks to: -1 left, 1 right; 0 if it faces us."""
    if library.kind(concept) != "animal" or concept == _BAT:
        return 0
    if anchors.side:
        return anchors.side
    if concept in PROFILES:
        return -1
    off = anchors.eyes[0] - anchors.box.x - anchors.box.w / 2
    return 0 if abs(off) < _SIDEWAYS * anchors.box.w else 1 if off > 0 else -1


def is_person(library: Library, concept: str) -> bool:
    """Whether a concept is a person, on whom no arms are drawn."""
    return library.kind(concept) == "person"


# Persons of whom the art shows the head, at most with shoulders.
_BUSTS = frozenset({
    "1F466", "1F467", "1F468", "1F469", "1F474", "1F475", "1F476", "1F9D1", "1F9D2", "1F9D3",
    "1F9D4", "1F471", "1F9D5", "1F46E", "1F477", "1F482", "1F934", "1F478", "1F470", "1F935",
    "1F385", "1F936", "1F472", "1F473", "1FAC5", "1F9DD",
})  # fmt: skip


def is_bust(library: Library, concept: str) -> bool:
    """Whether a person's art has no hands, so that hands are drawn for what it holds."""
    return is_person(library, concept) and concept.partition("-")[0] in _BUSTS


def rise(anchors: Anchors, concept: str, pose: str, tilt: float) -> float:
    """The turn, in degrees clockwise, with which an animal takes a pose; `tilt` for a person."""
    if concept not in ANIMALS:
        return tilt
    box = anchors.box
    angle = _RISE.get(pose, 0.0)
    if box.h > _UPRIGHT * box.w:
        angle *= _UPRIGHT_SHARE
    return angle if anchors.eyes[0] < box.x + box.w / 2 else -angle


def faces_left(library: Library, concept: str, anchors: Anchors) -> bool:
    """Whether art with limbs of its own moves to the left; persons in emoji do."""
    if not has_limbs(library, concept):
        return False
    box = anchors.box
    return concept not in ANIMALS or anchors.eyes[0] < box.x + box.w / 2
