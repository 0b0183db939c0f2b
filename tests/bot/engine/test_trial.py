"""A/B trials of weights: the share of requests, a stable split, and votes counted by arm."""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.__main__ import main
from bot.container import Container
from bot.domain import Recipe
from bot.engine.adapter import EngineAdapter
from bot.settings.config import Settings
from model.files.promotion import promote
from model.files.weights import digest
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine
from tests.support.people import OPERATOR, actor, request
from tests.support.recording_courier import RecordingCourier

pytestmark = pytest.mark.usefixtures("unmeasured", "untraced")

HOUR = 3600.0
RECIPE = Recipe("angry lemon", "fluent", 7, 2, 50)
SEEDS = 4000


def short(folder: Path) -> str:
    return digest(folder)[:12]


@pytest_asyncio.fixture
async def adapter(tiny_model: Path, other_tiny_model: Path) -> AsyncIterator[EngineAdapter]:
    """The tiny model, with half of the requests painted by the other one."""
    async with on_trial(tiny_model, other_tiny_model, 0.5) as adapter:
        yield adapter


@asynccontextmanager
async def on_trial(model: Path, candidate: Path, share: float) -> AsyncIterator[EngineAdapter]:
    """Open an adapter and let it load its candidate."""
    opened = EngineAdapter.open(
        str(model), follow=True, candidate=str(candidate), share=share, seconds=HOUR
    )
    async with opened as adapter:
        await adapter.look()
        yield adapter


def count(adapter: EngineAdapter, candidate: Path) -> int:
    """The number of SEEDS recipes that the candidate paints."""
    models = [adapter.model_of(replace(RECIPE, seed=seed)) for seed in range(SEEDS)]
    return models.count(short(candidate))


def of_arm(adapter: EngineAdapter, model: Path) -> Recipe:
    """A recipe that this model paints."""
    recipes = (replace(RECIPE, seed=seed) for seed in range(SEEDS))
    return next(recipe for recipe in recipes if adapter.model_of(recipe) == short(model))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
async def test_the_share_is_kept(tiny_model: Path, other_tiny_model: Path, share: float) -> None:
    async with on_trial(tiny_model, other_tiny_model, share) as adapter:
        found = count(adapter, other_tiny_model)
        assert adapter.candidate == (short(other_tiny_model) if share else None)
    spread = math.sqrt(SEEDS * share * (1 - share))
    assert abs(found - SEEDS * share) <= 3 * spread


async def test_each_arm_says_its_own_hash_and_stays(
    adapter: EngineAdapter, tiny_model: Path, other_tiny_model: Path
) -> None:
    for model in (tiny_model, other_tiny_model):
        recipe = of_arm(adapter, model)
        for _ in range(2):
            painted = await adapter.paint(recipe)
            assert painted.model == painted.receipt["model"] == short(model)
    assert adapter.model == short(tiny_model)
    assert short(other_tiny_model) not in adapter.about
    assert (await adapter.standing())[1].startswith(f"candidate: {short(other_tiny_model)}")


async def test_nobody_is_told_and_the_same_is_painted_again(
    adapter: EngineAdapter, other_tiny_model: Path, tmp_path: Path
) -> None:
    recipe, courier = of_arm(adapter, other_tiny_model), RecordingCourier()
    async with open_stack(tmp_path, adapter) as stack:
        await stack.service.ask(request(recipe.prompt, style=recipe.style, seed=recipe.seed))
        async with stack.serve(courier):
            await courier.until(1)
        emoji = courier.emoji[0][1]
        assert emoji.model == short(other_tiny_model)
        assert stack.service.repeats(emoji)
        assert "gone" not in await stack.service.emoji.how(emoji.id, OPERATOR)


async def test_a_candidate_that_cannot_be_loaded_is_done_without(
    tiny_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with on_trial(tiny_model, tmp_path / "nowhere", 1.0) as adapter:
        await adapter.look()
        assert (await adapter.paint(RECIPE)).model == short(tiny_model)
        assert (await adapter.standing())[1] == "candidate: none"
    [sentence] = caplog.messages
    assert "There is no model folder" in sentence


async def test_a_candidate_that_is_promoted_ends_the_trial(
    adapter: EngineAdapter,
    tiny_model: Path,
    other_tiny_model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    promote(other_tiny_model, str(tiny_model))
    await adapter.look()
    assert adapter.candidate is None
    assert adapter.model == short(other_tiny_model)
    assert (await adapter.paint(RECIPE)).model == short(other_tiny_model)


async def vote(stack: Container, engine: FakeEngine, model: str, place: int, value: int) -> int:
    """Store a vote on the candidate with this index, painted by this model."""
    engine.model, courier = model, RecordingCourier()
    await stack.service.ask(request())
    async with stack.serve(courier):
        await courier.until(1)
    emoji = courier.emoji[0][1].id
    await stack.service.emoji.pick(emoji, place, actor())
    await stack.service.votes.vote(emoji, actor("bob"), value)
    return emoji


async def test_arms_are_told_apart_by_what_was_painted(tmp_path: Path) -> None:
    engine = FakeEngine()
    engine.candidate = "candidate"
    root = Settings.model_validate({"admins": {"people": ["discord:root"]}})
    async with open_stack(tmp_path, engine, root) as stack:
        await vote(stack, engine, "older", 0, 1)
        removed = await vote(stack, engine, "candidate", 1, -1)
        await vote(stack, engine, "candidate", 0, 1)
        await vote(stack, engine, "current", 2, 1)
        mine = await vote(stack, engine, "current", 0, -1)
        await stack.service.votes.vote(mine, actor(), 1)
        await stack.service.emoji.remove(removed, actor())
        assert await stack.store.votes.painted_by_model() == [
            ("current", 1, 0),
            ("candidate", 0, 1),
        ]
        view = await stack.service.operator.overview()
        said = await stack.service.operator.act(actor("root"), "stats")
    found = {each.model: each for each in view.models}
    assert {name: each.arm for name, each in found.items()} == {
        "current": "current",
        "candidate": "candidate",
        "older": "",
    }
    assert (found["candidate"].likes.count, found["candidate"].painted.count) == (2, 1)
    assert found["older"].painted.count == 0
    assert "model candidate (candidate): 1 of 2 liked (9% to 91%); painted 0 of 1 liked" in said


def test_settings_reach_the_studio(
    tiny_model: Path, other_tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        f'[model]\npath = "{tiny_model}"\n[database]\npath = "{tmp_path / "bot.db"}"\n'
        f'[web]\nenabled = false\n[ab]\nmodel = "{other_tiny_model}"\nshare = 0.25\n'
        "[training]\nepochs = 3\n"
    )
    assert main(["--config", str(config), "--check"]) == 0
    said = capsys.readouterr().out
    assert f"promoted: none, {tiny_model} paints" in said
    assert f"candidate: {short(other_tiny_model)} paints 25% of the requests" in said
    config.write_text(config.read_text().replace(str(other_tiny_model), "no/model"))
    assert main(["--config", str(config), "--check"]) == 2
    assert "ab.model cannot be used: There is no model folder" in capsys.readouterr().err
