"""Any text-to-image model of diffusers: tiny random ones of each form, settings and faults."""

import asyncio
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeGuard

import numpy as np
import pytest
import torch

from model.auto import calls as calling
from model.auto import pace as auto_pace
from model.auto.calls import Call
from model.auto.defaults import manifest_of, pipeline_scale
from model.auto.model import AutoModel, open_auto
from model.auto.painter import ON_WHITE, AutoPainter, enough_steps
from model.auto.placement import GIB, Memory, Placement, place
from model.auto.sizes import tensor_sizes
from model.candidates import Judges
from model.engine import EmojiEngine
from model.errors import BadModel, BadRequest, Unavailable
from model.files.form import is_distilled, runs_in_flight
from model.flight import Capacity, Request
from model.opening import open_painter
from model.pipeline import NOTHING, Extras
from model.recipe import Candidate, Painting, Recipe
from tests.support import tiny_diffusers as tiny

# diffusers' Euler schedulers make NumPy arrays of tensors.
pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.usefixtures("untraced"),
]

CPU = torch.device("cpu")
UNICORN = Recipe("angry unicorn", seed=5, candidates=3)


@pytest.fixture(scope="module")
def sdxl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.build("sdxl", tmp_path_factory.mktemp("auto") / "sdxl")


@pytest.fixture(scope="module")
def painter(sdxl: Path) -> AutoPainter:
    opened = open_painter(sdxl)
    assert isinstance(opened, AutoPainter)
    return opened


@pytest.fixture(scope="module")
def judges(painter: AutoPainter) -> Judges:
    """The bundled judges, opened once."""
    return Judges(
        library=painter.library,
        reader=painter.reader,
        judge=painter.judge,
        finish_judge=painter.finish_judge,
        flagged=None,
    )


def opened(folder: Path, extras: Extras = NOTHING) -> AutoModel:
    return open_auto(folder, folder.name, CPU, extras)


def is_tensor(value: torch.Tensor | None) -> TypeGuard[torch.Tensor]:
    return value is not None


@pytest.mark.parametrize(
    ("form", "pipeline", "previews"),
    [
        ("sdxl", "StableDiffusionXLPipeline", True),
        ("sdxl-lightning", "StableDiffusionXLPipeline", True),
        ("sd-turbo", "StableDiffusionPipeline", True),
        ("flux", "FluxPipeline", True),
        ("klein", "Flux2KleinPipeline", False),
        ("z-image", "ZImagePipeline", True),
    ],
)
def test_every_form_paints_from_sketches(
    form: str, pipeline: str, previews: bool, judges: Judges, tmp_path: Path
) -> None:
    folder = tiny.build(form, tmp_path / form)
    assert not runs_in_flight(folder, form)
    painter = AutoPainter(opened(folder), **judges)
    steps: list[tuple[int, int]] = []
    latents: list[torch.Tensor] = []
    request = Request(UNICORN, painter.painting(UNICORN), lambda *step: steps.append(step))
    flight = painter.flight()
    flight.add(request)
    while not flight.idle:
        flight.round(lambda: latents.extend(filter(is_tensor, [request.predicted])))
    painting = request.future.result()
    assert painting.receipt["pipeline"] == pipeline
    assert painting.receipt["solver"].endswith("DiscreteScheduler")
    assert sorted(c.strength for c in painting.candidates) == [0.0, 0.5, 1.0]
    assert {c.rgba.shape for c in painting.candidates} == {(64, 64, 4)}
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    assert len({total for _, total in steps}) == 1
    assert steps[-1][0] == steps[-1][1]
    seen = painter.preview(latents[-1])
    assert (seen is not None) == previews
    assert seen is None or seen.shape == (64, 64, 4)
    assert not painting.receipt["lora"]


def test_the_same_recipe_gives_the_same_bytes(painter: AutoPainter) -> None:
    first, second = painter.paint(UNICORN), painter.paint(UNICORN)
    for one, two in zip(first.candidates, second.candidates, strict=True):
        assert np.array_equal(one.rgba, two.rgba)
    other = painter.paint(replace(UNICORN, seed=6))
    assert not np.array_equal(first.candidates[1].rgba, other.candidates[1].rgba)


