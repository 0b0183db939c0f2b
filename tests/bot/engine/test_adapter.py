"""The engine adapter: a tiny model behind the bot's Protocol."""

import asyncio
import gc
import io
import json
import re
import shutil
import threading
import weakref
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from bot.cache import cache_key
from bot.domain import EngineFailed, Form, Recipe, Withheld
from bot.emoji.export import export
from bot.engine.adapter import EngineAdapter
from model import rows
from model.engine import EmojiEngine
from model.files.manifest import NAME
from model.files.promotion import pointer, promote, rollback
from model.files.weights import digest
from model.pipeline import Pipeline

pytestmark = pytest.mark.usefixtures("unmeasured")

RECIPE = Recipe("dancing lemon with sunglasses", "fluent", 7, 4, 50)
HOUR = 3600.0


@pytest_asyncio.fixture
async def adapter(tiny_model: Path) -> AsyncIterator[EngineAdapter]:
    async with EngineAdapter.open(str(tiny_model)) as adapter:
        yield adapter


async def test_paints_and_exports_what_platforms_take(adapter: EngineAdapter) -> None:
    steps: list[tuple[int, int]] = []
    painted = await adapter.paint(RECIPE, lambda done, total: steps.append((done, total)))
    assert len(painted.pictures) == 4
    assert painted.model == adapter.model
    assert steps
    assert sum(picture.strength == 0 for picture in painted.pictures) == 1
    for picture in painted.pictures:
        assert picture.svg or picture.strength
        assert bool(picture.painted) == (picture.strength > 0 and bool(picture.svg))
        for form, side in ((Form.PNG, 128), (Form.WEBP, 512), (Form.PNG100, 100)):
            with Image.open(io.BytesIO(await export(picture, form))) as image:
                assert image.size == (side, side)
                assert image.mode == "RGBA"


async def test_a_scene_is_drawn_in_place_of_the_words(adapter: EngineAdapter) -> None:
    scene = {"base": "1F34B", "expression": "angry"}
    recipe = replace(RECIPE, candidates=1, wildness=0, scene=json.dumps(scene))
    painted = await adapter.paint(recipe)
    assert painted.receipt["scene"] == scene
    assert painted.receipt["prompt"] == RECIPE.prompt
    assert cache_key(recipe, "") != cache_key(replace(recipe, scene=""), "")


async def test_a_prompt_is_read_in_the_language_of_who_asks(adapter: EngineAdapter) -> None:
    recipe = replace(RECIPE, prompt="chat", candidates=1, wildness=0, language="fr")
    painted = await adapter.paint(recipe)
    assert (painted.receipt["read_as"], painted.receipt["language"]) == ("cat", "fr")
    assert cache_key(recipe, "") != cache_key(replace(recipe, language=""), "")


