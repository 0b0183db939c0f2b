"""Prompts of simulated people: names from the library, plain or with one attribute."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from model.sketch.drawing.colour.recolour import COLOURS
from model.sketch.language.describe import describe
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene
from training.evaluation.prompt_sets import KINDS
from training.feedback.examples import is_held_out

KINDS_OF_SCENES = ("plain", "colour", "expression", "sunglasses", "top hat")


@dataclass(frozen=True, slots=True)
class StyledPrompt:
    """A prompt and its style."""

    prompt: str
    style: str


def styled_prompts(library: Library, count: int, *, held_out: bool) -> list[StyledPrompt]:
    """At most `count` different prompts, always the same ones, with the styles in turn.

    Held-out prompts are never trained on and share no base with other prompts.
    """
    texts: dict[str, None] = {}
    rng = random.Random("held out" if held_out else "other wishes")
    for text in _texts(library, rng, held_out):
        if len(texts) == count:
            break
        texts[text] = None
    return [StyledPrompt(text, STYLES[at % len(STYLES)]) for at, text in enumerate(texts)]


def _texts(library: Library, rng: random.Random, held_out: bool) -> Iterator[str]:
    bases = [
        concept.id
        for concept in library.concepts.values()
        if concept.kind in KINDS and "-" not in concept.id and is_held_out(concept.name) == held_out
    ]
    rng.shuffle(bases)
    for turn in range(len(KINDS_OF_SCENES)):
        for at, base in enumerate(bases):
            kind = KINDS_OF_SCENES[(at + turn) % len(KINDS_OF_SCENES)]
            text = describe(library, _scene(library, rng, base, kind))
            if is_held_out(text) == held_out:
                yield text


def _scene(library: Library, rng: random.Random, base: str, kind: str) -> Scene:
    if kind == "plain":
        return Scene(base)
    if kind == "colour":
        return Scene(base, colour=rng.choice(tuple(COLOURS)))
    if kind == "expression":
        faced = library.part(STYLES[0], base).anchors.face
        expressions = tuple(library.expressions) if faced in ("none", "own") else (None,)
        return Scene(base, expression=rng.choice(expressions))
    return Scene(base, accessories=(kind,))
