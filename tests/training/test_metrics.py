"""Metrics with values that are easy to compute by hand, and the prompt sets."""

import numpy as np
import pytest

from model.image.pixels import Pixels
from model.sketch.library import Library
from training.data.split import concept_is_held_out
from training.evaluation import metrics
from training.evaluation.metrics import Interval
from training.evaluation.prompt_sets import POOL, WORN, prompt_sets


def picture(side: int = 8, colour: int = 0) -> Pixels:
    rgba = np.full((side, side, 4), colour, np.uint8)
    rgba[..., 3] = 255
    return rgba


def test_recall_counts_pictures_nearest_to_their_own_text() -> None:
    texts = np.eye(4, dtype=np.float32)
    images = texts[[0, 1, 3]]
    assert metrics.recall_at_1(images, texts).tolist() == [True, True, False]
    assert metrics.conditioning_gap(texts, texts).tolist() == [1, 1, 1, 1]
    assert metrics.conditioning_gap(texts[[1]], texts)[0] == pytest.approx(-1 / 3)


def test_an_interval_holds_its_mean_and_narrows() -> None:
    few, many = Interval.of([0, 1] * 10), Interval.of([0, 1] * 500)
    assert few.mean == many.mean == 0.5
    assert few.low < many.low < 0.5 < many.high < few.high


def test_gradient_energy_sees_edges_on_white() -> None:
    clear = np.zeros((1, 8, 8, 4), np.uint8)
    half = clear.copy()
    half[0, :, 4:] = (0, 0, 0, 255)
    assert metrics.gradient_energy(clear)[0] == 0
    assert metrics.gradient_energy(half)[0] == pytest.approx(8 / 56)


def test_alpha_sanity_tells_shares() -> None:
    rgba = np.zeros((1, 4, 4, 4), np.uint8)
    rgba[0, 1:3, 1:3, 3] = 255
    rgba[0, 1, 1, 3] = 128
    assert metrics.alpha_shares(rgba) == {"opaque": 0.1875, "half": 0.0625, "clear_border": 1.0}


def test_a_resized_picture_keeps_its_colour_at_a_clear_edge() -> None:
    rgba = np.zeros((1, 16, 16, 4), np.uint8)
    rgba[0, :, 8:] = (255, 0, 0, 255)
    rgba[0, :, :8, 1] = 255  # green under what is clear
    small = metrics.resized(rgba, 8)
    assert small.shape == (1, 8, 8, 4)
    inked = small[small[..., 3] > 8]
    assert inked[:, 0].min() > 240
    assert inked[:, 1].max() < 8
    assert metrics.resized(small, 8) is small


def test_diversity_is_the_mean_distance_of_pairs() -> None:
    assert metrics.diversity(np.stack([picture(), picture()])) == 0
    assert metrics.diversity(np.stack([picture(), picture(colour=255)])) == pytest.approx(1)


def test_a_shifted_copy_is_found_and_a_new_picture_is_not() -> None:
    rng = np.random.default_rng(0)
    known = rng.random((20, 32, 32, 3), dtype=np.float32)
    moved = np.roll(known[7], (2, -2), (0, 1)) + 0.01
    new = rng.random((32, 32, 3), dtype=np.float32)
    assert metrics.copies(np.stack([moved, new]), known).tolist() == [True, False]


def test_the_prompt_sets_are_what_they_say() -> None:
    library = Library()
    seen, unseen, combined = prompt_sets(library, 30)
    held_out = {c.name for c in library.concepts.values() if concept_is_held_out(c.id)}
    assert not set(seen.texts) & held_out
    assert set(unseen.prompts) <= held_out
    for prompts in (seen, unseen, combined):
        assert len(prompts.texts) == len(set(prompts.texts)) == POOL
        assert prompts.texts[: len(prompts.prompts)] == prompts.prompts
    for worn in WORN:
        assert sum(worn in text for text in combined.texts) > 30


def test_the_same_prompts_every_time() -> None:
    assert prompt_sets(Library(), 5) == prompt_sets(Library(), 5)
