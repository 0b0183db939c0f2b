"""`python -m tests.benchmarks.mixing`: mixes on a sheet, and whether the scorer knows the parents.

The scorer, which ranking does not use, sees the first mix of random pairs of the most used emoji.
R@1 is the share of mixes for which "A and B" of their own parents is the nearest of 100 such
captions; a mix that shows only one of the two is easily taken for another pair with it.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

from model.files.folders import BUNDLED
from model.image.pixels import Pixels, to_network
from model.image.sheet import DARK, LIGHT
from model.nets.text import TextEncoder
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.library import Library
from model.sketch.mixing.mix import Mix, mixes
from model.sketch.mixing.mixer import Mixer
from model.sketch.mixing.most_used import MOST_USED
from model.sketch.scene import STYLES, Scene
from training.evaluation.judge_ensemble import JudgeEnsemble

PAIRS, COLUMNS, CELL = 100, 10, 128


def main() -> None:
    """Draw the sheet, and print R@1 of the sketches and of one parent alone, which is the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sheet", type=Path, default=Path("artifacts/mixes.png"))
    options = parser.parse_args()
    library, rng = Library(), random.Random(options.seed)
    mixer = Mixer(library)
    pairs = [mixer.named(" ".join(rng.sample(MOST_USED, 2))) for _ in range(PAIRS)]
    found = [mixes(library, pair, options.seed) for pair in pairs]
    captions = [mixer.words(pair) for pair in pairs]
    for number in range(2):
        shown = [each[number] for each in found]
        pictures = [_drawn(library, mix.scene, at) for at, mix in enumerate(shown)]
        print(f"mix {number + 1}: R@1 {recall(pictures, captions):.0%}")
        if number == 0:
            _sheet(pictures, shown, options.sheet)
    parents = [_drawn(library, Scene(pair[0]), at) for at, pair in enumerate(pairs)]
    print(f"the first parent alone: R@1 {recall(parents, captions):.0%}")


def _drawn(library: Library, scene: Scene, at: int) -> Pixels:
    return rasterize(compose(library, scene, STYLES[at % len(STYLES)], at).svg, CELL)


@torch.inference_mode()
def recall(pictures: Sequence[Pixels], captions: Sequence[str]) -> float:
    """The share of pictures whose own caption is the nearest of all."""
    scorer = JudgeEnsemble.open(BUNDLED / "scorer")
    texts = scorer.text_features(torch.from_numpy(TextEncoder.open(BUNDLED).embed(captions)))
    seen = scorer.seen(to_network(np.stack(pictures)))
    nearest = (seen @ texts.T).argmax(dim=1)
    return float((nearest == torch.arange(len(captions))).float().mean())


def _sheet(pictures: Sequence[Pixels], shown: Sequence[Mix], path: Path) -> None:
    """All pictures, on light and dark in turn; prints what each one mixes."""
    sheet = Image.new("RGB", (COLUMNS * CELL, -(-len(pictures) // COLUMNS) * CELL), LIGHT)
    draw = ImageDraw.Draw(sheet)
    for at, (rgba, mix) in enumerate(zip(pictures, shown, strict=True)):
        y, x = (CELL * place for place in divmod(at, COLUMNS))
        ground = DARK if (x + y) // CELL % 2 else LIGHT
        draw.rectangle((x, y, x + CELL, y + CELL), ground)
        picture = Image.fromarray(rgba)
        sheet.paste(picture, (x, y), picture)
        print(f"{at}: {mix.says}")
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


if __name__ == "__main__":
    main()
