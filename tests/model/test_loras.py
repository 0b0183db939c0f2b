"""LoRAs that a recipe names: in the in-flight engine and in diffusers' pipelines."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import huggingface_hub
import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from model import inflight, pipeline, rows
from model.auto.painter import AutoPainter
from model.errors import BadModel, Unavailable
from model.files.lora import NAME, Lora, LoraFile
from model.flight import Capacity, Request
from model.inflight import InFlight
from model.opening import open_painter
from model.painter import Painter
from model.pipeline import Extras, load
from model.recipe import Painting, Recipe
from model.rows import Row
from tests.support import tiny_diffusers as tiny

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.usefixtures("untraced"),
]

LEMON = Recipe("dancing lemon", seed=3, candidates=2, wildness=90, num_inference_steps=3)


def differ(one: Painting, two: Painting) -> float:
    """The mean difference of the painted candidates, grey levels."""
    first, second = (
        next(c.painted for c in each.candidates if c.painted is not None) for each in (one, two)
    )
    return float(np.abs(first.astype(int) - second).mean())


@pytest.fixture(scope="module")
def files(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two LoRAs for the tiny model, the second in kohya's names."""
    folder = tmp_path_factory.mktemp("loras")
    first = tiny.build_lora(folder / "a", tiny_model, seed=1)
    return first, tiny.build_lora(folder / "b", tiny_model, seed=2, kohya=True)


@pytest.fixture(scope="module")
def painter(tiny_model: Path, files: tuple[Path, Path]) -> Painter:
    loras = (
        Lora("pixel", str(files[0])),
        Lora("apple-like", str(files[1].parent), 0.5),
        Lora("nothing", str(files[0]), 0.0),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "precision", lambda _: torch.float32)
        return Painter.open(load(tiny_model, extras=Extras(loras=loras)))


def test_the_branches_are_the_merged_weights(
    painter: Painter, tiny_model: Path, files: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_model, tmp_path / "merged")
    path = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights, adapter = load_file(path), load_file(files[0])
    for name in weights:
        down = adapter.get(f"unet.{name.removesuffix('.weight')}.lora_A.weight")
        if down is not None:
            up = adapter[f"unet.{name.removesuffix('.weight')}.lora_B.weight"]
            weights[name] = weights[name].float() + up @ down
    save_file(weights, path)
    unet = load(folder, "cpu").unet
    x, t = torch.randn(2, 12, 16, 16), torch.tensor([700, 20])
    text = torch.randn(2, 7, 384)
    with torch.inference_mode(), painter.pipeline.adapters["pixel"].applied():
        found = painter.pipeline.unet(x, t, text)
    with torch.inference_mode():
        torch.testing.assert_close(found.float(), unet(x, t, text).float(), atol=2e-2, rtol=2e-2)
        plain = painter.pipeline.unet(x, t, text)
    assert float((plain - found).abs().mean()) > 0.02


def test_each_lora_paints_its_own_and_none_stays_on(painter: Painter) -> None:
    plain = painter.paint(LEMON)
    pixel, apple, nothing = (
        painter.paint(replace(LEMON, lora=name)) for name in ("pixel", "apple-like", "nothing")
    )
    assert min(differ(pixel, plain), differ(apple, plain), differ(apple, pixel)) > 1
    assert differ(nothing, plain) == 0 == differ(painter.paint(LEMON), plain)
    assert apple.receipt["lora"].startswith("apple-like ")
    assert apple.receipt["lora"].endswith(" at 0.5")