def asked(painter: AutoPainter, flight: Any, recipe: Recipe) -> Request[Painting]:
    request = Request(recipe, painter.painting(recipe))
    flight.add(request)
    return request


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[list[Call]]:
    """The calls of each pipeline call."""
    found: list[list[Call]] = []
    real = calling._run

    def recorded(model: AutoModel, calls: Sequence[Call], stepped: Any) -> None:
        found.append(list(calls))
        real(model, calls, stepped)

    monkeypatch.setattr(calling, "_run", recorded)
    return found


def test_alike_requests_share_calls_and_keep_their_pictures(
    painter: AutoPainter, runs: list[list[Call]]
) -> None:
    recipes = [UNICORN, replace(UNICORN, seed=8, prompt="lemon")]
    alone = [painter.paint(recipe) for recipe in recipes]
    runs.clear()
    flight = painter.flight()
    flight.room = Capacity(2, 6)
    requests = [asked(painter, flight, recipe) for recipe in recipes]
    while not flight.idle:
        flight.round()
    assert [len(calls) for calls in runs] == [2, 2]
    assert all(len({call.key for call in calls}) == 1 for calls in runs)
    for request, expected in zip(requests, alone, strict=True):
        assert not request.alone
        for one, two in zip(request.future.result().candidates, expected.candidates, strict=True):
            assert np.abs(one.rgba.astype(int) - two.rgba).mean() < 2


def test_short_memory_halves_a_call(painter: AutoPainter, monkeypatch: pytest.MonkeyPatch) -> None:
    real, sizes = calling._run, list[int]()

    def at_most_one(model: AutoModel, calls: Sequence[Call], stepped: Any) -> None:
        sizes.append(len(calls))
        if len(calls) > 1:
            raise torch.OutOfMemoryError
        real(model, calls, stepped)

    monkeypatch.setattr(calling, "_run", at_most_one)
    painting = painter.paint(replace(UNICORN, wildness=100))
    assert sizes == [2, 1, 1]
    assert len(painting.candidates) == 3


