"""Blind sheets: the candidate that is shown first against its sketch, in random order."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from tqdm.auto import tqdm

from model.candidates import CandidatePainter
from model.image.export import sized
from model.recipe import Candidate, Painting, Recipe
from training.evaluation.prompt_sets import POOL, prompt_sets
from training.paths import write_json, writing
from training.reports.blind import SIDES, BlindPair, shuffled
from training.reports.score_tables import FIRST, SKETCH

KEY = "key.json"
PAIRS, COLUMNS = 12, 2
"""Pairs on one sheet, and side by side."""
GROUNDS = ("#ffffff", "#313338")
"""White, and the ground of Discord's dark theme."""
BIG, SMALL = 128, 32
"""Pixels: an emoji as a picture, and as it stands in a line of text."""
TITLE, MARGIN = 18, 12
BLOCK = len(GROUNDS) * BIG
WIDTH, HEIGHT = 2 * (BLOCK + MARGIN) + 2 * MARGIN, TITLE + BIG + SMALL + MARGIN


def blind_test(painter: CandidatePainter[Any], count: int, out: Path) -> list[Path]:
    """Paint `count` prompts and write sheets of pairs and the key into `out`; returns their paths.

    The prompts are taken from the three sets in turn, each in its own style. Raises Unavailable
    when the disk is full.
    """
    paintings = [painter.paint(recipe) for recipe in _recipes(painter, count)]
    pairs = shuffled(map(_pair, paintings), (FIRST, SKETCH), painter.pipeline.digest)
    sheets = []
    with writing(out):
        for at in range(0, len(pairs), PAIRS):
            sheets.append(out / f"blind-{at // PAIRS + 1}.png")
            _sheet(list(enumerate(pairs, start=1))[at : at + PAIRS]).save(sheets[-1])
    key = [_solution(*each) for each in zip(pairs, paintings, strict=True)]
    write_json(out / KEY, {"model": painter.pipeline.digest[:12], "pairs": key})
    return [*sheets, out / KEY]


def _recipes(painter: CandidatePainter[Any], count: int) -> Iterator[Recipe]:
    sets = prompt_sets(painter.library, POOL)
    turns = [
        (prompts.prompts[at], prompts.styles[at])
        for at in range(POOL)
        for prompts in sets
        if at < len(prompts.prompts)
    ]
    for seed, (prompt, style) in enumerate(tqdm(turns[:count], desc="blind test", unit="prompt")):
        yield Recipe(prompt, style, seed)


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


def _sheet(numbered: Sequence[tuple[int, BlindPair[Candidate]]]) -> Image.Image:
    rows = -(-len(numbered) // COLUMNS)
    size = (COLUMNS * WIDTH + MARGIN, rows * (HEIGHT + MARGIN) + MARGIN)
    sheet = Image.new("RGB", size, "#f4f4f5")
    draw = ImageDraw.Draw(sheet)
    for place, (number, pair) in enumerate(numbered):
        left = MARGIN + place % COLUMNS * WIDTH
        top = MARGIN + place // COLUMNS * (HEIGHT + MARGIN)
        draw.text((left, top), f"{number}. {pair.title}"[:80], "#18181b")
        for side, candidate in enumerate(pair.pictures):
            _block(sheet, left + side * (BLOCK + MARGIN), top + TITLE, candidate)
    return sheet


def _block(sheet: Image.Image, left: int, top: int, candidate: Candidate) -> None:
    """One picture on both grounds, big and below it small."""
    for column, ground in enumerate(GROUNDS):
        x = left + column * BIG
        sheet.paste(ground, (x, top, x + BIG, top + BIG + SMALL))
        for resolution, y in ((BIG, top), (SMALL, top + BIG)):
            picture = sized(candidate, resolution)
            sheet.paste(picture, (x + (BIG - resolution) // 2, y), picture)