def test_rows_of_two_loras_share_no_forward(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[list[Row]] = []
    real = rows.tick

    def recorded(own: pipeline.Pipeline, some: list[Row]) -> None:
        batches.append(list(some))
        real(own, some)

    monkeypatch.setattr(inflight, "tick", recorded)
    flight = InFlight(painter.pipeline)
    flight.room = Capacity(4, 8)
    recipes = [replace(LEMON, lora=name, seed=i) for i, name in enumerate(["", "pixel", "pixel"])]
    requests = [Request(recipe, painter.painting(recipe)) for recipe in recipes]
    for request in requests:
        flight.add(request)
    while not flight.idle:
        flight.round()
    assert all(len({id(row.adapter) for row in batch}) == 1 for batch in batches)
    assert max(map(len, batches)) == 2
    assert differ(requests[1].future.result(), painter.paint(recipes[1])) < 1


def test_the_text_encoders_part_changes_the_hidden_states(
    tiny_clip_model: Path, tmp_path: Path
) -> None:
    layer = "text_model_encoder_layers_0_self_attn_q_proj"
    adapter = {
        f"lora_te_{layer}.lora_down.weight": torch.ones(1, 384),
        f"lora_te_{layer}.lora_up.weight": torch.ones(384, 1),
        f"lora_te_{layer}.alpha": torch.tensor(1.0),
    }
    save_file(adapter, tmp_path / "te.safetensors")
    loras = (Lora("te", str(tmp_path / "te.safetensors")),)
    own = Painter.open(load(tiny_clip_model, extras=Extras(loras=loras)))
    assert not torch.equal(own.states("angry cat", "te"), own.states("angry cat", ""))


@pytest.fixture(scope="module")
def sdxl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.build("sdxl", tmp_path_factory.mktemp("auto") / "sdxl")


def test_a_pipeline_of_diffusers_switches_loras(sdxl: Path, tmp_path: Path) -> None:
    kohya = tiny.build_lora(tmp_path / "kohya", sdxl, seed=4, kohya=True)
    loras = (
        Lora("pixel", str(tiny.build_lora(tmp_path / "own", sdxl))),
        Lora("apple-like", str(kohya), 0.5),
        Lora("nothing", str(kohya), 0.0),
    )
    painter = open_painter(sdxl, Extras(loras=loras))
    assert isinstance(painter, AutoPainter)
    plain = painter.paint(LEMON)
    pixel, apple, nothing = (
        painter.paint(replace(LEMON, lora=name)) for name in ("pixel", "apple-like", "nothing")
    )
    assert min(differ(pixel, plain), differ(apple, plain), differ(apple, pixel)) > 0.2
    assert differ(nothing, plain) < 0.5
    assert differ(painter.paint(LEMON), plain) == 0
    flight = painter.flight()
    flight.room = Capacity(3, 6)
    requests = [
        Request(recipe, painter.painting(recipe))
        for recipe in (replace(LEMON, lora=name) for name in ("pixel", "", "pixel"))
    ]
    for request in requests:
        flight.add(request)
    while not flight.idle:
        flight.round()
    assert [request.alone for request in requests] == [False, True, False]
    assert differ(requests[1].future.result(), plain) == 0


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-50])


def lose_a_matrix(path: Path) -> None:
    adapter = load_file(path)
    del adapter[max(adapter)]
    save_file(adapter, path)


def no_lora(path: Path) -> None:
    save_file({"weight": torch.zeros(2)}, path)


def not_finite(path: Path) -> None:
    adapter = load_file(path)
    adapter[min(adapter)][0, 0] = torch.nan
    save_file(adapter, path)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (cut, "is damaged"),
        (lose_a_matrix, "is damaged|does not fit"),
        (no_lora, "The LoRA pixel is none"),
        (not_finite, "The LoRA pixel is damaged: .* is not finite"),
        (Path.unlink, "The LoRA pixel is missing: there is no file"),
    ],
)
def test_a_damaged_lora_is_one_sentence(
    harm: Callable[[Path], None],
    sentence: str,
    tiny_model: Path,
    sdxl: Path,
    tmp_path: Path,
) -> None:
    for model in (tiny_model, sdxl):
        path = tiny.build_lora(tmp_path / model.name, model)
        harm(path)
        with pytest.raises(BadModel, match=sentence) as caught:
            open_painter(model, Extras(loras=(Lora("pixel", str(path)),)))
        assert "\n" not in str(caught.value)


def test_a_lora_for_another_model_is_refused_by_name(
    tiny_model: Path, sdxl: Path, tmp_path: Path
) -> None:
    flux = tiny.build("flux", tmp_path / "flux")
    for model, other in ((tiny_model, sdxl), (sdxl, tiny_model), (sdxl, flux), (flux, sdxl)):
        path = tiny.build_lora(tmp_path / f"for-{other.name}", other)
        with pytest.raises(BadModel, match="The LoRA pixel is for another model") as caught:
            open_painter(model, Extras(loras=(Lora("pixel", str(path)),)))
        assert "\n" not in str(caught.value)


def test_where_the_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.safetensors").write_bytes(b"x")
    with pytest.raises(BadModel, match=r"needs the name of its file: .* one\.safetensors, two"):
        LoraFile.find(Lora("pixel", str(tmp_path)))
    (tmp_path / NAME).write_bytes(b"x")
    assert LoraFile.find(Lora("pixel", str(tmp_path))).path.name == NAME
    asked = []

    def download(name: str, revision: str | None, allow_patterns: list[str]) -> str:
        asked.append((name, revision, allow_patterns))
        return str(tmp_path)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    found = LoraFile.find(Lora("pixel", "hub:owner/name/one.safetensors@v2"))
    assert (found.path.name, asked) == (
        "one.safetensors",
        [("owner/name", "v2", ["one.safetensors"])],
    )
    with pytest.raises(BadModel, match=r"The LoRA pixel is missing: .*does not name a model"):
        LoraFile.find(Lora("pixel", "hub:owner"))
    with pytest.raises(BadModel, match="The LoRA pixel is missing: There is no model folder"):
        LoraFile.find(Lora("pixel", str(tmp_path / "none")))


def test_peft_missing_is_said(sdxl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diffusers.utils.is_peft_available", lambda: False)
    path = tiny.build_lora(tmp_path / "own", sdxl)
    with pytest.raises(Unavailable, match="The LoRA pixel needs a package: pip install peft"):
        open_painter(sdxl, Extras(loras=(Lora("pixel", str(path)),)))
