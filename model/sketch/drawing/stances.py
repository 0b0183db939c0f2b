"""Poses of bases that have limbs of their own: persons, and animals with a body.

They get no drawn limbs. A person becomes the emoji of a person in that pose; an animal rises on its
hind legs.
"""

from collections.abc import Mapping

from model.sketch.library import Anchors, Library

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
# Animals whose emoji show the whole body.
_ANIMALS = frozenset({
    "1F415", "1F9AE", "1F415-200D-1F9BA", "1F429", "1F408", "1F408-200D-2B1B", "1F405", "1F406",
    "1F40E", "1FACF", "1F98C", "1F9AC", "1F402", "1F403", "1F404", "1F416", "1F40F", "1F411",
    "1F410", "1F42A", "1F42B", "1F999", "1F992", "1F418", "1F9A3", "1F98F", "1F99B", "1F401",
    "1F400", "1F407", "1F43F", "1F9AB", "1F994", "1F9A1", "1F9A8", "1F998", "1F9A5", "1F9A6",
    "1F993", "1F98D", "1F9A7", "1F412", "1F996", "1F995", "1F40A", "1F422", "1F98E", "1F409",
    "1F413", "1F983", "1F426", "1F985", "1F986", "1F9A2", "1F989", "1F9A9", "1F99A", "1F99C",
    "1F9A4", "1F54A", "1FABF", "1F427", "1F426-200D-2B1B", "1F426-200D-1F525",
})  # fmt: skip
# How far an animal rises, in degrees.
_RISE: Mapping[str, float] = {
    "dancing": 30, "cheering": 32, "kicking": 28, "flexing": 28, "jumping": 20, "waving": 20,
    "sitting": 18, "shrugging": 8, "flying": 12, "running": -5, "pointing": 6,
}  # fmt: skip
# An animal that is taller than wide, by this factor, stands upright already.
_UPRIGHT, _UPRIGHT_SHARE = 1.1, 0.45


def posed_person(library: Library, concept: str, pose: str | None) -> str:
    """The emoji of a person in a pose, for a person of no trade; otherwise the same concept."""
    if pose is None or pose not in _IN_POSE or concept not in _PERSONS:
        return concept
    ending = _PERSONS[concept]
    if pose == "dancing":
        return _DANCING_MAN if "2642" in ending else _IN_POSE[pose]
    gendered = _IN_POSE[pose] + ending
    return gendered if gendered in library.concepts else _IN_POSE[pose]


def has_limbs(library: Library, concept: str) -> bool:
    """Whether the art of a concept shows a body, so that no limbs are drawn on it."""
    if concept in _ANIMALS:
        return True
    found = library.concepts.get(concept)
    return found is not None and found.kind == "person"


def rise(anchors: Anchors, concept: str, pose: str, tilt: float) -> float:
    """The turn, in degrees clockwise, with which an animal takes a pose; `tilt` for a person."""
    if concept not in _ANIMALS:
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
    return concept not in _ANIMALS or anchors.eyes[0] < box.x + box.w / 2
