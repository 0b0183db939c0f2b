"""Pretraining: all stages with a few updates each, on fifteen real pictures."""

import argparse
import copy
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch

from model.errors import Unavailable
from model.files.manifest import Manifest
from model.image.pixels import to_network
from model.nets.judge import Judge
from model.pipeline import load
from tests.support.plain_diffusers import painted_plainly
from training.diffusion import strength_sheet as painted_sheet
from training.diffusion.autoencoder import encode
from training.diffusion.lazy_rows import LazyRows
from training.diffusion.timesteps import TimestepSampling
from training.loop.loop import Loop
from training.loop.settings import LoopSettings
from training.pretrain import command as pretrain
from training.pretrain import stages
from training.pretrain.autoencoder import (
    AutoencoderTask,
    PictureSplit,
    crop_around_ink,
    new_autoencoder,
)
from training.pretrain.critic import balance
from training.pretrain.decoder import DecoderTask
from training.pretrain.judges import disturb


@pytest.fixture(autouse=True)
def short_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contact sheets of one prompt, in four steps: the painter has its full size here."""
    monkeypatch.setattr(painted_sheet, "PROMPTS", painted_sheet.PROMPTS[:1])
    monkeypatch.setattr(painted_sheet, "STRENGTHS", painted_sheet.STRENGTHS[-2:])
    monkeypatch.setattr(painted_sheet, "NUM_INFERENCE_STEPS", 4)


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    pretrain.add_arguments(parser)
    return parser.parse_args(words)


@pytest.mark.filterwarnings("ignore")
def test_from_nothing_to_a_model_that_paints(
    small_data_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stages, "SHOWN", 3)
    monkeypatch.setattr(stages, "PAINTED_REQUESTS", 1)
    for part in ("text_encoder", "tokenizer"):
        shutil.copytree(Path("model/bundled") / part, small_data_home / "out" / part)
    pretrain.run(
        options("--updates", "2", "--batch-size", "2", "--out", str(small_data_home / "out"))
    )
    run = small_data_home / "runs" / "bundled"
    for stage in ("autoencoder", "decoder", "painter", "ranker", "finish", "scorer", "closer"):
        receipt = json.loads((run / stage / "receipt.json").read_text())
        assert (receipt["samples"], receipt["updates"], receipt["data"]) == (4, 2, "five")
        assert list((run / stage / "sheets").glob("*.png"))
    manifest = json.loads((small_data_home / "out" / "emojismith.json").read_text())
    assert manifest["receipt"]["painter"]["samples"] == 4
    acceleration = small_data_home / "out" / "acceleration"
    assert (acceleration / "pytorch_lora_weights.safetensors").exists()
    assert painted_plainly(small_data_home / "out").shape == (128, 128, 4)
    settings = json.loads((acceleration / "emojismith.json").read_text())
    assert settings == {"steps": 4, "guidance": 1.0, "solver": "ddim"}

    capsys.readouterr()
    pretrain.run(options("--out", str(small_data_home / "out")))
    said = capsys.readouterr().out
    assert said.count("finished before") == 8


def test_sharpening_leaves_the_latents_as_they_are(tmp_path: Path) -> None:
    torch.manual_seed(0)
    drawn = np.random.default_rng(0).integers(0, 256, (4, 128, 128, 4), dtype=np.uint8)
    autoencoder = new_autoencoder()
    split = PictureSplit(lambda rows: drawn[list(rows)], len(drawn), drawn[:2])
    task = DecoderTask(autoencoder, split)
    x = to_network(drawn)
    before = encode(autoencoder, x)
    weights = autoencoder.decoder.layers[-1].weight.detach().clone()
    critic = copy.deepcopy(task.model.critic.state_dict())
    settings = LoopSettings(updates=2, batch_size=2, learning_rate=1e-3, warmup=0)
    Loop(task, settings, tmp_path).run()
    assert torch.allclose(encode(autoencoder, x), before, atol=1e-4)
    assert not torch.equal(autoencoder.decoder.layers[-1].weight, weights)
    trained = task.model.critic.state_dict()
    assert all(not torch.equal(trained[name], critic[name]) for name in critic)


def test_the_critics_gradient_is_balanced_at_the_picture() -> None:
    picture = torch.ones(2, 3, requires_grad=True)
    assert balance(3 * picture.sum(), picture.sum(), picture) == pytest.approx(3)


def test_going_on_from_shipped_weights(
    small_data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = Path("model/bundled")
    if not (bundled / "unet").exists():
        pytest.skip("nothing is shipped yet")
    words = ("--stage", "painter", "--updates", "1", "--batch-size", "2", "--from", str(bundled))
    pretrain.run(options(*words))
    trained = small_data_home / "runs" / "bundled" / "painter" / "model"
    assert (trained / "diffusion_pytorch_model.safetensors").exists()


def test_fewer_steps_are_the_painters_and_go_with_it(small_data_home: Path) -> None:
    bundled, source, out = (
        Path("model/bundled"),
        small_data_home / "source",
        small_data_home / "out",
    )
    shutil.copytree(bundled, source)
    shutil.copytree(bundled, out)
    came = ("--updates", "1", "--batch-size", "2", "--from", str(source))
    pretrain.run(options("--stage", "distillation", "--run", "first", *came))
    pretrain.run(options("--stage", "bundle", "--run", "first", "--out", str(source), *came))
    assert Manifest.read(source).receipt["distillation"]["samples"] == 2
    opened = load(source)
    assert (opened.manifest.steps, opened.manifest.guidance) == (4, 1.0)

    # A new judge does not matter to it; a new painter must be distilled again.
    pretrain.run(options("--stage", "ranker", "--run", "second", *came))
    pretrain.run(options("--stage", "bundle", "--run", "second", "--out", str(out), *came))
    assert (out / "acceleration").is_dir()
    pretrain.run(options("--stage", "painter", "--run", "second", *came))
    pretrain.run(options("--stage", "bundle", "--run", "second", "--out", str(out), *came))
    assert not (out / "acceleration").exists()
    assert "distillation" not in Manifest.read(out).receipt


def test_a_judge_goes_on_from_the_shipped_one_and_is_bundled_with_its_receipt(
    small_data_home: Path,
) -> None:
    bundled, out = Path("model/bundled"), small_data_home / "out"
    came = ("--from", str(bundled))
    pretrain.run(options("--stage", "scorer", "--updates", "1", "--batch-size", "2", *came))
    shutil.copytree(bundled, out)
    pretrain.run(options("--stage", "bundle", "--out", str(out), *came))
    before, after = Manifest.read(bundled), Manifest.read(out)
    assert after.receipt["scorer"]["samples"] == 2
    assert after.receipt["scorer"]["went_on_from"] == before.receipt["scorer"]
    assert after.receipt["painter"] == before.receipt["painter"]
    shipped, new = (Judge.from_pretrained(folder / "scorer") for folder in (bundled, out))
    # One update with warm-up changes it a little; a new judge would be very different.
    assert torch.allclose(new.text_head.weight, shipped.text_head.weight, atol=2e-3)
    ranker = Judge.from_pretrained(out / "judge")
    assert torch.equal(
        ranker.text_head.weight, Judge.from_pretrained(bundled / "judge").text_head.weight
    )


def test_a_judge_that_was_trained_anew_went_on_from_nothing(small_data_home: Path) -> None:
    bundled, out = Path("model/bundled"), small_data_home / "out"
    pretrain.run(options("--stage", "ranker", "--updates", "1", "--batch-size", "2"))
    shutil.copytree(bundled, out)
    pretrain.run(options("--stage", "bundle", "--out", str(out), "--from", str(bundled)))
    ranker = Manifest.read(out).receipt["ranker"]
    assert ranker["samples"] == 2
    assert "went_on_from" not in ranker


def test_a_stage_that_lacks_what_it_needs_says_so(small_data_home: Path) -> None:
    with pytest.raises(Unavailable, match="run the stage `autoencoder` first"):
        pretrain.run(options("--stage", "painter"))


def test_without_data_it_says_how_to_make_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    with pytest.raises(Unavailable, match="python -m training data"):
        pretrain.run(options())


def test_latents_of_mean_zero_and_variance_one_cost_nothing() -> None:
    drawn = np.zeros((4, 128, 128, 4), np.uint8)
    task = AutoencoderTask(
        new_autoencoder(), PictureSplit(lambda rows: drawn[list(rows)], 4, drawn)
    )
    generator = torch.Generator().manual_seed(1)
    x = torch.zeros(4, 4, 32, 32)
    batch = {"x": x, "noise": x, "halved": torch.tensor(False)}

    class Stub(torch.nn.Module):
        def __init__(self, mean: float, std: float) -> None:
            super().__init__()
            self.mean, self.std = mean, std

        def forward(
            self, x: torch.Tensor, noise: torch.Tensor, halved: bool
        ) -> tuple[torch.Tensor, torch.Tensor]:
            normal = torch.randn(4, 12, 32, 32, generator=torch.Generator().manual_seed(2))
            return x, self.mean + self.std * normal

    def cost(mean: float, std: float) -> float:
        return float(task.losses(Stub(mean, std), batch, generator)["loss"])

    assert cost(0, 1) < 1e-3
    assert cost(1, 1) == pytest.approx(0.02, rel=0.05)
    assert cost(0, 0) == pytest.approx(0.02, rel=0.05)


def test_every_second_batch_asks_for_a_picture_of_half_the_size() -> None:
    drawn = np.zeros((4, 128, 128, 4), np.uint8)
    task = AutoencoderTask(
        new_autoencoder(), PictureSplit(lambda rows: drawn[list(rows)], 4, drawn), crop=32
    )
    generator = torch.Generator().manual_seed(1)
    halved = [bool(task.batch(range(i, i + 2), generator)["halved"]) for i in (0, 2, 4, 6)]
    assert halved == [False, True, False, True]
    x, noise = torch.zeros(2, 4, 32, 32), torch.zeros(2, 12, 4, 4)
    assert task.model(x, noise, True)[0].shape == (2, 4, 16, 16)
    assert task.model(x, noise, False)[0].shape == (2, 4, 32, 32)


def test_rows_are_computed_once_and_survive(tmp_path: Path) -> None:
    asked: list[int] = []

    def compute(rows: Sequence[int]) -> npt.NDArray[np.float64]:
        asked.extend(rows)
        return np.array([[row, row + 0.5] for row in rows])

    first = LazyRows(tmp_path / "rows", 10, (2,), compute)
    assert first[[3, 1, 3]].tolist() == [[3, 3.5], [1, 1.5], [3, 3.5]]
    again = LazyRows(tmp_path / "rows", 10, (2,), compute)
    assert again[[1, 2]].tolist() == [[1, 1.5], [2, 2.5]]
    assert asked == [1, 3, 2]
    assert len(again) == 10


def test_crops_hold_what_is_drawn() -> None:
    picture = np.zeros((128, 128, 4), np.uint8)
    picture[100:104, 20:24] = 255
    for place in np.random.default_rng(0).random((20, 3), dtype=np.float32):
        assert crop_around_ink(picture, 64, place)[..., 3].sum() == 16 * 255


def test_noise_levels_prefer_those_of_sketches() -> None:
    t = TimestepSampling().sample(4000, 1000, torch.Generator().manual_seed(0))
    assert t.min() >= 0
    assert t.max() <= 999
    assert 0.82 < (t < 650).float().mean() < 0.97


def test_a_judge_sees_disturbed_pictures_in_range() -> None:
    x = torch.ones(3, 4, 128, 128)
    x[:, 3] = -1
    small = disturb(x, 64, torch.Generator().manual_seed(0))
    assert small.shape == (3, 4, 64, 64)
    assert small.min() >= -1
    assert small[:, 3].mean() < -0.9
    assert small[:, :3].mean() > 0.9


def test_the_scorer_and_the_ranker_share_no_family() -> None:
    assert not set(stages.FAMILIES["ranker"]) & set(stages.FAMILIES["scorer"])