async def test_the_engine_shows_previews_and_stops_between_steps(
    sdxl: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with EmojiEngine.open(sdxl) as engine:
        await engine.measure()
        assert engine.capacity == 1
        steps: list[int] = []
        previews: list[asyncio.Task[Any]] = []
        stepped = asyncio.Event()

        def progress(done: int, _total: int) -> None:
            steps.append(done)
            stepped.set()
            previews.append(asyncio.create_task(engine.preview(long)))

        long = replace(UNICORN, num_inference_steps=12, wildness=100, candidates=2)
        painting = await engine.paint(long, progress)
        assert len(steps) == 12
        shown = [await preview for preview in previews]
        assert any(preview is not None for preview in shown)
        assert painting.receipt["alone"]
        steps.clear()
        stepped.clear()
        endless = replace(long, num_inference_steps=200, seed=9)
        task = asyncio.create_task(engine.paint(endless, progress))
        await stepped.wait()
        task.cancel()
        after = await engine.paint(replace(long, num_inference_steps=2))
        assert len(after.candidates) == 2
        assert max(steps) < 200


def test_the_text_asks_for_a_background_unless_the_model_knows_emoji(
    painter: AutoPainter, sdxl: Path, judges: Judges, tmp_path: Path
) -> None:
    blank = np.zeros((64, 64, 4), np.uint8)
    candidate = Candidate(blank, 1.0, 0, 0.0, "", ())
    assert painter.start(UNICORN, candidate).prompt == f"fluent emoji, angry unicorn, {ON_WHITE}"
    trained = shutil.copytree(sdxl, tmp_path / "trained")
    settings = {**tiny.SETTINGS, "receipt": {"finetune": {}}}
    (trained / "emojismith.json").write_text(json.dumps(settings))
    own = AutoPainter(opened(trained, Extras(steps=7, guidance=3.0)), **judges)
    call = own.start(UNICORN, candidate)
    assert (call.prompt, call.steps, call.guidance_scale) == ("fluent emoji, angry unicorn", 7, 3.0)


def test_without_image_to_image_it_paints_from_noise(painter: AutoPainter, judges: Judges) -> None:
    model = replace(painter.pipeline, image_to_image=None)
    painting = AutoPainter(model, **judges).paint(UNICORN)
    assert sorted(c.strength for c in painting.candidates) == [0.0, 1.0, 1.0]


@pytest.mark.parametrize("strength", [0.1, 0.3, 0.333, 0.6, 0.9, 1.0])
def test_a_weak_start_still_takes_a_step(strength: float) -> None:
    assert int(enough_steps(1, strength) * strength) >= 1
    assert enough_steps(20, strength) == 20


def test_a_flagged_picture_is_not_shown(painter: AutoPainter, judges: Judges) -> None:
    checked = AutoPainter(painter.pipeline, **judges)
    checked.flagged = lambda _: True
    assert [c.is_sketch for c in checked.paint(UNICORN).candidates] == [True]


BILLION = 10**9
BF16, FP32 = torch.bfloat16, torch.float32


@pytest.mark.parametrize(
    ("billions", "machine", "gpu", "preferred", "expected"),
    [
        ((2.6, 0.8), 64, None, FP32, Placement(FP32)),
        ((2.6, 0.8), 12, None, FP32, Placement(BF16)),
        ((2.6, 0.8), 64, 24, BF16, Placement(BF16)),
        ((12.0, 5.0), 64, 24, BF16, None),
        ((9.0, 5.0), 64, 24, BF16, Placement(BF16, "model")),
        ((12.0, 5.0), 64, 8, BF16, Placement(BF16, "sequential")),
        ((12.0, 5.0), 16, 8, BF16, None),
        ((12.0, 5.0), 16, None, FP32, None),
    ],
)
def test_the_fastest_placement_that_fits(
    billions: tuple[float, ...],
    machine: int,
    gpu: int | None,
    preferred: torch.dtype,
    expected: Placement | None,
) -> None:
    parts = {str(i): int(count * BILLION) for i, count in enumerate(billions)}
    memory = Memory(machine * GIB, None if gpu is None else gpu * GIB)
    if expected is None and (gpu is None or machine < 32):
        with pytest.raises(Unavailable, match=r"^flux does not fit: it needs about .* GiB, and"):
            place("flux", parts, memory, preferred)
    else:
        wanted = expected or Placement(BF16, "sequential")
        assert place("flux", parts, memory, preferred) == wanted


def test_a_model_too_large_is_refused_before_it_is_read(
    sdxl: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model.auto.model.free_memory", lambda _: Memory(GIB))
    with pytest.raises(Unavailable, match=r"sdxl does not fit: it needs about 2\.0 GiB"):
        opened(sdxl)
    files = list((sdxl / "unet").glob("*.safetensors"))
    counted = sum(p.numel() for p in tiny.load_unet(sdxl).parameters())
    assert sum(tensor_sizes(files)) == counted


SCHEDULERS: dict[str, dict[str, Any]] = {
    "turbo": {"_class_name": "EulerAncestralDiscreteScheduler", "timestep_spacing": "trailing"},
    "base": {"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "leading"},
    "flow": {"_class_name": "FlowMatchEulerDiscreteScheduler"},
    "lcm": {"_class_name": "LCMScheduler"},
}


@pytest.mark.parametrize(
    ("scheduler", "name", "index", "distilled"),
    [
        ("turbo", "hub:stabilityai/sd-turbo", {}, True),
        ("turbo", "models/own", {}, True),
        ("lcm", "models/own", {}, True),
        ("base", "hub:stabilityai/stable-diffusion-xl-base-1.0", {}, False),
        ("base", "hub:owner/SDXL-Lightning", {}, True),
        ("flow", "hub:black-forest-labs/FLUX.1-dev", {}, False),
        ("flow", "hub:black-forest-labs/FLUX.1-schnell", {}, True),
        ("flow", "hub:Tongyi-MAI/Z-Image-Turbo", {}, True),
        ("flow", "hub:Tongyi-MAI/Z-Image", {}, False),
        ("flow", "models/klein", {"is_distilled": False}, False),
        ("flow", "models/own", {"is_distilled": True}, True),
    ],
)
def test_steps_and_guidance_of_a_model_without_settings(
    scheduler: str, name: str, index: dict[str, Any], distilled: bool, tmp_path: Path
) -> None:
    (tmp_path / "scheduler").mkdir()
    path = tmp_path / "scheduler" / "scheduler_config.json"
    path.write_text(json.dumps(SCHEDULERS[scheduler]))
    assert is_distilled(tmp_path, name, index) == distilled
    call = {"num_inference_steps": 28, "guidance_scale": 3.5}
    manifest = manifest_of(tmp_path, name, index, call)
    assert (manifest.steps, manifest.guidance) == ((4, 1.0) if distilled else (28, 3.5))


def test_z_image_counts_guidance_from_zero(tmp_path: Path) -> None:
    call = {"num_inference_steps": 50, "guidance_scale": 5.0}
    index = {"_class_name": "ZImagePipeline"}
    assert manifest_of(tmp_path, "models/own", index, call).guidance == 6.0
    assert manifest_of(tmp_path, "hub:a/Z-Image-Turbo", index, call).guidance == 1.0
    assert pipeline_scale("ZImageImg2ImgPipeline", 1.0) == 0.0
    assert pipeline_scale("FluxPipeline", 3.5) == 3.5


def harm_index(folder: Path) -> None:
    index = json.loads((folder / "model_index.json").read_text())
    (folder / "model_index.json").write_text(json.dumps({**index, "_class_name": "NoSuchPipeline"}))


def cut_weights(folder: Path) -> None:
    path = folder / "unet" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def no_safetensors(folder: Path) -> None:
    (folder / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"x" * 99)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (no_safetensors, "cannot be opened by diffusers"),
        (harm_index, "cannot be opened by diffusers"),
        (cut_weights, "cannot be opened by diffusers"),
        (lambda folder: shutil.rmtree(folder / "vae"), "cannot be opened by diffusers"),
        (lambda folder: (folder / "unet" / "config.json").unlink(), "lacks"),
        (lambda folder: (folder / "emojismith.json").write_text("{"), "is damaged"),
    ],
)
def test_a_damaged_model_is_one_sentence(
    harm: Any, sentence: str, sdxl: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(sdxl, tmp_path / "harmed")
    harm(folder)
    with pytest.raises(BadModel, match=sentence) as caught:
        opened(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("unet/config.json", "layers_per_block", 10**7),
        ("unet/config.json", "block_out_channels", [1 << 14] * 2),
        ("vae/config.json", "layers_per_block", 10**7),
        ("text_encoder/config.json", "num_hidden_layers", 10**7),
        ("text_encoder/config.json", "hidden_size", 1 << 13),
        ("text_encoder_2/config.json", "vocab_size", 10**7),
        ("scheduler/scheduler_config.json", "num_train_timesteps", 10**9),
    ],
)
def test_sizes_that_the_weights_do_not_have_are_refused_before_anything_is_built(
    file: str, key: str, value: Any, sdxl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(sdxl, tmp_path / "harmed")
    config = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps({**config, key: value}))
    monkeypatch.setattr("model.auto.model._text_to_image", None)
    with pytest.raises(BadModel, match=r"is not valid|do not fit its config"):
        opened(folder)


def test_what_only_the_in_flight_engine_takes_is_refused(sdxl: Path) -> None:
    with pytest.raises(BadModel, match="takes no acceleration and no decoder"):
        opened(sdxl, Extras(decoder="hub:madebyollin/taesd"))


def test_an_unknown_lora_is_the_requests_own_fault(painter: AutoPainter) -> None:
    with pytest.raises(BadRequest, match="There is no LoRA 'pixel': choose one of none"):
        painter.paint(replace(UNICORN, lora="pixel"))


def test_the_capacity_on_a_gpu_is_what_pays(
    painter: AutoPainter, judges: Judges, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert painter.measured_room() == Capacity()
    gpu = AutoPainter(painter.pipeline, **judges)
    monkeypatch.setattr(gpu, "pipeline", replace(painter.pipeline, device=torch.device("meta")))
    monkeypatch.setattr(auto_pace, "_seconds", lambda _, count: float(max(count, 4)))
    assert gpu.measured_room() == Capacity(4, 16)
