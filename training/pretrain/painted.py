"""Paintings of random sketches at rising strengths: examples for the finish judge."""

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.image.pixels import Pixels
from model.painter import Painter
from model.pipeline import load
from model.recipe import PROMPT_LIMIT, Recipe
from model.sketch.language.describe import describe
from model.sketch.random_scene import random_scene
from model.sketch.scene import STYLES
from training.diffusion.lazy_rows import LazyRows
from training.paths import home

STRENGTHS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.65, 0.85)
RESOLUTION = 128


def painted_requests(models: Sequence[Path], count: int) -> npt.NDArray[np.uint8]:
    """`count` random Scenes, painted by each model: uint8 [requests, strengths, 128, 128, 4].

    Both the raw paintings and the traced ones are examples, so there are 2 * count requests of each
    model. They are kept in the cache.
    """
    return np.concatenate([_painted_by(model, count) for model in models])


def _painted_by(model: Path, count: int) -> npt.NDArray[np.uint8]:
    painter = Painter.open(load(str(model)))
    concepts = sorted(painter.library.concepts)
    key = hashlib.sha256(repr((painter.pipeline.digest, STRENGTHS)).encode()).hexdigest()[:16]

    def paint(rows: Sequence[int]) -> npt.NDArray[np.float32]:
        return np.stack([_request(painter, concepts, row) for row in rows]).astype(np.float32)

    shape = (2, len(STRENGTHS), RESOLUTION, RESOLUTION, 4)
    kept = LazyRows(home() / "cache" / f"painted-{key}", count, shape, paint)
    pixels = np.stack([kept[[row]][0] for row in range(count)]).astype(np.uint8)
    return pixels.reshape(2 * count, *shape[1:])


def _request(painter: Painter, concepts: Sequence[str], number: int) -> npt.NDArray[np.uint8]:
    """The raw and the traced pictures of one random Scene: uint8 [2, strengths, 128, 128, 4]."""
    scene = random_scene(painter.library, random.Random(number), concepts)
    prompt = describe(painter.library, scene)[:PROMPT_LIMIT]
    recipe = Recipe(prompt, STYLES[number % len(STYLES)], seed=number)
    candidates = painter.candidates(recipe, scene, STRENGTHS)
    raw: list[Pixels] = [c.rgba if c.painted is None else c.painted for c in candidates]
    return np.stack([raw, [candidate.rgba for candidate in candidates]])
