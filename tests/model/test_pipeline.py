"""Model folders: plain diffusers paints the same from them, and damage gives a clear error."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import huggingface_hub.constants
import numpy as np
import pytest
import torch

from model import pipeline
from model.errors import BadModel, Unavailable
from model.files.acceleration import FOLDER
from model.files.folders import BUNDLED, find
from model.files.lora import NAME
from model.files.manifest import Manifest
from model.files.weights import digest, weight_file
from model.image.pixels import from_network
from model.recipe import conditioning
from model.rows import Row, tick
from model.solver import schedule
from tests.support.plain_diffusers import painted_plainly

BUNDLED_WEIGHTS = BUNDLED / "unet" / "diffusion_pytorch_model.safetensors"
STEPS, GUIDANCE = 8, 2.0


@pytest.fixture(params=["tiny", "bundled"])
def folder(request: pytest.FixtureRequest) -> Path:
    """The tiny model, and the bundled one if its weights exist."""
    if request.param == "tiny":
        tiny: Path = request.getfixturevalue("tiny_model")
        return tiny
    if not BUNDLED_WEIGHTS.exists():
        pytest.skip("the bundled model has no weights yet")
    return BUNDLED


@pytest.fixture
def copy(tiny_model: Path, tmp_path: Path) -> Path:
    """A copy of a model folder that a test may damage."""
    return shutil.copytree(tiny_model, tmp_path / "model")


@pytest.mark.filterwarnings("ignore")
def test_plain_diffusers_opens_it_and_paints_the_same(folder: Path) -> None:
    from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline

    ours = pipeline.load(folder)
    text = conditioning("dancing lemon", "noto")
    noise = torch.randn(ours.latent_shape, generator=torch.Generator().manual_seed(5))
    context, empty = ours.conditioning([text, ""])
    plan = schedule(ours.diffusion, STEPS)
    row = Row(plan, noise, torch.zeros_like(noise), context, empty, GUIDANCE, noise.clone)
    while not row.done:
        tick(ours, [row])
    with torch.inference_mode():
        painted = from_network(ours.vae.decode(row.latents[None]))[0]

    plain = StableDiffusionPipeline.from_pretrained(folder, torch_dtype=torch.float32)
    plain.set_progress_bar_config(disable=True)
    if (own := folder / FOLDER).is_dir():
        plain.load_lora_weights(own, weight_name=NAME)
    plain.scheduler = DPMSolverMultistepScheduler.from_config(plain.scheduler.config)
    expected = plain(
        text,
        latents=noise[None],
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        output_type="np",
    ).images[0]
    assert expected.shape == (128, 128, 4)
    error = float(np.mean((painted - expected) ** 2))
    assert -10 * np.log10(error) >= 35


@pytest.mark.filterwarnings("ignore")
def test_the_plain_call_paints(folder: Path) -> None:
    assert painted_plainly(folder).shape == (128, 128, 4)


def test_the_text_encoder_is_transformers_own(tiny_model: Path) -> None:
    from transformers import AutoTokenizer, BertModel

    texts = ["angry unicorn", "a cat with a top hat " * 9, ""]
    tokenizer = AutoTokenizer.from_pretrained(tiny_model / "tokenizer")
    encoder = BertModel.from_pretrained(tiny_model / "text_encoder", dtype=torch.float32)
    tokens = tokenizer(texts, padding="max_length", truncation=True, return_tensors="pt")
    with torch.inference_mode():
        expected = encoder(tokens.input_ids, attention_mask=tokens.attention_mask)
    found = pipeline.load(tiny_model).conditioning(texts)
    torch.testing.assert_close(found, expected.last_hidden_state, atol=1e-4, rtol=1e-4)


def test_a_model_without_a_manifest_has_defaults(tiny_opaque_model: Path) -> None:
    opened = pipeline.load(tiny_opaque_model)
    assert (opened.resolution, opened.latent_shape) == (64, (4, 8, 8))
    assert not opened.manifest.alpha
    assert not opened.diffusion.velocity


def test_the_hash_is_of_the_weights(tiny_model: Path, copy: Path) -> None:
    assert digest(copy) == digest(tiny_model)
    (copy / "README.md").write_text("other words")
    assert digest(copy) == digest(tiny_model)
    weights = bytearray(weight_file(copy / "unet").read_bytes())
    weights[-1] ^= 1
    weight_file(copy / "unet").write_bytes(weights)
    assert digest(copy) != digest(tiny_model)


def edit(path: Path, **values: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 33000000\n"
UNET = "unet/diffusion_pytorch_model.safetensors"
DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda f: (f / UNET).unlink(), "weights are missing from .*unet"),
    "pointer": (lambda f: (f / UNET).write_text(LFS), "Git LFS pointer.*git lfs pull"),
    "truncated": (lambda f: truncate(f / UNET), "unet.* is damaged"),
    "empty": (lambda f: (f / UNET).write_bytes(b""), "unet.* is damaged"),
    "text": (lambda f: (f / "text_encoder/model.safetensors").write_text("x" * 99), "damaged"),
    "pickle": (lambda f: (f / UNET).rename(f / "unet/pytorch_model.bin"), "no safetensors"),
    "no-config": (lambda f: (f / "vae/config.json").unlink(), "lacks .*vae/config.json"),
    "bad-config": (lambda f: (f / "unet/config.json").write_text("{"), "config.json is damaged"),
    "no-tokenizer": (lambda f: (f / "tokenizer/tokenizer.json").unlink(), "lacks .*tokenizer"),
    "wide": (lambda f: edit(f / "unet/config.json", in_channels=7), "do not fit"),
    "deep": (lambda f: edit(f / "unet/config.json", layers_per_block=2), "do not fit"),
    "lacking": (lambda f: (f / "vae/config.json").write_text("{}"), "is not valid"),
    "strange": (lambda f: edit(f / "unet/config.json", act_fn="relu"), "act_fn is 'relu'"),
    "opaque": (lambda f: edit(f / "emojismith.json", alpha=False), "3 colour channels"),
    "misspelt": (lambda f: edit(f / "emojismith.json", step=9), "not known: step"),
    "falling": (lambda f: edit(f / "emojismith.json", strengths=[0.5, 0.2]), "must rise"),
    "solver": (lambda f: edit(f / "emojismith.json", solver="euler"), "not 'euler'"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_said_in_one_sentence(copy: Path, name: str) -> None:
    harm, sentence = DAMAGE[name]
    harm(copy)
    with pytest.raises(BadModel, match=sentence) as caught:
        pipeline.load(copy)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("model", ["nowhere", "./no/where", Path("no/where"), "a/b/c", "a/b"])
def test_a_missing_folder_is_said(model: str | Path) -> None:
    with pytest.raises(BadModel, match="There is no model folder"):
        pipeline.load(model)


@pytest.mark.parametrize("model", ["hub:nobody/nothing", "hub:white space/x", "hub:a/b@v1"])
def test_a_hub_out_of_reach_is_said(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(Unavailable, match=f"{model} cannot be fetched"):
        pipeline.load(model)


@pytest.mark.parametrize("model", ["hub:", "hub:name", "hub:a/b/c", "hub:/name"])
def test_a_name_that_the_hub_cannot_have_is_said(model: str) -> None:
    with pytest.raises(BadModel, match="write hub:owner/name"):
        pipeline.load(model)


def test_the_hub_is_asked_for_the_revision(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def download(name: str, *, revision: str | None, allow_patterns: list[str]) -> str:
        asked.append((name, revision))
        return str(tiny_model)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    assert find("hub:owner/name@v1") == tiny_model
    assert find("hub:owner/name") == tiny_model
    assert asked == [("owner/name", "v1"), ("owner/name", None)]


def test_the_bundled_model_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find("bundled") == BUNDLED


def test_manifest_keeps_its_values(tiny_model: Path) -> None:
    manifest = Manifest.read(tiny_model)
    assert manifest.strengths == (0.0, 0.3, 0.45, 0.6)
    assert (manifest.steps, manifest.guidance, manifest.alpha) == (8, 2.0, True)


def test_opening_a_model_imports_neither_diffusers_nor_transformers(tiny_model: Path) -> None:
    program = (
        "import sys; from model.pipeline import load; "
        f"p = load({str(tiny_model)!r}); p.conditioning(['cat']); "
        "print([m for m in ('diffusers', 'transformers', 'torch._dynamo') if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "[]"
