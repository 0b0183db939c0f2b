"""Details that the autoencoder lost are restored where nothing was painted, and only there."""

from pathlib import Path

import numpy as np
import pytest

from model.files.folders import BUNDLED
from model.image.detail import SPREAD, Detailed, detailed
from model.image.pixels import Floats
from model.painter import Painter
from model.pipeline import load
from model.recipe import Recipe
from training.evaluation.metrics import gradient_energy


@pytest.fixture
def lossy() -> tuple[Floats, Floats]:
    """A sketch with fine stripes, and the flat grey after the autoencoder."""
    sketch = np.full((32, 32, 4), 0.4, np.float32)
    sketch[::2] = 0.6
    return sketch, np.full_like(sketch, 0.5)


def test_what_was_left_alone_is_the_sketch(lossy: tuple[Floats, Floats]) -> None:
    sketch, rebuilt = lossy
    found = detailed(rebuilt.copy(), sketch, rebuilt)
    np.testing.assert_allclose(found.picture, sketch, atol=1e-6)
    assert found.share == pytest.approx(1)


def test_what_was_painted_stays_as_it_was_painted(lossy: tuple[Floats, Floats]) -> None:
    sketch, rebuilt = lossy
    painted = rebuilt.copy()
    painted[:, 16:, 0] = 1.0
    found = detailed(painted, sketch, rebuilt)
    np.testing.assert_allclose(found.picture[:, 20:], painted[:, 20:], atol=1e-3)
    np.testing.assert_allclose(found.picture[:, :12], sketch[:, :12], atol=1e-6)
    assert found.share == pytest.approx(0.5, abs=0.1)


def test_the_farther_the_painting_the_less_comes_back(lossy: tuple[Floats, Floats]) -> None:
    sketch, rebuilt = lossy
    shares = [
        detailed(rebuilt + difference, sketch, rebuilt).share
        for difference in (0.0, SPREAD / 2, SPREAD, 2 * SPREAD)
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[2] == pytest.approx(np.exp(-1), abs=0.01)


def test_the_receipt_says_how_much_came_back() -> None:
    painting = Painter.open(load(BUNDLED)).paint(Recipe("angry unicorn", seed=1))
    shares = {c.strength: c.detail for c in painting.candidates}
    assert shares[0.0] == 0
    assert 1 > shares[0.3] > shares[0.45] > shares[0.6] > 0
    lines = {line["strength"]: line["detail"] for line in painting.receipt["candidates"]}
    assert lines == {strength: round(share, 2) for strength, share in shares.items()}


def test_with_it_paintings_are_sharper(monkeypatch: pytest.MonkeyPatch) -> None:
    painter, recipe = Painter.open(load(BUNDLED)), Recipe("angry unicorn", seed=1)
    found = painter.paint(recipe)
    monkeypatch.setattr("model.painter.detailed", lambda painted, *_: Detailed(painted, 0.0))
    for before, after in zip(
        sorted(painter.paint(recipe).candidates, key=lambda c: c.strength),
        sorted(found.candidates, key=lambda c: c.strength),
        strict=True,
    ):
        blurred, sharp = gradient_energy(np.stack([before.rgba, after.rgba]))
        assert sharp == blurred if after.is_sketch else sharp > blurred


def test_without_a_sketch_there_is_none(tiny_model: Path) -> None:
    painting = Painter.open(load(tiny_model)).paint(Recipe("lemon", wildness=100, candidates=2))
    assert [c.detail for c in painting.candidates] == [0, 0]
