"""Fine-tuning from the command line, on tiny models of both kinds and data like Kaggle's."""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
import torch

from model.engine import EmojiEngine
from model.files import promotion
from model.files.lora import Lora
from model.files.manifest import Manifest
from model.opening import open_painter
from model.pipeline import Extras, load
from model.recipe import Recipe
from tests.support import tiny_diffusers
from tests.support import tiny_models as tiny
from tests.support.damaged_models import files, only_half_precision, outcome
from tests.support.small_reading import disc, kaggle, png, url
from tests.support.two_processes import in_two_processes
from training.__main__ import main
from training.diffusion.denoising import DenoisingTask
from training.finetune import run as running
from training.runs.folder import lock_folder

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "angry unicorn",
    "dancing lemon",
    "cat face",
    "red face",
    "lemon",
    "unicorn",
    "cat",
    "emoji",
)
QUICK = (
    "--epochs",
    "1",
    "--batch-size",
    "2",
    "--gradient-accumulation-steps",
    "2",
    "--views",
    "2",
    "--optimizer",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(running, "sheet_painter", lambda _: lambda _unet, _path: None)
    return tmp_path / "home"


@pytest.fixture
def data(tmp_path: Path) -> str:
    rows = [
        (str(number), "x", name, url(png(disc((25 * number, 80, 200 - 20 * number)))))
        for number, name in enumerate(NAMES, 1)
    ]
    return f"kaggle:{kaggle(tmp_path / 'kaggle', ('Windows',), rows)}"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tiny.build(tmp_path / "tiny")


def words(model: Path, data: str, *more: str) -> list[str]:
    return ["--model", str(model), "--data", data, *QUICK, "adamw", *more]


def the_run(home: Path) -> Path:
    (folder,) = (home / "runs").iterdir()
    return folder


def losses(folder: Path) -> list[float]:
    return [
        json.loads(line)["loss"] for line in (folder / "scalars.jsonl").read_text().splitlines()
    ]


async def test_kaggles_emoji_become_a_model_that_paints(
    home: Path, data: str, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(model, data, "--preset", "bundled")) == 0
    said = capsys.readouterr().out
    assert "epochs = 1.0" in said
    assert "preset bundled" in said
    assert "8  images" in said
    folder = the_run(home)
    receipt = json.loads((folder / "receipt.json").read_text())
    assert (receipt["samples"], receipt["updates"]) == (8, 2)
    assert receipt["optimizer"] == "adamw"
    assert receipt["base"]["digest"] == load(model).digest
    assert receipt["data"]["pictures"] == len(NAMES)
    tuned = load(folder / "model")
    assert tuned.digest != receipt["base"]["digest"]
    assert Manifest.read(folder / "model").receipt["finetune"]["samples"] == 8
    assert "license: mit" in (folder / "model" / "README.md").read_text()
    assert "<svg" in (folder / "report.html").read_text()
    async with EmojiEngine.open(folder / "model") as engine:
        painting = await engine.paint(Recipe("angry unicorn", candidates=2))
    assert painting.candidates[0].rgba.shape == (128, 128, 4)


def test_weights_in_half_precision_alone_are_tuned_to_the_end(
    home: Path, data: str, tiny_clip_model: Path, tmp_path: Path
) -> None:
    base = shutil.copytree(tiny_clip_model, tmp_path / "base")
    for file in files(base):
        if file.endswith(".safetensors"):
            only_half_precision(base / file)
    assert main(words(base, data)) == 0
    assert load(the_run(home) / "model").digest != load(base).digest
    assert outcome(the_run(home) / "model") == ""


def test_the_same_command_does_nothing_twice_and_another_has_its_own_folder(
    home: Path, data: str, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(model, data)) == 0
    before = (the_run(home) / "receipt.json").stat().st_mtime_ns
    assert main(words(model, data)) == 0
    assert "Finished before" in capsys.readouterr().out
    assert (the_run(home) / "receipt.json").stat().st_mtime_ns == before
    assert main(words(model, data, "--seed", "1")) == 0
    assert len(list((home / "runs").iterdir())) == 2


def test_an_interrupted_run_goes_on_to_the_very_same_weights(
    home: Path, data: str, model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert main(words(model, data, "--epochs", "2", "--ema", "0.9")) == 0
    whole = load(the_run(home) / "model").digest
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path / "second"))
    batch = DenoisingTask.batch
    asked = 0

    def interrupted(self: DenoisingTask, samples: range, generator: torch.Generator) -> Any:
        nonlocal asked
        asked += 1
        if asked == 4:
            os.kill(os.getpid(), 15)
        return batch(self, samples, generator)

    monkeypatch.setattr(DenoisingTask, "batch", interrupted)
    assert main(words(model, data, "--epochs", "2", "--ema", "0.9")) == 130
    folder = the_run(tmp_path / "second")
    assert not (folder / "model").exists()
    assert main(words(model, data, "--epochs", "2", "--ema", "0.9")) == 0
    assert load(folder / "model").digest == whole
    assert len(losses(folder)) == 4


