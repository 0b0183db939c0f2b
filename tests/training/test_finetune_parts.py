"""The parts of a fine-tune: plan, objective, task, LoRA, model folder."""

import argparse
import dataclasses
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file
from torch import nn

from model.errors import BadRequest, Unavailable
from model.files.manifest import Manifest
from model.pipeline import load
from model.solver import Diffusion, schedule
from tests.support import tiny_models as tiny
from tests.support.plain_diffusers import painted_plainly
from training.diffusion.captioned_latents import CaptionedLatents, Order, Shuffled, Weighted
from training.diffusion.denoising import DenoisingTask
from training.diffusion.lora import add_lora, merge_lora
from training.diffusion.objective import Objective
from training.runs.export import write_model
from training.runs.folder import lock_folder, run_folder
from training.runs.plan import Plan, add_plan_arguments, format_plan, presets, read_plan

EPSILON = {
    "num_train_timesteps": 1000,
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "prediction_type": "epsilon",
}
VELOCITY = {**EPSILON, "prediction_type": "v_prediction"}


def plan(*words: str, config: dict[str, Any] | None = None) -> Plan:
    parser = argparse.ArgumentParser()
    add_plan_arguments(parser)
    return read_plan(parser.parse_args(words), config or {})[0]


def test_the_users_own_values_are_the_preset() -> None:
    sd14 = plan("--preset", "sd14")
    assert (sd14.resolution, sd14.batch_size, sd14.epochs) == (256, 4, 20)
    assert sd14.gradient_accumulation_steps == 4
    assert (sd14.learning_rate, sd14.optimizer) == (1e-4, "adamw8bit")
    settings = sd14.settings(2000, processes=1)
    assert (settings.updates, settings.warmup, settings.schedule) == (2500, 125, "cosine")
    gentle = plan("--preset", "sd14-gentle").settings(2000, processes=1)
    assert (gentle.updates, gentle.warmup, gentle.learning_rate) == (10_000, 500, 5e-6)
    assert plan("--preset", "sd14-lora").lora_rank == 16


def test_few_pictures_still_take_the_fewest_updates() -> None:
    few = plan("--preset", "refresh", "--epochs", "0.5")
    assert few.settings(100, 1).updates == few.min_updates == 100
    assert few.settings(6400, 1).updates == 200


def test_two_processes_take_half_the_updates() -> None:
    assert plan("--preset", "sd14").settings(2000, processes=2).updates == 1250


def test_the_command_line_wins_over_the_settings_and_those_over_the_preset() -> None:
    parser = argparse.ArgumentParser()
    add_plan_arguments(parser)
    options = parser.parse_args(["--epochs", "3", "--vendors", "Windows, Google"])
    found, origins = read_plan(options, {"preset": "sd14", "epochs": 5, "batch_size": 2})
    assert (found.epochs, found.batch_size, found.gradient_accumulation_steps) == (3, 2, 4)
    assert found.vendors == ("Windows", "Google")
    assert [origins[key] for key in ("epochs", "batch_size", "resolution", "max_grad_norm")] == [
        "command line",
        "config.toml",
        "preset sd14",
        "default",
    ]
    assert "epochs = 3.0" in format_plan(found, origins)


@pytest.mark.parametrize("name", presets())
def test_every_preset_is_a_plan(name: str) -> None:
    assert plan("--preset", name).model


