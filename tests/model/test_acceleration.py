"""What stands beside a model: a LoRA for few steps and a small decoder, against diffusers' own."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderTiny, LCMScheduler, UNet2DConditionModel
from safetensors.torch import load_file, save_file

from model import solver
from model.codec import decode, preview
from model.errors import BadModel
from model.files.lora import NAME, merged
from model.painter import Painter
from model.pipeline import Extras, load
from model.recipe import Recipe
from model.solver import Diffusion
from training.diffusion.lora import add_lora, save_lora

LEMON = Recipe("dancing lemon", seed=4, candidates=2, wildness=60)
LCM = {"num_train_timesteps": 1000, "beta_schedule": "squaredcos_cap_v2"}


@pytest.fixture(scope="module")
def adapted(tiny_model: Path) -> UNet2DConditionModel:
    """The tiny model's UNet with a LoRA that changes its output."""
    unet = UNet2DConditionModel.from_pretrained(tiny_model / "unet", torch_dtype=torch.float32)
    add_lora(unet, rank=4)
    generator = torch.Generator().manual_seed(2)
    for name, parameter in unet.named_parameters():
        if "lora_B" in name:
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.data = (0.05 * noise).half().float()
        elif "lora_A" in name:
            parameter.data = parameter.data.half().float()
    return unet.eval()


@pytest.fixture(scope="module")
def lora(adapted: UNet2DConditionModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lora")
    save_lora(adapted, folder)
    return folder


@pytest.fixture(scope="module")
def small_decoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For the latents of the tiny model like Stable Diffusion's, eight pixels each."""
    folder = tmp_path_factory.mktemp("taesd")
    with torch.random.fork_rng():
        torch.manual_seed(3)
        widths = {f"{part}_block_out_channels": (8, 8, 8, 8) for part in ("encoder", "decoder")}
        AutoencoderTiny(**widths).save_pretrained(folder)
    return folder


def questions(width: int = 12) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(5)
    x = torch.randn(2, width, 16, 16, generator=generator)
    return x, torch.tensor([700, 20]), torch.randn(2, 7, 384, generator=generator)


def test_the_lora_acts_as_in_diffusers(
    tiny_model: Path, adapted: UNet2DConditionModel, lora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.pipeline.precision", lambda _: torch.float32)
    x, t, text = questions()
    with torch.inference_mode():
        found = load(tiny_model, extras=Extras(acceleration=str(lora))).unet(x, t, text)
        expected = adapted(x, t, encoder_hidden_states=text).sample
        plain = load(tiny_model).unet(x, t, text)
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)
    assert float((plain - expected).abs().mean()) > 1e-3


def test_a_pipeline_of_diffusers_opens_it(
    tiny_model: Path, adapted: UNet2DConditionModel, lora: Path
) -> None:
    unet = UNet2DConditionModel.from_pretrained(tiny_model / "unet", torch_dtype=torch.float32)
    unet.load_lora_adapter(load_file(lora / NAME), prefix="unet")
    x, t, text = questions()
    with torch.inference_mode():
        found = unet(x, t, encoder_hidden_states=text).sample
        expected = adapted(x, t, encoder_hidden_states=text).sample
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


def test_kohyas_names_and_alpha_are_read(tiny_model: Path, lora: Path, tmp_path: Path) -> None:
    kohya = {}
    for name, tensor in load_file(lora / NAME).items():
        layer, part = name.removeprefix("unet.").rsplit(".lora_", 1)
        known_as = f"lora_unet_{layer.replace('.', '_')}"
        kohya[f"{known_as}.{'lora_down' if part[0] == 'A' else 'lora_up'}.weight"] = tensor
        kohya[f"{known_as}.alpha"] = torch.tensor(2.0)
    save_file(kohya, tmp_path / NAME)
    weights = load_file(tiny_model / "unet" / "diffusion_pytorch_model.safetensors")
    whole, half = merged(weights, lora), merged(weights, tmp_path)
    name = "down_blocks.0.resnets.0.conv1.weight"
    before = weights[name].float()
    assert float((whole[name] - before).abs().max()) > 0
    torch.testing.assert_close(half[name] - before, (whole[name] - before) / 2)


def lose_a_matrix(folder: Path) -> None:
    adapter = load_file(folder / NAME)
    del adapter[max(adapter)]
    save_file(adapter, folder / NAME)


def rename_all(folder: Path) -> None:
    adapter = load_file(folder / NAME)
    save_file({f"text_encoder.{name}": tensor for name, tensor in adapter.items()}, folder / NAME)


def widen(folder: Path) -> None:
    adapter = load_file(folder / NAME)
    wide = {name: torch.cat([t, t], 1) if "A" in name else t for name, t in adapter.items()}
    save_file(wide, folder / NAME)


def settings(**values: object) -> str:
    return json.dumps(values)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda f: (f / NAME).unlink(), "has no pytorch_lora_weights"),
        (lambda f: (f / NAME).write_bytes(b"x" * 99), "is damaged"),
        (lose_a_matrix, "only one of its two matrices"),
        (rename_all, "is for another model: this one has no text_encoder"),
        (widen, "is for another model: its .* does not fit"),
        (lambda f: (f / "emojismith.json").write_text(settings(step=4)), "not known: step"),
        (lambda f: (f / "emojismith.json").write_text(settings(steps=0)), "at least 1"),
        (lambda f: (f / "emojismith.json").write_text(settings(steps="4")), "wrong type"),
        (lambda f: (f / "emojismith.json").write_text(settings(solver="x")), "one of dpm"),
    ],
)
def test_what_does_not_fit_is_said(
    harm: object, sentence: str, tiny_model: Path, lora: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(lora, tmp_path / "lora")
    assert callable(harm)
    harm(folder)
    with pytest.raises(BadModel, match=sentence) as caught:
        load(tiny_model, extras=Extras(acceleration=str(folder)))
    assert "\n" not in str(caught.value)


def test_a_models_own_acceleration_brings_its_settings(
    tiny_model: Path, lora: Path, tmp_path: Path
) -> None:
    model = shutil.copytree(tiny_model, tmp_path / "model")
    own = shutil.copytree(lora, model / "acceleration")
    (own / "emojismith.json").write_text(settings(steps=4, guidance=1.0, solver="ddim"))
    opened = load(model)
    manifest = opened.manifest
    assert (manifest.steps, manifest.guidance, manifest.solver) == (4, 1.0, "ddim")
    assert manifest.strengths == load(tiny_model).manifest.strengths
    assert opened.digest != load(tiny_model).digest
    assert opened.extras == ""
    assert load(model, extras=Extras(acceleration=str(lora))).manifest.solver == "lcm"


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction"])
def test_its_solver_is_diffusers(kind: str) -> None:
    reference = LCMScheduler(**LCM, prediction_type=kind)
    at = [899, 599, 259, 119]
    reference.set_timesteps(timesteps=at)
    diffusion = Diffusion.from_dict({**LCM, "prediction_type": kind})
    plan = solver.along(diffusion, reference.timesteps.numpy(), "lcm")
    x = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(3))
    y, mine, theirs = x, torch.Generator().manual_seed(6), torch.Generator().manual_seed(6)
    for i, t in enumerate(reference.timesteps):
        alpha, sigma = (solver.per_row([v[i]], x) for v in (plan.alpha, plan.sigma))
        clean = solver.predicted_x0(x, x.sin(), alpha, sigma, diffusion.velocity)
        x = solver.update(x, clean, clean, torch.tensor(plan.coefficients[i : i + 1]).float())
        if plan.fresh[i]:
            x = x + float(plan.fresh[i]) * torch.randn(x.shape, generator=mine)
        y = reference.step(y.sin(), t, y, generator=theirs, return_dict=False)[0]
    # diffusers keeps a little of x even at small t: 1e-5 of it.
    torch.testing.assert_close(x, y, atol=1e-3, rtol=1e-3)


