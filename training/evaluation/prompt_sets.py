"""The prompts that models are scored on: seen names, held-out concepts and combinations."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.sketch.drawing.colour.recolour import COLOURS
from model.sketch.drawing.pose.poses import POSES
from model.sketch.language.describe import describe
from model.sketch.library import Library
from model.sketch.random_scene import HELD
from model.sketch.scene import STYLES, Scene
from training.data.split import COMBINATION, concept_is_held_out, split_of

POOL = 100
KINDS = frozenset({"animal", "food", "plant", "vehicle", "object", "creature", "face"})
WORN = ("sunglasses", "top hat", "scarf")
"""Each is in a third of the combinations, so that 30 of the 99 other texts share the accessory."""
COLOURED = tuple(colour for colour in COLOURS if colour not in ("white", "lime"))


@dataclass(frozen=True, slots=True)
class PromptSet:
    """Prompts to paint, their styles, and the texts that R@1 chooses from: prompts first."""

    name: str
    prompts: tuple[str, ...]
    styles: tuple[str, ...]
    texts: tuple[str, ...]


def prompt_sets(library: Library, count: int) -> tuple[PromptSet, ...]:
    """The three sets, with `count` prompts to paint and POOL texts each."""
    rng = random.Random("prompts")
    names = [
        concept.name
        for concept in library.concepts.values()
        if concept.kind in KINDS and "-" not in concept.id
    ]
    held_out = {
        concept.name for concept in library.concepts.values() if concept_is_held_out(concept.id)
    }
    seen = rng.sample([name for name in names if name not in held_out], POOL)
    unseen = [name for name in names if name in held_out]
    rng.shuffle(unseen)
    combined = list(combinations(library, rng))
    return (
        _set("seen names", seen, [], count),
        _set("held-out concepts", unseen, seen, count),
        _set("held-out combinations", combined, [], count),
    )


def combinations(library: Library, rng: random.Random) -> Iterator[str]:
    """POOL captions of Scenes with a held-out pair, each with one of the accessories WORN."""
    bases = [concept.id for concept in library.concepts.values() if concept.kind in KINDS]
    found: set[str] = set()
    while len(found) < POOL:
        scene = _random_scene(library, rng, bases, WORN[len(found) % len(WORN)])
        text = describe(library, scene)
        if text not in found and split_of(scene) == COMBINATION:
            found.add(text)
            yield text


def _random_scene(library: Library, rng: random.Random, bases: Sequence[str], worn: str) -> Scene:
    base = rng.choice(bases)
    faced = library.part(STYLES[0], base).anchors.face
    expressions = tuple(library.expressions) if faced in ("none", "own") else (None,)
    kind = rng.choice(("expression", "pose", "colour", "held"))
    return Scene(
        base=base,
        expression=rng.choice(expressions) if kind == "expression" else None,
        pose=rng.choice(tuple(POSES)) if kind == "pose" else None,
        colour=rng.choice(COLOURED) if kind == "colour" else None,
        held=(rng.choice(HELD),) if kind == "held" else (),
        accessories=(worn,),
    )


def _set(name: str, prompts: Sequence[str], others: Sequence[str], count: int) -> PromptSet:
    chosen = tuple(prompts[:count])
    texts = tuple(dict.fromkeys((*chosen, *prompts, *others)))[:POOL]
    styles = tuple(STYLES[at % len(STYLES)] for at in range(len(chosen)))
    return PromptSet(name, chosen, styles, texts)
