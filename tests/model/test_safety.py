"""A model's safety checker: a flagged candidate is repainted once, the others stay."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from transformers import CLIPConfig, CLIPImageProcessor

from model.candidates import REPAINTED
from model.errors import BadModel, BadRequest
from model.image.safety import safety_checker
from model.painter import Painter
from model.pipeline import load
from model.recipe import Recipe

CPU = torch.device("cpu")
RECIPE = Recipe("dancing lemon", seed=3, num_inference_steps=2)
SMALL = {
    "hidden_size": 16,
    "intermediate_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
}


def with_checker(model: Path, folder: Path, threshold: float) -> Path:
    """A copy of a model with a tiny checker; every picture scores above -2."""
    copy = shutil.copytree(model, folder)
    vision = {**SMALL, "image_size": 32, "patch_size": 16}
    checker = StableDiffusionSafetyChecker(
        CLIPConfig(vision_config=vision, text_config=SMALL, projection_dim=8)
    )
    checker.concept_embeds_weights.fill_(threshold)
    checker.special_care_embeds_weights.fill_(2.0)
    checker.save_pretrained(copy / "safety_checker")
    side = {"height": 32, "width": 32}
    CLIPImageProcessor(size={"shortest_edge": 32}, crop_size=side).save_pretrained(
        copy / "feature_extractor"
    )
    index = json.loads((copy / "model_index.json").read_text())
    index["safety_checker"] = ["stable_diffusion", "StableDiffusionSafetyChecker"]
    (copy / "model_index.json").write_text(json.dumps(index))
    return copy


@pytest.mark.parametrize(("threshold", "flagged"), [(-2.0, True), (2.0, False)])
def test_the_models_own_checker_looks_at_raw_pictures(
    tiny_opaque_model: Path, tmp_path: Path, threshold: float, flagged: bool
) -> None:
    folder = with_checker(tiny_opaque_model, tmp_path / "model", threshold)
    checker = safety_checker(folder, CPU)
    assert checker is not None
    assert checker(np.full((64, 64, 3), 0.5, np.float32)) is flagged


def test_a_model_without_one_has_none(tiny_model: Path) -> None:
    assert safety_checker(tiny_model, CPU) is None


def test_a_checker_that_cannot_load_stops_the_start(
    tiny_opaque_model: Path, tmp_path: Path
) -> None:
    folder = with_checker(tiny_opaque_model, tmp_path / "model", 2.0)
    shutil.rmtree(folder / "safety_checker")
    with pytest.raises(BadModel, match="names a safety checker that cannot be loaded"):
        Painter.open(load(folder))


def test_what_is_flagged_is_painted_anew_once(tiny_model: Path) -> None:
    painter = Painter.open(load(tiny_model))
    plain = painter.paint(RECIPE)
    seen: list[bool] = []

    def first_only(_: np.ndarray) -> bool:
        seen.append(not seen)
        return seen[-1]

    painter.flagged = first_only
    checked = painter.paint(RECIPE)
    assert len(seen) == 4
    assert len(checked.candidates) == len(plain.candidates) == 4
    before = {candidate.seed: candidate.rgba for candidate in plain.candidates}
    anew = [c for c in checked.candidates if c.seed not in before]
    assert [c.seed - REPAINTED in before for c in anew] == [True]
    for candidate in checked.candidates:
        if candidate not in anew:
            assert (candidate.rgba == before[candidate.seed]).all()


def test_what_is_flagged_twice_is_dropped_and_siblings_live(tiny_model: Path) -> None:
    painter = Painter.open(load(tiny_model))
    painter.flagged = lambda _: True
    assert [c.is_sketch for c in painter.paint(RECIPE).candidates] == [True]
    with pytest.raises(BadRequest, match="may not be shown"):
        painter.paint(Recipe("dancing lemon", candidates=1, wildness=100, num_inference_steps=2))


@pytest.mark.parametrize(
    ("key", "size"),
    [
        ("hidden_size", 1 << 14),
        ("intermediate_size", 1 << 14),
        ("num_hidden_layers", 64),
        ("image_size", 2048),
        ("projection_dim", 1 << 14),
    ],
)
def test_a_checker_of_other_sizes_than_its_weights_is_not_built(
    tiny_opaque_model: Path, tmp_path: Path, key: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = with_checker(tiny_opaque_model, tmp_path / "model", 2.0)
    path = folder / "safety_checker" / "config.json"
    config = json.loads(path.read_text())
    (config if key in config else config["vision_config"])[key] = size
    path.write_text(json.dumps(config))
    monkeypatch.setattr(StableDiffusionSafetyChecker, "from_pretrained", None)
    with pytest.raises(BadModel, match=r"do not fit its config\.json|lack layers\.63"):
        safety_checker(folder, CPU)


def test_loading_a_checker_writes_nothing_on_the_terminal(
    tiny_opaque_model: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = with_checker(tiny_opaque_model, tmp_path / "model", 2.0)
    capfd.readouterr()
    assert safety_checker(folder, CPU) is not None
    assert capfd.readouterr() == ("", "")
