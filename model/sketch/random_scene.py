"""Random but plausible Scenes for training pictures."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from model.sketch.drawing.colour.recolour import COLOURS
from model.sketch.drawing.pose.poses import POSES
from model.sketch.library import Concept, Library
from model.sketch.random_relations import random_relation
from model.sketch.scene import STYLES, Scene

HELD: tuple[str, ...] = (
    "1F339", "1F355", "1F3B8", "2615", "1F37A", "2764", "1F680", "1F388", "1F4D6", "1F5E1",
    "1F4F7", "1F4F1", "2602", "1F366", "1F370", "1F354", "1F3A4", "1F3C6", "1F490", "1F381",
    "1F50D", "1F528", "1F527", "1F56F", "1F4B0", "26BD", "1F3C0", "1F3AE", "1F4BB", "1F37F",
    "1F369", "1F36D", "1F34C", "1F34E", "1F955", "1F511", "1F9F9", "1F3A3", "1FA84", "1F52E",
    "1F3A8", "1F3BB", "1F3BA", "1F941", "2709", "1F48E", "1F377", "1F378", "1F9CB", "1F964",
    "1F36A", "1F32E", "1F32D", "1F4A1", "1F52B", "1F3F9", "1FA93", "1F331", "1F33B", "1F9F8",
    "1F3B7", "1F50B", "1F4E3", "1F514", "1F9EA", "1F52D", "1F4B5", "1F58C", "270F", "1F382",
    "1F4A3", "1F9C1", "1F349", "1F353", "1F9E6", "1F4F0",
)  # fmt: skip
BEHIND: tuple[str, ...] = (
    "1F525", "1F525", "1F525", "1F308", "1F308", "2600", "1F319", "1F315", "2B50", "1F31F",
    "2601", "1F30A", "26F0", "1F4A5", "2764", "1F386", "2728", "2744", "26A1", "1F384",
    "1F334", "26FA", "1F3F0", "1F30B", "1F332", "1F3E0", "1F680", "1F3DD", "1F4A6", "1F33B",
)  # fmt: skip
_COLOUR_WORDS = frozenset({*COLOURS, "orange", "dark", "light"})
_KINDS_WITHOUT_FACE = frozenset({"symbol", "flag", "person", "face", "hand"})
_KINDS_WITHOUT_COLOUR = frozenset({"flag", "person"})
_KINDS_WITHOUT_LIMBS = frozenset({"flag", "person", "symbol", "place", "hand"})
_WEIGHTS: Mapping[str, float] = {
    "accessory": 3.0,
    "expression": 2.6,
    "pose": 2.2,
    "colour": 2.0,
    "held": 1.8,
    "count": 1.2,
    "behind": 1.2,
    "relation": 1.4,
}
# A relation fills the picture: it comes with at most one other attribute.
_MOST_WITH_RELATION = 2


def random_scene(library: Library, rng: random.Random, concepts: Sequence[str]) -> Scene:
    """A random base from `concepts` with one to three attributes that suit it."""
    concept = library.concepts[rng.choice(concepts)]
    choices = _attributes(library, concept)
    wanted = rng.choices((1, 2, 3), (0.45, 0.4, 0.15))[0]
    chosen: set[str] = set()
    while choices and len(chosen) < wanted:
        names = sorted(choices)
        name = rng.choices(names, [_WEIGHTS[n] for n in names])[0]
        chosen.add(name)
        choices -= {name, *_CLASHES.get(name, ())}
        if "relation" in chosen:
            wanted = min(wanted, _MOST_WITH_RELATION)
        elif len(chosen) == _MOST_WITH_RELATION:
            choices.discard("relation")
    return _scene(library, rng, concept.id, concepts, chosen)


_CLASHES: Mapping[str, tuple[str, ...]] = {
    "count": ("held", "behind", "relation"),
    "held": ("count", "relation"),
    "behind": ("count", "relation"),
    "relation": ("count", "held", "behind"),
}


def _attributes(library: Library, concept: Concept) -> set[str]:
    """The kinds of attributes that suit a base."""
    fitting = set(_WEIGHTS)
    face = library.part(STYLES[0], concept.id).anchors.face
    if concept.kind in _KINDS_WITHOUT_FACE or face in ("features", "hollow"):
        fitting.discard("expression")
    if concept.kind in _KINDS_WITHOUT_COLOUR or set(concept.name.split()) & _COLOUR_WORDS:
        fitting.discard("colour")
    if concept.kind in _KINDS_WITHOUT_LIMBS:
        fitting.discard("pose")
    if concept.kind in ("flag", "hand"):
        fitting -= {"accessory", "held"}
    if concept.kind in ("flag", "hand", "symbol"):
        fitting.discard("relation")
    return fitting


def _scene(
    library: Library, rng: random.Random, base: str, concepts: Sequence[str], chosen: set[str]
) -> Scene:
    accessories: tuple[str, ...] = ()
    if "accessory" in chosen:
        accessories = _accessories(library, rng)
    held: tuple[str, ...] = ()
    if "held" in chosen:
        number = 2 if rng.random() < 0.15 else 1
        held = tuple(_held(library, rng, base, concepts) for _ in range(number))
    relation: Mapping[str, Any] = {}
    if "relation" in chosen:
        relation = random_relation(library, rng, base, HELD)
    known = [c for c in BEHIND if c in library.concepts and c != base]
    return Scene(
        base=base,
        expression=rng.choice(sorted(library.expressions)) if "expression" in chosen else None,
        pose=rng.choice(POSES) if "pose" in chosen else None,
        colour=rng.choice(tuple(COLOURS)) if "colour" in chosen else None,
        accessories=accessories,
        **{"held": held, **relation},
        behind=rng.choice(known) if "behind" in chosen else None,
        count=rng.choices((2, 3, 4, 5), (0.42, 0.42, 0.09, 0.07))[0] if "count" in chosen else 1,
    )


def _accessories(library: Library, rng: random.Random) -> tuple[str, ...]:
    """One accessory, sometimes two in different slots."""
    names = sorted(library.accessories)
    first = rng.choice(names)
    slot = library.accessories[first].slot
    others = [name for name in names if library.accessories[name].slot not in (slot, "ears")]
    if slot == "ears" or rng.random() > 0.18:
        return (first,)
    return (first, rng.choice(others))


def _held(library: Library, rng: random.Random, base: str, concepts: Sequence[str]) -> str:
    """Usually something that is held in a hand, sometimes any food or object."""
    known = [c for c in HELD if c in library.concepts and c != base]
    if rng.random() < 0.3:
        things = ("food", "object")
        others = [c for c in concepts if library.concepts[c].kind in things and c != base]
        return rng.choice(others or known)
    return rng.choice(known)