def test_a_lora_without_settings_is_painted_as_lcm_and_by_the_seed(
    tmp_path: Path, tiny_opaque_model: Path, small_decoder: Path
) -> None:
    unet = UNet2DConditionModel.from_pretrained(
        tiny_opaque_model / "unet", torch_dtype=torch.float32
    )
    add_lora(unet, rank=2)
    save_lora(unet, tmp_path)
    extras = Extras(str(tmp_path), str(small_decoder))
    painter = Painter.open(load(tiny_opaque_model, extras=extras))
    manifest = painter.pipeline.manifest
    assert (manifest.steps, manifest.guidance, manifest.solver) == (8, 1.0, "lcm")
    first, second = painter.paint(LEMON), painter.paint(LEMON)
    pairs = zip(first.candidates, second.candidates, strict=True)
    assert all((one.rgba == other.rgba).all() for one, other in pairs)
    assert first.receipt["solver"] == "lcm"
    assert first.receipt["beside"] == painter.pipeline.extras[:12] != ""
    assert first.receipt["precision"] in ("float32", "bfloat16")


def test_the_small_decoder_is_diffusers(tiny_opaque_model: Path, small_decoder: Path) -> None:
    opened = load(tiny_opaque_model, extras=Extras(decoder=str(small_decoder)))
    latents = 3 * torch.randn(4, 8, 8, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        expected = AutoencoderTiny.from_pretrained(small_decoder).decode(latents[None]).sample
        found = opened.decoder.decode(latents[None]).float()
    torch.testing.assert_close(found, expected, atol=2e-2, rtol=2e-2)
    assert decode(opened, latents).shape == (64, 64, 3)
    # It is quick enough for previews of the full size; without it they are as small as latents.
    assert preview(opened, latents).shape == (64, 64, 4)


def test_a_decoder_for_other_latents_is_refused(
    tiny_model: Path, tiny_opaque_model: Path, small_decoder: Path
) -> None:
    with pytest.raises(BadModel, match="is for another model than"):
        load(tiny_model, extras=Extras(decoder=str(small_decoder)))
    with pytest.raises(BadModel, match="_class_name is 'AutoencoderKL'"):
        load(tiny_opaque_model, extras=Extras(decoder=str(tiny_opaque_model / "vae")))
