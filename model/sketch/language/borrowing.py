"""Parts of other things that a change asks for: "with bunny ears", "with antlers", "on wheels"."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from model.sketch.drawing.art.borrowed import BOTTOMS, TOPS, Cut
from model.sketch.drawing.art.stances import HEADS
from model.sketch.language.vocabulary import CONCEPT, Vocabulary
from model.sketch.scene import Scene

_PARTS: Mapping[str, str] = {
    "ears": "ears", "antlers": "antlers", "wheels": "wheels", "tentacles": "arms",
    "aerials": "aerials", "antennas": "aerials",
}  # fmt: skip
"""Words for parts, and the names that they have in the tables."""
_USUAL: Mapping[str, str] = {
    "antlers": "1FACE", "wheels": "1F697", "tentacles": "1F419", "aerials": "1F916",
    "antennas": "1F916",
}  # fmt: skip
_SAID = re.compile(
    r"(?:\b(?:with|add|on|and|give (?:it|him|her|them))\s+)?(?:\b(?:an?|the|some|four|two)\s+)?"
    rf"(?:\b(?P<of>[a-z]+)(?:'s)?\s+)?\b(?P<part>{'|'.join(_PARTS)})\b"
)
_LINKS = frozenset({"with", "add", "on", "and", "it", "him", "her", "them", "some", "the"})


def borrowed(vocabulary: Vocabulary, scene: Scene, said: str) -> tuple[Scene, str]:
    """The Scene with the parts that words ask for, and the other words."""
    found = _SAID.search(said)
    if found is None:
        return scene, said
    concept = _owner(vocabulary, found["of"], found["part"])
    if concept is None:
        return scene, said
    field = "top" if concept in TOPS and _has(TOPS, concept, found["part"]) else "bottom"
    rest = f"{said[: found.start()]} {said[found.end() :]}".strip()
    changed: dict[str, Any] = {field: concept}
    return replace(scene, **changed), re.sub(r"^and\s+|\s+and$", "", rest)


def given_back(scene: Scene, words: str) -> Scene | None:
    """The Scene without a borrowed part that words name; None if it has none of that name."""
    name = _PARTS.get(words.split(" ")[-1], "")
    if scene.top is not None and name in TOPS[scene.top].name.split():
        return replace(scene, top=None)
    if scene.bottom is not None and name in BOTTOMS[scene.bottom].name.split():
        return replace(scene, bottom=None)
    return None


def _owner(vocabulary: Vocabulary, of: str | None, part: str) -> str | None:
    """The concept whose part is meant; None if nothing of that name has such a part."""
    if of is None or of in _LINKS or part == "antlers":
        return _USUAL.get(part)
    concept = (vocabulary.find(of) or {}).get(CONCEPT, "")
    for one in (concept, HEADS.get(concept, "")):
        if _has(TOPS, one, part) or _has(BOTTOMS, one, part):
            return one
    return None


def _has(cuts: Mapping[str, Cut], concept: str, part: str) -> bool:
    return concept in cuts and _PARTS[part] in cuts[concept].name.split()
