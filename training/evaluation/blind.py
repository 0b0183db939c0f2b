"""Blind sheets: the candidate that is shown first against its sketch, in random order."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from tqdm.auto import tqdm

from model.candidates import CandidatePainter
from model.recipe import Candidate, Painting, Recipe
from training.evaluation.prompt_sets import POOL, prompt_sets
from training.paths import write_json, writing
from training.reports.blind import SIDES, BlindPair, shuffled
from training.reports.grounds import Sizes, sheet
from training.reports.score_tables import FIRST, SKETCH

KEY = "key.json"
PAIRS = 12
"""Pairs on one sheet."""


def blind_test(painter: CandidatePainter[Any], count: int, out: Path, seed: int = 0) -> list[Path]:
    """Paint `count` prompts and write sheets of pairs and the key into `out`; returns their paths.

    The prompts are taken from the three sets, each in its own style: in turn, or, if `seed` is not
    0, in an order drawn from it. Raises Unavailable when the disk is full.
    """
    paintings = [painter.paint(recipe) for recipe in _recipes(painter, count, seed)]
    digest = painter.pipeline.digest
    pairs = shuffled(map(_pair, paintings), (FIRST, SKETCH), f"{digest}, {seed}")
    titled = [
        (f"{number}. {pair.title}", tuple(map(Sizes.of, pair.pictures)))
        for number, pair in enumerate(pairs, start=1)
    ]
    sheets = []
    with writing(out):
        for at in range(0, len(titled), PAIRS):
            sheets.append(out / f"blind-{at // PAIRS + 1}.png")
            sheet(titled[at : at + PAIRS]).save(sheets[-1])
    key = [_solution(*each) for each in zip(pairs, paintings, strict=True)]
    write_json(out / KEY, {"model": digest[:12], "seed": seed, "pairs": key})
    return [*sheets, out / KEY]


def _recipes(painter: CandidatePainter[Any], count: int, seed: int) -> Iterator[Recipe]:
    sets = prompt_sets(painter.library, POOL)
    turns = [
        (prompts.prompts[at], prompts.styles[at])
        for at in range(POOL)
        for prompts in sets
        if at < len(prompts.prompts)
    ]
    if seed:
        random.Random(seed).shuffle(turns)
    for at, (prompt, style) in enumerate(tqdm(turns[:count], desc="blind test", unit="prompt")):
        yield Recipe(prompt, style, seed * len(turns) + at)


def _pair(painting: Painting) -> tuple[str, tuple[Candidate, Candidate]]:
    """What is shown first, and the sketch."""
    sketch = next(candidate for candidate in painting.candidates if candidate.is_sketch)
    recipe = painting.recipe
    return f"{recipe.prompt} ({recipe.style})", (painting.candidates[0], sketch)


def _solution(pair: BlindPair[Candidate], painting: Painting) -> dict[str, Any]:
    left, right = pair.pictures
    first = painting.candidates[0]
    return {
        "prompt": pair.title,
        **dict(zip(SIDES, pair.key, strict=True)),
        "strength": first.strength,
        "mottle": round(first.mottle, 2),
        "same": np.array_equal(left.rgba, right.rgba),
    }
