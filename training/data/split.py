"""The train and held-out splits: concepts are held out by a hash, and so are combinations.

A concept is held out in all sets and with all its variants, so that no set leaks it. The building
parts of composites (faces whose features are expressions, accessories, the usual backgrounds) are
never held out: all other images are combined from them.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256

from model.sketch.random_scene import BEHIND
from model.sketch.scene import Scene

TRAIN, CONCEPT, COMBINATION = "train", "concept", "combination"
_CONCEPT_SHARE = 0.05
# A Scene has about two pairs of base and attribute, so about 5 % of Scenes are held out.
_PAIR_SHARE = 0.025
# Faces, and the whole animal or object that they belong to.
_FACE_OF: Mapping[str, str] = {
    "1F435": "1F412", "1F436": "1F415", "1F431": "1F408", "1F42F": "1F405", "1F434": "1F40E",
    "1F42E": "1F404", "1F437": "1F416", "1F42D": "1F401", "1F430": "1F407", "1F432": "1F409",
    "1F31A": "1F311", "1F31B": "1F313", "1F31D": "1F315", "1F31C": "1F317", "1F425": "1F424",
}  # fmt: skip
_ADULTS = frozenset({"1F468", "1F469", "1F9D1"})
_WORN = frozenset(
    {
        "1F576", "1F453", "1F97D", "1F93F", "1F3A9", "1F451", "1F9E2", "1F393", "1F452", "26D1",
        "1FA96", "1F380", "1F33A", "1F3A7", "1F9E3", "1F454", "1F3C5", "1FA7A", "1F48D", "1F392",
        "1F385", "1F4FF", "1F97C", "1F458",
    }
)  # fmt: skip
_BUILDING = _WORN | frozenset(BEHIND) | {"2639", "263A"}
_FACES = (
    range(0x1F600, 0x1F638),
    range(0x1F641, 0x1F645),
    range(0x1F910, 0x1F918),
    range(0x1F920, 0x1F930),
    range(0x1F970, 0x1F97B),
    range(0x1FAE0, 0x1FAEB),
)
# "Angry Unicorn", "Dancing Lemon with Sunglasses", "Cat with a Top Hat", also with additions.
_README = (
    ({"1F984"}, {"expression angry"}),
    ({"1F34B"}, {"pose dancing", "accessory sunglasses"}),
    ({"1F408", "1F431"}, {"accessory top hat"}),
)


def root(concept: str) -> str:
    """The concept whose split `concept` shares: of variants their base, of faces the whole animal.

    All genders of a profession share one (1F468-200D-1F373 and 1F469-200D-1F373).
    """
    first, *rest = concept.split("-")
    first = _FACE_OF.get(first, first)
    if first in _ADULTS and len(rest) > 1:
        return "-".join(["1F9D1", *rest])
    return first if rest[:1] == ["200D"] else "-".join([first, *rest])


def concept_is_held_out(concept: str) -> bool:
    """True for a fixed 5 % of the concepts."""
    key = root(concept)
    return not is_building_part(key) and _share("concept", key) < _CONCEPT_SHARE


def is_building_part(concept: str) -> bool:
    """True for faces, accessories and the backgrounds of random Scenes."""
    if concept in _BUILDING:
        return True
    return "-" not in concept and any(int(concept, 16) in block for block in _FACES)


def combination_key(scene: Scene) -> str:
    """A Scene as text, without unread words: equal for images that show the same combination."""
    return json.dumps({**scene.to_dict(), "unread": ()}, sort_keys=True)


def combination_is_held_out(scene: Scene) -> bool:
    """Whether the base with one of its attributes is held out, or the Scene is in the README.

    Pairs of base and attribute are held out, not whole Scenes, so that scored combinations were
    not seen in training with one attribute more or less either.
    """
    shown = set(_attributes(scene))
    if any(scene.base in bases and parts <= shown for bases, parts in _README):
        return True
    if "expression jealous" in shown and is_building_part(scene.base):  # "Jealous Face"
        return True
    return any(_share("pair", f"{root(scene.base)} {one}") < _PAIR_SHARE for one in shown)


def split_of(scene: Scene) -> str:
    """The split of images of a Scene: TRAIN, CONCEPT or COMBINATION."""
    others = (
        scene.behind, scene.mount, scene.inside, scene.over, scene.beside, scene.hidden, scene.half
    )  # fmt: skip
    parts = [scene.base, *scene.held, *(concept for concept in others if concept)]
    if any(map(concept_is_held_out, parts)):
        return CONCEPT
    return COMBINATION if combination_is_held_out(scene) else TRAIN


def _attributes(scene: Scene) -> Iterator[str]:
    for kind in (
        "expression", "pose", "colour", "behind", "mount", "inside", "over", "beside", "hidden",
        "half", "material",
    ):  # fmt: skip
        if value := getattr(scene, kind):
            yield f"{kind} {value}"
    yield from (f"accessory {name}" for name in scene.accessories)
    yield from (f"held {root(concept)}" for concept in scene.held)
    if scene.count > 1:
        yield f"count {scene.count}"


def _share(kind: str, key: str) -> float:
    """A fixed pseudo-random number in 0..1 for a key."""
    return int.from_bytes(sha256(f"{kind} {key}".encode()).digest()[:8]) / 2**64
