"""Prompts of any characters through the reader and the composer."""

import random
import re
import unicodedata
from functools import cache

import numpy as np

from model.errors import EmojismithError
from model.files.folders import BUNDLED
from model.nets.text import TextEncoder
from model.recipe import PROMPT_LIMIT, Recipe
from model.sketch.drawing.compose import compose
from model.sketch.language.parse import Reader
from model.sketch.library import Library
from model.sketch.scene import STYLES

NOT_FINITE = re.compile(r"(?<![a-z])(?:nan|inf|infinity)(?![a-z])", re.IGNORECASE)
JOINTS = (
    " ",
    ", ",
    " and ",
    " with ",
    " without ",
    " on ",
    "-",
    "",
    "\u200d",
    "\n",
    " x3 ",
    " 10 ",
)


def one(seed: int) -> None:
    """Read and compose one prompt. Raises for any error but a sentence."""
    rng = random.Random(seed)
    library, reader, words = _reading()
    prompt = _prompt(rng, words)
    try:
        recipe = Recipe(prompt, rng.choice(STYLES), seed)
    except EmojismithError:
        return
    scene = reader.read(recipe.prompt)
    svg = compose(library, scene, recipe.style, seed).svg
    assert svg.startswith("<svg"), svg[:80]
    assert not NOT_FINITE.search(svg), "a number in the SVG is not finite"
    assert np.isfinite(len(svg))


def _prompt(rng: random.Random, words: list[str]) -> str:
    pieces = [_piece(rng, words) for _ in range(rng.choice((1, 2, 3, 4, 6, 12)))]
    text = "".join(piece + rng.choice(JOINTS) for piece in pieces)
    return text[: rng.choice((PROMPT_LIMIT, PROMPT_LIMIT + 20))]


def _piece(rng: random.Random, words: list[str]) -> str:
    match rng.randrange(6):
        case 0:
            return chr(rng.choice((rng.randrange(0x300), rng.randrange(0x1F000, 0x1FB00))))
        case 1:
            sign = chr(rng.randrange(0x110000))
            return sign if unicodedata.category(sign) != "Cs" else "\ud800"
        case 2:
            word = rng.choice(words)
            spot = rng.randrange(len(word) + 1)
            return word[:spot] + rng.choice("aeioux'.,;:!?0123456789\u0301\ufe0f") + word[spot:]
        case 3:
            return str(rng.choice((0, 1, 2, 3, 12, 99, 10**6, -1, 0.5)))
        case _:
            return rng.choice(words)


@cache
def _reading() -> tuple[Library, Reader, list[str]]:
    library = Library()
    names = [concept.name for concept in library.concepts.values()]
    foreign = [
        words[0]
        for language in library.languages
        for words in list(library.names(language).values())[::40]
        if words
    ]
    return library, Reader(library, TextEncoder.open(BUNDLED).embed), names + foreign
