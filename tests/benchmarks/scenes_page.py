"""Draws 142 requests to look at: `python -m tests.benchmarks.scenes_page FOLDER`.

Four prompts of the README, 38 of a blind test and 100 random scenes: what is shown first, and next
to it the best painting, on white and on dark, at 128 and 32 px. Writes PNGs of twelve requests.
"""

import argparse
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from model.painter import Painter
from model.pipeline import load
from model.recipe import Candidate, Painting, Recipe
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.language.describe import describe
from model.sketch.library import Library
from model.sketch.random_scene import random_scene
from model.sketch.scene import STYLES
from training.evaluation.evaluate import FIXED
from training.reports.grounds import SMALL, Sizes, sheet

PROMPTS = Path("tests/model/prompts_fresh.toml")
OTHERS, RANDOM, ON_A_SHEET = 38, 100, 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--first", type=int, help="only so many of the requests")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    painter = Painter.open(load())
    recipes = list(requests(painter.library))[: options.first]
    titled = []
    for number, recipe in enumerate(recipes, start=1):
        painting = painter.paint(recipe)
        titled.append((_title(number, painting), _shown(painter.library, painting)))
        if number % ON_A_SHEET == 0 or number == len(recipes):
            name = f"scenes-{-(-number // ON_A_SHEET):02}.png"
            sheet(titled).save(options.folder / name)
            titled.clear()


def requests(library: Library) -> Iterator[Recipe]:
    """The same requests each time, in all styles in turn."""
    with PROMPTS.open("rb") as file:
        others = [row["text"] for row in tomllib.load(file)["prompts"]][:OTHERS]
    for seed, prompt in enumerate((*FIXED, *others)):
        yield Recipe(prompt, STYLES[seed % len(STYLES)], seed)
    rng, concepts = random.Random("scenes"), sorted(library.concepts)
    for seed in range(RANDOM):
        scene = random_scene(library, rng, concepts)
        style = STYLES[seed % len(STYLES)]
        yield Recipe(describe(library, scene), style, seed, scene=scene)


def _title(number: int, painting: Painting) -> str:
    recipe, first = painting.recipe, painting.candidates[0]
    painted = "" if first.is_sketch else f", painted {first.strength:.2f}"
    return f"{number}. {recipe.prompt} ({recipe.style}{painted})"


def _shown(library: Library, painting: Painting) -> list[Sizes]:
    first = painting.candidates[0]
    paintings = [candidate for candidate in painting.candidates if not candidate.is_sketch]
    return [_sizes(library, painting, candidate) for candidate in (first, *paintings[:1])]


def _sizes(library: Library, painting: Painting, candidate: Candidate) -> Sizes:
    """A sketch is composed for the small size, as chats show it."""
    sizes = Sizes.of(candidate)
    if not candidate.is_sketch:
        return sizes
    style, seed = painting.recipe.style, candidate.seed
    small = compose(library, painting.scene, style, seed, SMALL).svg
    return Sizes(sizes.big, Image.fromarray(rasterize(small, SMALL)))


if __name__ == "__main__":
    main()
