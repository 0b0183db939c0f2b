"""Mottle, and what is shown of a painting: traced, or raw where the sketch has gradients."""

from pathlib import Path

import numpy as np
import pytest

from model import candidates
from model.image.finish import mottle
from model.image.pixels import Pixels
from model.painter import Painter
from model.pipeline import load
from model.recipe import Recipe
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.library import Library
from model.sketch.scene import Scene


def flat(level: int = 100, side: int = 32) -> Pixels:
    picture = np.full((side, side, 4), level, np.uint8)
    picture[..., 3] = 255
    return picture


def test_flat_areas_and_drawn_edges_have_none() -> None:
    picture = flat()
    assert mottle(picture) == 0
    picture[:, 16:, :3] = 200
    assert mottle(picture) == 0


def test_is_the_mean_of_the_weak_gradients_in_grey_levels() -> None:
    picture = flat()
    picture[:, ::2, 1] += 6
    picture[:, -1, 1] = picture[:, -2, 1]
    assert mottle(picture) == pytest.approx(6 * 30 / 32)


def test_clear_and_half_clear_pixels_do_not_count() -> None:
    picture = flat()
    picture[:, ::2, :3] += 6
    picture[..., 3] = 200
    assert mottle(picture) == 0
    picture[..., 3] = 0
    assert mottle(picture) == 0


def test_noise_on_a_sketch_shows() -> None:
    scene = Scene("1F34B", pose="dancing", accessories=("sunglasses",))
    sketch = rasterize(compose(Library(), scene, "fluent", 3).svg)
    assert mottle(sketch) < 1
    noise = np.random.default_rng(0).integers(-4, 5, sketch.shape)
    noise[..., 3] = 0
    noisy = np.clip(sketch.astype(np.int16) + noise, 0, 255).astype(np.uint8)
    assert mottle(noisy) > 3


@pytest.mark.parametrize(("style", "shaded"), [("noto", True), ("fluent", False)])
def test_the_raw_painting_stays_only_where_the_sketch_has_gradients(
    style: str, shaded: bool, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painter = Painter.open(load(tiny_model))
    monkeypatch.setattr(candidates, "TRACEABLE", 255.0)
    # The raw painting comes first after the sketch.
    monkeypatch.setattr(candidates, "finish_scores", lambda _, rgba: [0.0, 2.0, 1.0][: len(rgba)])
    recipe = Recipe("fire", style, scene=Scene("1F525"), candidates=1)
    [found] = painter.candidates(recipe, Scene("1F525"), (0.3,))
    assert found.is_traced is not shaded
    assert found.painted is not None
    assert np.array_equal(found.rgba, found.painted) is shaded
