"""Model folders of both forms with damaged files or changed values, loaded and painted with."""

import atexit
import random
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.support import tiny_models as tiny
from tests.support.damaged_models import damages, fault, files, mutate_file, outcome, pairs


def one(seed: int) -> None:
    """Load one damaged model. Raises for any error but a sentence."""
    rng = random.Random(seed)
    root, models = _models()
    model = rng.choice(models)
    folder = root / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(model, folder)
    damaged: set[str] = set()
    for _ in range(rng.choice((1, 1, 1, 3))):
        file = rng.choice(sorted(files(folder)))
        if file in damaged:
            continue
        damaged.add(file)
        if file.endswith("config.json") and rng.random() < 0.8:
            mutate_file(folder / file, rng)
        else:
            _damage(folder / file, rng)
    try:
        outcome(folder)
    except Exception as error:
        error.add_note(f"the damaged model is in {folder}")
        raise


def every(number: int) -> None:
    """Meet one pair of file and damage; the numbers go through all pairs of both forms."""
    root, models = _models()
    cases = [(model, *pair) for model in models for pair in pairs(model)]
    model, file, damage = cases[number % len(cases)]
    found = fault(model, file, damage, root / "pair")
    assert not found, found


def _damage(path: Path, rng: random.Random) -> None:
    if rng.random() < 0.5:
        data = bytearray(path.read_bytes())
        for _ in range(rng.choice((1, 8, 80))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        path.write_bytes(data)
    else:
        harms = damages(path)
        harms[rng.choice(sorted(harms))](path)


@cache
def _models() -> tuple[Path, tuple[Path, ...]]:
    folder = tempfile.TemporaryDirectory(prefix="emojismith-fuzz-")
    atexit.register(folder.cleanup)
    root = Path(folder.name)
    return root, (tiny.build(root / "bundled"), tiny.build_clip(root / "clip"))
