"""Rows of composites: random Scenes drawn by the composer, with captions that describe them."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from model.sketch.drawing.compose import compose
from model.sketch.language.describe import describe
from model.sketch.library import Concept, Library
from model.sketch.random_scene import random_scene
from model.sketch.scene import STYLES, Scene
from training.data.emoji_sets import SETS
from training.data.render import Failure, png
from training.data.split import split_of

VARIANTS = 3
STYLES_PER_SCENE = 2
# How often concepts of each kind are chosen as a base: more often if people ask for them more.
_FREQUENCY: Mapping[str, int] = {
    "animal": 4,
    "food": 3,
    "face": 3,
    "plant": 2,
    "object": 2,
    "vehicle": 2,
    "sky": 2,
    "place": 1,
    "person": 1,
    "body": 1,
}
_SMILEY_SYMBOLS = 2  # symbols among the smileys; other symbols are signs and letters
_SETS = {set_.style: set_ for set_ in SETS if set_.style in STYLES}


@dataclass(frozen=True, slots=True)
class CompositeTask:
    """One composite to draw: its number, and the seed, weight and licences (by style) of all."""

    number: int
    seed: int
    weight: float
    licences: Mapping[str, str]


def composite_row(task: CompositeTask) -> dict[str, Any] | Failure:
    """The row of one composite; STYLES_PER_SCENE consecutive ones show the same Scene."""
    library, concepts = _library()
    scene_number, style_number = divmod(task.number, STYLES_PER_SCENE)
    rng = random.Random(f"{task.seed} scene {scene_number}")
    scene = random_scene(library, rng, concepts)
    style = rng.sample(STYLES, STYLES_PER_SCENE)[style_number]
    captions = _captions(library, scene, rng)
    set_ = _SETS[style]
    try:
        image = png(compose(library, scene, style, task.number).svg)
    except ValueError as error:
        return Failure(f"{style} {captions[0]}", str(error))
    return {
        "image": image,
        "captions": captions,
        "style": style,
        "set": set_.package,
        "family": set_.family,
        "kind": "composite",
        "concept": scene.base,
        "scene": json.dumps(scene.to_dict(), sort_keys=True),
        "split": split_of(scene),
        "weight": task.weight,
        "licence": task.licences[style],
    }


@lru_cache(maxsize=1)
def _library() -> tuple[Library, Sequence[str]]:
    """The library, opened once per process, and its bases, each repeated by its frequency."""
    library = Library()
    concepts = library.concepts.values()
    return library, [concept.id for concept in concepts for _ in range(_frequency(concept))]


def _frequency(concept: Concept) -> int:
    if concept.kind == "symbol" and concept.group == "smileys-emotion":
        return _SMILEY_SYMBOLS
    return 0 if concept.group == "component" else _FREQUENCY.get(concept.kind, 0)


def _captions(library: Library, scene: Scene, rng: random.Random) -> list[str]:
    """The plain caption first, then other wordings."""
    captions = [describe(library, scene)]
    for _ in range(VARIANTS * 3):
        wording = describe(library, scene, rng)
        if len(captions) < VARIANTS and wording not in captions:
            captions.append(wording)
    return captions
