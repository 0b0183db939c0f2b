"""Draws what conversations make: `python -m tests.benchmarks.conversations_page FOLDER`.

Chains of changes (those of the tests), packs of six characters in each style, and a hundred mixes,
as sheets on white and on dark at 128 and 32 px. Prints what each picture shows.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from model.errors import BadRequest
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.language.changes import Changes
from model.sketch.language.describe import describe
from model.sketch.mixing.mixer import bundled_mixer
from model.sketch.mixing.most_used import MOST_USED
from model.sketch.moods import DEFAULT, in_mood
from model.sketch.redraw import bundled
from model.sketch.scene import STYLES, Scene
from tests.support.change_chains import IDS, chains
from training.reports.grounds import BIG, PICTURES, SMALL, Sizes, sheet

PACKS = {
    "frog": Scene("1F438", accessories=("wizard hat",), held=("1FA84",)),
    "toast": Scene("1F35E"),
    "astronaut": Scene("1F9D1-200D-1F680"),
    "mix": Scene("1F34B", expression="cool", bottom="1F419"),
    "blue fox": Scene("1F98A", colour="blue"),
    "dancing robot": Scene("1F916", pose="dancing", accessories=("scarf",)),
}
MIXES, ON_A_SHEET = 100, 16
Row = tuple[str, list[Sizes]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0, help="of the pairs that are mixed")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (
        ("chains", changed()),
        ("packs", packed()),
        ("mixes", mixed(options.seed)),
    ):
        every = list(rows)
        for at in range(0, len(every), ON_A_SHEET):
            page = sheet(every[at : at + ON_A_SHEET])
            page.save(options.folder / f"{name}-{at // ON_A_SHEET + 1:02}.png")


def changed() -> Iterator[Row]:
    """Each chain as two rows: the emoji and its first change, and the two other changes."""
    changes = Changes(bundled())
    for number, (name, steps) in enumerate(chains()):
        scene, style = Scene(IDS[name]), STYLES[number % len(STYLES)]
        shown = [_sizes(scene, style, number)]
        for words, _ in steps:
            try:
                found = changes.read(scene, words, STYLES, style)
                scene, style = found.scene, found.style or style
            except BadRequest as error:
                print(f"  {error}")
            print(f"chain {number}: {words}: {describe(bundled(), scene)}")
            shown.append(_sizes(scene, style, number))
        said = [name, *(words for words, _ in steps)]
        yield from _rows(f"{number} {style}", said, shown)


def packed() -> Iterator[Row]:
    """Each character in its twelve moods, in each style."""
    for style in STYLES:
        for name, scene in PACKS.items():
            shown = [_sizes(in_mood(bundled(), scene, own), style, 0) for own in DEFAULT.values()]
            yield from _rows(f"{name}, {style}", list(DEFAULT), shown)


def mixed(seed: int) -> Iterator[Row]:
    """The first mix of random pairs of the most used emoji."""
    rng, mixer = random.Random(f"mixes {seed}"), bundled_mixer()
    pairs = [mixer.named(" ".join(rng.sample(MOST_USED, 2))) for _ in range(MIXES)]
    first = [mixer.mixes(pair, seed)[0] for pair in pairs]
    for number, mix in enumerate(first):
        print(f"mix {number}: {mix.says}")
    shown = [_sizes(mix.scene, STYLES[at % len(STYLES)], at) for at, mix in enumerate(first)]
    said = [f"{at} {mix.rules[0]}" for at, mix in enumerate(first)]
    yield from _rows("mix", said, shown)


def _rows(title: str, said: Sequence[str], shown: Sequence[Sizes]) -> Iterator[Row]:
    """Two pictures to a row, below what is said of them."""
    for at in range(0, len(shown), PICTURES):
        these = slice(at, at + PICTURES)
        yield f"{title}: {' | '.join(said[these])}", list(shown[these])


def _sizes(scene: Scene, style: str, seed: int) -> Sizes:
    """A Scene composed for both sizes, as chats show it."""
    drawn = (
        rasterize(compose(bundled(), scene, style, seed, size).svg, size) for size in (BIG, SMALL)
    )
    return Sizes(*map(Image.fromarray, drawn))


if __name__ == "__main__":
    main()