def test_a_run_whose_minutes_are_over_leaves_a_model_and_goes_on(
    home: Path, data: str, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(model, data, "--minutes", "0")) == 0
    folder = the_run(home)
    assert len(losses(folder)) == 1
    assert Manifest.read(folder / "model").receipt["finetune"]["updates"] == 1
    assert main(words(model, data)) == 0
    assert len(losses(folder)) == 2
    assert "Finished before" not in capsys.readouterr().out
    assert json.loads((folder / "receipt.json").read_text())["updates"] == 2


def test_a_model_on_white_trains_by_adapters_at_another_size(
    home: Path, data: str, tmp_path: Path
) -> None:
    opaque = tiny.build_opaque(tmp_path / "opaque")
    more = ("--lora-rank", "2", "--resolution", "128", "--snr-gamma", "5", "--noise-offset", "0.05")
    assert main(words(opaque, data, *more)) == 0
    tuned = load(the_run(home) / "model")
    assert tuned.resolution == 128
    before = load(opaque)
    changed = {
        name
        for name, tensor in tuned.unet.state_dict().items()
        if not torch.equal(tensor, before.unet.state_dict()[name])
    }
    assert changed
    assert not any("norm" in name or "bias" in name for name in changed)
    assert "creativeml-openrail-m" in (the_run(home) / "model" / "README.md").read_text()


def test_two_processes_learn_as_one_with_twice_the_accumulation(
    home: Path, data: str, model: Path, tmp_path: Path
) -> None:
    assert main(words(model, data, "--epochs", "2", "--gradient-accumulation-steps", "4")) == 0
    alone = losses(the_run(home))
    pair = words(model, data, "--epochs", "2", "--gradient-accumulation-steps", "2")
    in_two_processes("training", pair, tmp_path / "pair")
    folder = the_run(tmp_path / "pair")
    together = losses(folder)
    assert len(alone) == 2
    assert together == pytest.approx(alone, rel=0.02)
    assert json.loads((folder / "receipt.json").read_text())["processes"] == 2


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_sdxl_trains_by_a_lora_and_is_promoted_like_any_model(
    home: Path, data: str, tmp_path: Path
) -> None:
    sdxl = tiny_diffusers.build("sdxl", tmp_path / "sdxl")
    more = ("--preset", "sdxl-lora", "--resolution", "64", "--learning-rate", "0.01")
    assert main(words(sdxl, data, *more)) == 0
    folder = the_run(home)
    assert json.loads((folder / "receipt.json").read_text())["plan"]["lora_rank"] == 16
    assert "<svg" in (folder / "report.html").read_text()
    promotion.check(folder / "model")
    before, tuned = open_painter(sdxl), open_painter(folder / "model")
    assert (tuned.pipeline.resolution, tuned.pipeline.emoji) == (64, True)
    assert tuned.pipeline.pipeline_name == "StableDiffusionXLPipeline"
    recipe = Recipe("angry unicorn", candidates=2, wildness=100)
    one, two = (own.paint(recipe).candidates for own in (before, tuned))
    assert not (one[1].rgba == two[1].rgba).all()
    alone = open_painter(sdxl, Extras(loras=(Lora("own", str(folder / "lora")),)))
    assert alone.paint(replace(recipe, lora="own")).receipt["lora"].startswith("own ")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--data", ""], "Name the data to train on"),
        (["--data", "folder:/nowhere"], "/nowhere"),
        (["--data", "pigeon:x"], "is not a data source"),
        (["--model", "/nowhere/model"], "There is no model folder"),
        (["--zero-snr", "yes"], "for models that predict v"),
        (["--config", "/nowhere.toml"], "cannot be read"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    more: Sequence[str],
    sentence: str,
    data: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(words(tiny.build_opaque(tmp_path / "opaque"), data, *more)) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said


class FakeHub:
    """The used part of the hub's client; with `out_of_reach` it fails like without a network."""

    out_of_reach = False
    uploaded: ClassVar[list[tuple[str, bool]]] = []

    def create_repo(self, name: str, *, private: bool, exist_ok: bool) -> str:
        if self.out_of_reach:
            raise ConnectionError("no route\nto the hub")
        return f"https://hub.example/{name}"

    def upload_folder(self, *, repo_id: str, folder_path: Path) -> None:
        self.uploaded.append((repo_id, (folder_path / "model_index.json").exists()))


def test_a_model_goes_to_the_hub_if_asked(
    home: Path,
    data: str,
    model: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("huggingface_hub.HfApi", FakeHub)
    assert main(words(model, data, "--push-to-hub", "me/emoji")) == 0
    assert "On the hub: https://hub.example/me/emoji" in capsys.readouterr().out
    assert FakeHub.uploaded == [("me/emoji", True)]
    monkeypatch.setattr(FakeHub, "out_of_reach", True)
    assert main(words(model, data, "--push-to-hub", "me/emoji")) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("me/emoji could not be uploaded (no route): set HF_TOKEN")


def test_a_folder_in_use_is_said(
    home: Path, data: str, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(model, data, "--minutes", "0")) == 0
    folder = the_run(home)
    with lock_folder(folder):
        assert main(words(model, data)) == 1
    assert "Another training is running in" in capsys.readouterr().err
