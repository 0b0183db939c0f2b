"""The judge of finish: its flaws are real ones, and it learns to tell them."""

from pathlib import Path

import numpy as np
import pytest
import torch

from model.image.pixels import to_network
from model.nets.finish import FinishConfig, FinishJudge, finish_scores
from model.sketch.drawing.compose import compose
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.library import Library
from model.sketch.scene import Scene
from training.loop.loop import Loop
from training.loop.settings import LoopSettings
from training.pretrain.finish import FinishTask
from training.pretrain.flaws import FLAWS

CONCEPTS = ("1F98A", "1F34B", "1F419", "1F31E")


@pytest.fixture(scope="module")
def sketches() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    library = Library()
    svgs = [compose(library, Scene(concept), "fluent", 0).svg for concept in CONCEPTS]
    return np.stack([rasterize(svg, 128) for svg in svgs])


@pytest.mark.parametrize("name", FLAWS)
def test_a_flaw_grows_with_its_amount_and_is_none_at_zero(
    name: str, sketches: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
) -> None:
    x = to_network(sketches)

    def changed(amount: float) -> float:
        generator = torch.Generator().manual_seed(5)
        out = FLAWS[name](x, torch.full((len(x),), amount), generator)
        assert out.shape == x.shape
        assert out.isfinite().all()
        return float((out - x).abs().mean())

    assert changed(1.0) > changed(0.3) > 0
    if name not in ("misplaced", "compressed"):
        assert changed(0.0) < 1e-2


def test_it_learns_that_a_sketch_is_cleaner_than_its_painting(
    tmp_path: Path, sketches: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
) -> None:
    noise = np.random.default_rng(1).integers(-90, 90, (3, *sketches.shape))
    painted = np.stack(
        [sketches, *(np.clip(sketches + n * (s + 1) / 3, 0, 255) for s, n in enumerate(noise))], 1
    ).astype(np.uint8)
    torch.manual_seed(0)
    judge = FinishJudge(FinishConfig(widths=(8, 8)))
    task = FinishTask(judge, lambda rows: sketches[list(rows)], len(sketches), painted)
    settings = LoopSettings(updates=40, batch_size=16, learning_rate=1e-2, warmup=4)
    Loop(task, settings, tmp_path).run()
    clean, worst = finish_scores(judge, sketches), finish_scores(judge, painted[:, -1])
    assert all(a > b for a, b in zip(clean, worst, strict=True))


def test_it_is_kept_on_disk(
    tmp_path: Path, sketches: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
) -> None:
    judge = FinishJudge(FinishConfig(widths=(4, 8))).half().float()
    judge.save_pretrained(tmp_path)
    again = FinishJudge.from_pretrained(tmp_path)
    assert finish_scores(again, sketches) == finish_scores(judge, sketches)