async def test_a_glimpse_is_of_the_recipe_that_is_asked_for(
    adapter: EngineAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[asyncio.Task[bytes | None]] = []
    go_on, ticks, real = threading.Event(), iter(range(100)), rows._tick

    def tick(pipeline: Pipeline, some: list[rows.Row]) -> None:
        if next(ticks) == 1:
            go_on.wait()
        real(pipeline, some)

    def progress(done: int, _: int) -> None:
        if done == 1 and not asked:
            asked.extend(asyncio.create_task(adapter.preview(r)) for r in (wild, RECIPE))
            asyncio.get_running_loop().call_soon(go_on.set)

    monkeypatch.setattr(rows, "_tick", tick)
    wild = replace(RECIPE, wildness=100)
    await adapter.paint(wild, progress)
    seen, other = await asyncio.gather(*asked)
    assert seen is not None
    with Image.open(io.BytesIO(seen)) as image:
        assert (image.mode, image.size) == ("RGBA", (128, 128))
    assert other is None
    assert await adapter.preview(wild) is None


async def test_a_fingerprint_is_of_the_weights_and_their_settings(
    adapter: EngineAdapter, tiny_model: Path, other_tiny_model: Path, tmp_path: Path
) -> None:
    assert (await adapter.paint(RECIPE)).fingerprint == adapter.fingerprint_of(RECIPE)
    slower = shutil.copytree(tiny_model, tmp_path / "slower")
    manifest = json.loads((slower / NAME).read_text())
    (slower / NAME).write_text(json.dumps(manifest | {"steps": manifest["steps"] + 1}))
    found = {adapter.fingerprint_of(RECIPE)}
    for folder in (slower, other_tiny_model):
        async with EngineAdapter.open(str(folder)) as other:
            assert other.model != adapter.model
            found.add(other.fingerprint_of(RECIPE))
    assert len(found) == 3


async def test_what_breaks_inside_is_one_kind_of_error(
    adapter: EngineAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    monkeypatch.setattr(rows, "_tick", broken)
    with pytest.raises(EngineFailed, match="mat1"):
        await adapter.paint(RECIPE)


async def test_a_flagged_picture_is_an_error_of_its_own(
    adapter: EngineAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter._engines.current.painter, "flagged", lambda _: True)
    with pytest.raises(Withheld):
        await adapter.paint(replace(RECIPE, candidates=1, wildness=100))


async def test_short_memory_halves_the_batch(
    adapter: EngineAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await adapter.paint(RECIPE)
    real, sizes = rows._tick, []

    def short(pipeline: Pipeline, some: list[rows.Row]) -> None:
        sizes.append(len(some))
        if len(some) > 1:
            raise torch.OutOfMemoryError("out of memory")
        real(pipeline, some)

    monkeypatch.setattr(rows, "_tick", short)
    halved = await adapter.paint(RECIPE)
    # The first row starts alone.
    assert sizes[:4] == [1, 3, 1, 2]
    strengths = [[p.strength for p in painted.pictures] for painted in (whole, halved)]
    assert sorted(strengths[0]) == sorted(strengths[1])


@pytest_asyncio.fixture
async def follower(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, untraced: None
) -> AsyncIterator[EngineAdapter]:
    """An adapter that checks the promotion pointer of its own data folder only on request."""
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path / "home"))
    async with EngineAdapter.open(str(tiny_model), follow=True, seconds=HOUR) as adapter:
        yield adapter


def short(folder: Path) -> str:
    return digest(folder)[:12]


async def test_what_is_promoted_paints_and_is_taken_back(
    follower: EngineAdapter, tiny_model: Path, other_tiny_model: Path
) -> None:
    promote(other_tiny_model, str(tiny_model))
    await follower.look()
    painted = await follower.paint(RECIPE)
    assert follower.model == painted.model == painted.receipt["model"] == short(other_tiny_model)
    assert follower.model in follower.about
    assert "paints since" in (await follower.standing())[0]
    rollback(str(tiny_model))
    await follower.look()
    assert (await follower.paint(RECIPE)).model == short(tiny_model)
    assert await follower.standing() == [f"promoted: none, {tiny_model} paints"]


async def test_the_pointer_is_looked_at_by_itself(
    tiny_model: Path, other_tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    swapped = closing(monkeypatch)
    async with EngineAdapter.open(str(tiny_model), follow=True, seconds=0.01) as adapter:
        promote(other_tiny_model, str(tiny_model))
        async with asyncio.timeout(30):
            await swapped.wait()
        assert adapter.model == short(other_tiny_model)


def closing(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """An event: the adapter has changed its engine and starts to close the old one."""
    begun, close = asyncio.Event(), EmojiEngine.close

    async def noticed(engine: EmojiEngine) -> None:
        begun.set()
        await close(engine)

    monkeypatch.setattr(EmojiEngine, "close", noticed)
    return begun


async def test_what_has_begun_is_finished_with_the_old_weights(
    follower: EngineAdapter,
    tiny_model: Path,
    other_tiny_model: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held, go_on, real = asyncio.Event(), threading.Event(), rows._tick
    loop, old = asyncio.get_running_loop(), follower._engines.current.painter.pipeline

    def tick(pipeline: Pipeline, some: list[rows.Row]) -> None:
        if pipeline is old:
            loop.call_soon_threadsafe(held.set)
            go_on.wait()
        real(pipeline, some)

    monkeypatch.setattr(rows, "_tick", tick)
    swapped = closing(monkeypatch)
    first = asyncio.create_task(follower.paint(RECIPE))
    extras = asyncio.create_task(follower.paint(replace(RECIPE, seed=8)))
    await held.wait()
    promote(other_tiny_model, str(tiny_model))
    looking = asyncio.create_task(follower.look())
    await swapped.wait()
    assert (await follower.paint(RECIPE)).model == follower.model == short(other_tiny_model)
    assert not first.done()
    go_on.set()
    assert (await first).model == (await extras).model == short(tiny_model)
    await looking


async def test_the_old_models_memory_is_given_back(
    follower: EngineAdapter, tiny_model: Path, other_tiny_model: Path
) -> None:
    await follower.paint(RECIPE)
    old = weakref.ref(follower._engines.current.painter.pipeline.unet)
    promote(other_tiny_model, str(tiny_model))
    gc.disable()
    try:
        await follower.look()
        assert old() is None
    finally:
        gc.enable()


def put_nan(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a model be promoted that loads but paints NaN."""
    monkeypatch.setattr("model.files.promotion._check_weights", lambda _: None)
    path = folder / "unet" / "diffusion_pytorch_model.safetensors"
    save_file({name: t * float("nan") for name, t in load_file(path).items()}, path)


def overflow(judge: Path) -> None:
    """Finite weights whose scores are not."""
    tensors = load_file(judge)
    tensors["image_head.weight"] = torch.full_like(
        tensors["image_head.weight"], 3e38, dtype=torch.float32
    )
    save_file(tensors, judge)


async def test_a_judge_that_fails_only_ranks_badly(tiny_model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)
    overflow(folder / "judge" / "model.safetensors")
    async with EngineAdapter.open(str(folder)) as broken:
        painted = await broken.paint(RECIPE)
    assert [picture.score for picture in painted.pictures] == [0.0] * RECIPE.candidates
    json.dumps(painted.receipt, allow_nan=False)


@pytest.mark.filterwarnings("ignore:invalid value encountered in cast:RuntimeWarning")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("gone", "There is no model folder"),
        ("changed", "are not those that were promoted"),
        ("cut off", "is damaged"),
        ("nan", "is not finite"),
        ("judge", "A judge of .* gives NaN or infinity"),
        ("pointer", "remove it, and promote again"),
    ],
)
async def test_a_bad_folder_never_replaces_a_good_one(
    follower: EngineAdapter,
    tiny_model: Path,
    other_tiny_model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    wrong: str,
    sentence: str,
) -> None:
    base, folder = str(tiny_model), tmp_path / "candidate"
    promote(other_tiny_model, base)
    await follower.look()
    shutil.copytree(tiny_model, folder)
    unet = folder / "unet" / "diffusion_pytorch_model.safetensors"
    if wrong == "nan":
        put_nan(folder, monkeypatch)
    if wrong == "judge":
        overflow(folder / "judge" / "model.safetensors")
    tiny_again = promote(folder, base)
    if wrong == "gone":
        shutil.rmtree(folder)
    elif wrong == "changed":
        shutil.copy(other_tiny_model / "unet" / unet.name, unet)
    elif wrong == "cut off":
        unet.write_bytes(unet.read_bytes()[:5000])
    elif wrong == "pointer":
        pointer().write_text("{")
    for _ in range(2):
        await follower.look()
    assert follower.model == short(other_tiny_model)
    assert (await follower.paint(RECIPE)).model == follower.model
    [record] = caplog.records
    assert re.search(sentence, record.getMessage())
    assert f"{follower.model} goes on" in record.getMessage()
    if wrong != "pointer":
        async with EngineAdapter.open(base, follow=True, seconds=HOUR) as fresh:
            assert fresh.model == short(tiny_model)
            assert await fresh.standing() == [f"promoted: {tiny_again.model} cannot be used"]
        assert re.search(sentence, caplog.messages[-1])
        assert f"{base} paints" in caplog.messages[-1]


async def test_what_is_promoted_is_followed_only_if_asked_to(
    tiny_model: Path, other_tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    promote(other_tiny_model, str(tiny_model))
    async with EngineAdapter.open(str(tiny_model)) as adapter:
        await adapter.look()
        assert adapter.model == short(tiny_model)
        assert await adapter.standing() == ["promoted: not followed"]
    async with EngineAdapter.open(str(tiny_model), follow=True) as adapter:
        assert adapter.model == short(other_tiny_model)
