"""The engine: ranked candidates, and the same picture for the same recipe."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
import torch

from model.engine import EmojiEngine
from model.errors import BadModel
from model.flight import Capacity
from model.image.pixels import Pixels
from model.painter import Painter
from model.ranking import Marks, ranking
from model.recipe import CANDIDATES_LIMIT, Candidate, Painting, Recipe
from model.sketch.drawing.compose import compose
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.scene import Scene
from model.strengths import candidate_seed
from tests.support.alike import assert_alike

pytestmark = pytest.mark.asyncio(loop_scope="module")

LEMON = Recipe("dancing lemon with sunglasses", seed=7)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(tiny_model: Path) -> AsyncIterator[EmojiEngine]:
    async with EmojiEngine.open(tiny_model) as engine:
        yield engine


async def test_candidates_are_ranked_and_say_what_they_are(engine: EmojiEngine) -> None:
    painting = await engine.paint(LEMON)
    scale = float(engine.painter.judge.logit_scale.exp())
    marks = [Marks(scale * c.score, c.finish, c.mottle) for c in painting.candidates]
    sketches = [Marks(scale * c.sketch_score, 0, c.sketch_mottle) for c in painting.candidates]
    assert ranking(marks, sketches) == [0, 1, 2, 3]
    assert sorted(c.strength for c in painting.candidates) == [0.0, 0.3, 0.45, 0.6]
    assert sum(candidate.is_sketch for candidate in painting.candidates) == 1
    for candidate in painting.candidates:
        assert candidate.rgba.shape == (128, 128, 4)
        assert candidate.rgba.dtype == np.uint8
        assert candidate.parts
    made = {line["strength"]: line["made"] for line in painting.receipt["candidates"]}
    assert made == {0.0: "sketch", 0.3: "painted", 0.45: "painted", 0.6: "painted"}
    told = json.loads(json.dumps(painting.receipt))
    assert Scene.from_dict(told["scene"]) == painting.scene
    assert painting.receipt["model"] == painting.model_hash
    assert len(painting.model_hash) == 12


async def test_a_sketch_is_never_sent_through_the_model(engine: EmojiEngine) -> None:
    ticks: list[int] = []
    painting = await engine.paint(replace(LEMON, wildness=0), lambda done, _: ticks.append(done))
    assert ticks == []
    for i, candidate in enumerate(sorted(painting.candidates, key=lambda c: c.seed)):
        seed = candidate_seed(LEMON.seed, i, CANDIDATES_LIMIT)
        sketch = compose(engine.painter.library, painting.scene, LEMON.style, seed)
        assert (candidate.rgba == rasterize(sketch.svg)).all()
        assert candidate.svg == sketch.svg


def painted_in(painting: Painting) -> Candidate:
    return next(candidate for candidate in painting.candidates if not candidate.is_sketch)


async def test_one_candidate_is_never_worse_than_its_sketch(engine: EmojiEngine) -> None:
    painting = await engine.paint(replace(LEMON, candidates=1))
    assert len(painting.candidates) == 1
    # The tiny model paints noise, so its sketch is shown.
    assert painting.candidates[0].is_sketch


async def test_the_same_recipe_gives_the_same_bytes(engine: EmojiEngine) -> None:
    first, second = await asyncio.gather(engine.paint(LEMON), engine.paint(LEMON))
    for one, other in zip(first.candidates, second.candidates, strict=True):
        assert one.rgba.tobytes() == other.rgba.tobytes()
        assert one.score == other.score


@pytest.mark.parametrize(
    "change", [{"seed": 8}, {"wildness": 80}, {"style": "noto"}, {"guidance_scale": 4.0}], ids=str
)
async def test_every_setting_changes_the_picture(
    engine: EmojiEngine, change: dict[str, object]
) -> None:
    base = replace(LEMON, candidates=2)
    first = painted_in(await engine.paint(base))
    second = painted_in(await engine.paint(replace(base, **change)))  # type: ignore[arg-type]
    assert first.painted is not None
    assert (first.painted != second.painted).any()


async def test_neighbours_change_next_to_nothing_and_the_receipt_says_so(
    tiny_model: Path,
) -> None:
    recipes = [replace(LEMON, seed=seed, wildness=40 * seed + 20) for seed in range(3)]
    async with EmojiEngine.open(tiny_model) as engine:
        alone = [await engine.paint(recipe) for recipe in recipes]
        engine._flight.room = Capacity(3, 3 * LEMON.candidates)
        together = await asyncio.gather(*map(engine.paint, recipes))
    assert {painting.receipt["alone"] for painting in alone} == {True}
    assert False in {painting.receipt["alone"] for painting in together}
    for one, other in zip(alone, together, strict=True):
        # The raw pictures: where two colours tie, a level may decide how noise is traced.
        before = {candidate.seed: raw(candidate) for candidate in one.candidates}
        for candidate in other.candidates:
            assert_alike(raw(candidate), before[candidate.seed])


def raw(candidate: Candidate) -> Pixels:
    return candidate.rgba if candidate.painted is None else candidate.painted


async def test_progress_comes_in_the_event_loop(engine: EmojiEngine) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        asyncio.get_running_loop()
        seen.append((done, total))

    await engine.paint(replace(LEMON, wildness=100), progress)
    await asyncio.sleep(0)
    # The first row's first step, then eight steps of all rows.
    assert seen == [(1, 8), *((i, 8) for i in range(1, 9))]


async def test_pure_noise_owes_nothing_to_the_sketch(engine: EmojiEngine) -> None:
    painting = await engine.paint(replace(LEMON, wildness=100, num_inference_steps=2))
    assert sorted(candidate.strength for candidate in painting.candidates) == [0, 1, 1, 1]
    candidate = painted_in(painting)
    assert isinstance(engine.painter, Painter)
    row = engine.painter.start(LEMON, replace(candidate, rgba=np.zeros_like(candidate.rgba)))
    assert torch.equal(
        row.latents,
        torch.randn(row.latents.shape, generator=torch.Generator().manual_seed(candidate.seed)),
    )


async def test_a_caller_who_gives_up_stops_only_his_own(engine: EmojiEngine) -> None:
    begun = asyncio.Event()
    task = asyncio.create_task(
        engine.paint(replace(LEMON, wildness=100, num_inference_steps=500), lambda *_: begun.set())
    )
    waiting = asyncio.create_task(engine.paint(LEMON))
    await begun.wait()
    task.cancel()
    assert len((await waiting).candidates) == 4
    assert task.cancelled()


async def test_an_error_reaches_its_caller_and_the_next_is_painted(engine: EmojiEngine) -> None:
    with pytest.raises(KeyError):
        await engine._do(_fail)
    assert (await engine.paint(replace(LEMON, wildness=0))).candidates


def _fail() -> None:
    raise KeyError("nothing")


async def test_a_model_that_paints_on_white_is_cut_out(tiny_opaque_model: Path) -> None:
    async with EmojiEngine.open(tiny_opaque_model) as engine:
        painting = await engine.paint(replace(LEMON, num_inference_steps=3, candidates=3))
    assert {c.rgba.shape for c in painting.candidates} == {(64, 64, 4)}
    assert min(c.strength for c in painting.candidates) == 0


async def test_a_damaged_model_is_said_on_entering(tiny_model: Path, tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="There is no model folder"):
        async with EmojiEngine.open(tmp_path / "nowhere"):
            pass


async def test_a_glimpse_of_each_request_after_its_first_step(engine: EmojiEngine) -> None:
    recipe = replace(LEMON, wildness=100, num_inference_steps=500)
    begun: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def progress(done: int, _: int) -> None:
        if not begun.done():
            begun.set_result(done)

    assert await engine.preview(recipe) is None
    task = asyncio.create_task(engine.paint(recipe, progress))
    assert await begun == 1
    seen = await engine.preview(recipe)
    assert seen is not None
    assert seen.shape == (128, 128, 4)
    assert await engine.preview(LEMON) is None
    engine.painter.flagged = lambda _: False
    assert await engine.preview(recipe) is None
    engine.painter.flagged = None
    task.cancel()


async def test_an_engine_that_closes_finishes_what_it_paints(tiny_model: Path) -> None:
    engine = await EmojiEngine.open(tiny_model).start()
    paintings = [asyncio.create_task(engine.paint(replace(LEMON, seed=seed))) for seed in range(3)]
    await asyncio.sleep(0)
    await engine.close()
    assert await engine.preview(LEMON) is None
    assert [len((await painting).candidates) for painting in paintings] == [4, 4, 4]


async def test_measuring_finds_room_for_one_at_least(engine: EmojiEngine) -> None:
    assert engine.capacity == 1
    await engine.measure()
    assert engine.capacity >= 1
    engine._flight.room = Capacity()