@pytest.mark.parametrize(
    ("words", "config", "sentence"),
    [
        (["--batch-size", "none"], {}, "--batch-size: Input should be a valid integer"),
        (["--learning-rate", "-1"], {}, "--learning-rate: Input should be greater than 0"),
        (["--warmup", "1.5"], {}, "warmup is a share below 1 or a whole number"),
        ([], {"preset": "sd15"}, "There is no preset 'sd15': choose bundled, refresh, sd14"),
        ([], {"epoch": 3}, "epoch: Extra inputs are not permitted"),
        (["--side", "256"], {}, "--side is now called --resolution"),
        (["--offset-noise=0.1"], {}, "--offset-noise is now called --noise-offset"),
        (["--batch"], {}, "--batch is now called --batch-size"),
        ([], {"accumulation": 2}, "`accumulation` is now called `gradient_accumulation_steps`"),
        (["--optimizer", "lion"], {}, "--optimizer: Input should be 'adamw' or 'adamw8bit'"),
    ],
)
def test_a_wrong_value_is_named(words: list[str], config: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        plan(*words, config=config)


class Echo(nn.Module):
    """Predicts zeros, so the error is the square of the target."""

    def forward(self, x: torch.Tensor, t: torch.Tensor, encoder_hidden_states: torch.Tensor) -> Any:
        return argparse.Namespace(sample=torch.zeros_like(x))


def test_what_is_predicted_is_noise_or_velocity() -> None:
    latents, noise = torch.full((2, 1, 2, 2), 2.0), torch.full((2, 1, 2, 2), 3.0)
    t = torch.tensor([0, 999])
    states = torch.zeros(2, 1, 1)
    epsilon = Objective.of(EPSILON).errors(Echo(), latents, noise, t, states)
    assert torch.allclose(epsilon, torch.tensor([9.0, 9.0]))
    velocity = Objective.of(VELOCITY)
    alpha_bar = velocity.schedule.alphas_cumprod[t]
    wanted = (alpha_bar.sqrt() * 3 - (1 - alpha_bar).sqrt() * 2).square()
    assert torch.allclose(velocity.errors(Echo(), latents, noise, t, states), wanted)


def test_min_snr_bounds_the_weight_of_clean_pictures() -> None:
    t = torch.tensor([0, 500, 999])
    snr = Objective.of(EPSILON).schedule.alphas_cumprod[t]
    snr = snr / (1 - snr)
    epsilon, velocity = (Objective.of(each, snr_gamma=5).weights(t) for each in (EPSILON, VELOCITY))
    assert torch.allclose(epsilon, snr.clamp(max=5) / snr)
    assert torch.allclose(velocity, snr.clamp(max=5) / (snr + 1))
    assert torch.equal(Objective.of(EPSILON).weights(t), torch.ones(3))


def test_pure_noise_at_the_end_is_for_velocity_only_and_painted_alike() -> None:
    with pytest.raises(BadRequest, match="for models that predict v"):
        Objective.of(EPSILON, zero_snr=True)
    trained = Objective.of(VELOCITY, zero_snr=True).schedule.alphas_cumprod
    painted = Diffusion.from_dict({**VELOCITY, "rescale_betas_zero_snr": True})
    assert painted.alpha[-1] < 1e-3
    assert painted.alpha**2 == pytest.approx(trained.double().numpy(), abs=1e-5)
    steps = schedule(painted, 8)
    assert all(abs(value) < 1e5 for value in steps.coefficients.ravel())


def examples(count: int = 6) -> CaptionedLatents:
    """Latents that say which row and view they are; captions 1 and 2 for every row."""

    def latents(rows: Sequence[int], views: Sequence[int], noise: torch.Tensor) -> torch.Tensor:
        return torch.tensor([row + view / 10 for row, view in zip(rows, views, strict=True)])

    return CaptionedLatents(latents, torch.tensor, [(1, 2)] * count, (2, 4, 4), views=3)


def task(order: Order | None = None, **options: Any) -> DenoisingTask:
    order = order or Shuffled(6, seed=0)
    objective = Objective.of(EPSILON)
    return DenoisingTask(Echo(), examples(), objective, order, lambda _u, _p: None, **options)


def test_rows_are_drawn_by_their_weights() -> None:
    order = Weighted(torch.tensor([1.0, 0.0, 3.0]), seed=0)
    rows = [order(sample)[0] for sample in range(4000)]
    assert set(rows) == {0, 2}
    assert rows.count(2) / len(rows) == pytest.approx(0.75, abs=0.02)
    assert [order(sample)[0] for sample in range(20)] == rows[:20]
    latents, captions = dataclasses.replace(
        examples(3), weights=torch.tensor([1.0, 0.0, 3.0])
    ).draw(4000, torch.Generator().manual_seed(0))
    assert set(latents.int().tolist()) == {0, 2}
    assert (latents >= 2).float().mean() == pytest.approx(0.75, abs=0.03)
    assert set(captions.tolist()) == {1, 2}


def test_every_picture_comes_once_an_epoch_and_each_epoch_anew() -> None:
    generator = torch.Generator()
    epochs = [task().batch(range(6 * n, 6 * n + 6), generator)["latents"] for n in (0, 1)]
    rows = [[int(value) for value in epoch] for epoch in epochs]
    assert [sorted(each) for each in rows] == [list(range(6))] * 2
    assert rows[0] != rows[1]


def test_a_sample_is_the_same_in_any_batch() -> None:
    generator = torch.Generator()
    whole = task(noise_offset=0.1).batch(range(4), generator)
    halves = [task(noise_offset=0.1).batch(part, generator) for part in (range(2), range(2, 4))]
    for key, value in whole.items():
        assert torch.equal(value, torch.cat([half[key] for half in halves]))


def test_captions_are_dropped_as_often_as_asked() -> None:
    captions = task(caption_dropout=0.3).batch(range(3000), torch.Generator())["hidden_states"]
    assert (captions == 0).float().mean() == pytest.approx(0.3, abs=0.03)
    assert (captions == 1).float().mean() == pytest.approx(0.35, abs=0.03)


def test_offset_noise_shifts_whole_channels() -> None:
    generator = torch.Generator()
    plain = task().batch(range(64), generator)["noise"]
    shifted = task(noise_offset=0.5).batch(range(64), generator)["noise"]
    difference = shifted - plain
    assert torch.allclose(difference, difference[..., :1, :1].expand_as(difference), atol=1e-6)
    assert difference[..., 0, 0].std() == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("order", [Shuffled(6, 0), Weighted(torch.ones(6), 0)])
def test_captions_are_dropped_whatever_the_order(order: Order) -> None:
    batch = task(order, caption_dropout=0.3).batch(range(2000), torch.Generator())
    assert (batch["hidden_states"] == 0).float().mean() == pytest.approx(0.3, abs=0.03)
    assert batch["timesteps"].float().mean() == pytest.approx(500, abs=30)


@pytest.fixture
def unet() -> UNet2DConditionModel:
    torch.manual_seed(0)
    return UNet2DConditionModel.from_config(dict(tiny.UNET))


def test_adapters_do_nothing_at_first_and_merge_into_plain_weights(
    unet: UNet2DConditionModel,
) -> None:
    names = set(unet.state_dict())
    x, states = torch.randn(1, 12, 16, 16), torch.randn(1, 4, 384)

    def painted() -> torch.Tensor:
        with torch.no_grad():
            sample: torch.Tensor = unet(x, 5, encoder_hidden_states=states).sample
        return sample

    before = painted()
    add_lora(unet, 4)
    trained = [name for name, each in unet.named_parameters() if each.requires_grad]
    assert trained
    assert all("lora" in name for name in trained)
    assert torch.allclose(painted(), before, atol=1e-6)
    with torch.no_grad():
        for name, parameter in unet.named_parameters():
            if "lora_B" in name:
                parameter.normal_(std=0.1)
    adapted = painted()
    assert not torch.allclose(adapted, before, atol=1e-3)
    merge_lora(unet)
    assert set(unet.state_dict()) == names
    assert torch.allclose(painted(), adapted, atol=1e-4)


def test_a_trained_unet_is_written_as_a_whole_model_that_paints(
    unet: UNet2DConditionModel, tmp_path: Path
) -> None:
    source = tiny.build(tmp_path / "source")
    manifest = replace(Manifest.read(source), receipt={"finetune": {"samples": 1}})
    folder = write_model(source, unet, manifest, tmp_path / "new")
    pipeline = load(folder)
    assert pipeline.manifest.receipt == {"finetune": {"samples": 1}}
    assert torch.allclose(
        pipeline.unet.state_dict()["conv_in.weight"].float(), unet.conv_in.weight, atol=1e-2
    )
    vae = "vae/diffusion_pytorch_model.safetensors"
    assert os.path.samefile(source / vae, folder / vae)
    assert pipeline.digest != load(source).digest


@pytest.mark.filterwarnings("ignore")
def test_what_is_written_paints_by_the_plain_call(
    unet: UNet2DConditionModel, tmp_path: Path
) -> None:
    """Also from a source whose config names half precision, which stays as it is."""
    source = tiny.build(tmp_path / "source")
    config = source / "text_encoder" / "config.json"
    config.write_text(config.read_text().replace("float32", "float16"))
    folder = write_model(source, unet, Manifest.read(source), tmp_path / "new")
    assert painted_plainly(folder).shape == (128, 128, 4)
    assert "float16" in config.read_text()
    weights = load_file(folder / "text_encoder" / "model.safetensors")
    assert {value.dtype for value in weights.values()} == {torch.float16}


def test_another_schedule_leaves_the_sources_alone(
    unet: UNet2DConditionModel, tmp_path: Path
) -> None:
    source = tiny.build(tmp_path / "source")
    before = (source / "scheduler" / "scheduler_config.json").read_text()
    new = {**tiny.SCHEDULER, "rescale_betas_zero_snr": True}
    folder = write_model(source, unet, Manifest.read(source), tmp_path / "new", new)
    assert (source / "scheduler" / "scheduler_config.json").read_text() == before
    assert "rescale" in (folder / "scheduler" / "scheduler_config.json").read_text()


def test_a_folder_is_held_by_one_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    folder = run_folder("finetune", plan(), "digest")
    assert folder == run_folder("finetune", plan(), "digest")
    assert folder != run_folder("finetune", plan("--seed", "1"), "digest")
    with (
        lock_folder(folder),
        pytest.raises(Unavailable, match="Another training is running in"),
        lock_folder(folder),
    ):
        pass
