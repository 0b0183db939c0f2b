"""Comparing two models: one scorer, paired intervals, the blind test; people's votes."""

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.container import Container
from model import candidates
from tests.support import small_data, tiny_clip
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine
from tests.support.people import actor, request
from tests.support.recording_courier import RecordingCourier
from training.__main__ import main
from training.evaluation import evaluate
from training.evaluation.comparison import Comparison, compare
from training.evaluation.comparison_page import write_comparison
from training.evaluation.metrics import Interval
from training.evaluation.model_votes import (
    ModelVotes,
    compare_votes,
    difference,
    read_model_votes,
    votes_table,
)

PROMPTS = 3
PAINTED = ["sketch", "strength 0.5", "best painted of four", "shown first"]
SCORES = ["recall_at_1", "conditioning_gap", "sharpness", "mottle", "clip", "finish"]


@pytest.fixture(scope="module")
def opaque(tiny_opaque_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with another resolution and no second judge that paints in two steps."""
    folder = tmp_path_factory.mktemp("models") / "quick"
    shutil.copytree(tiny_opaque_model, folder)
    (folder / "emojismith.json").write_text(json.dumps({"steps": 2, "guidance": 1.0}))
    return folder


@pytest.fixture(scope="module")
def compared(
    tiny_model: Path, opaque: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Comparison]:
    """The tiny model with a second judge compared with the opaque one, with CLIP scores."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(tiny_model, home / "a")
    shutil.copytree(home / "a" / "judge", home / "a" / "scorer")
    small_data.write(home)
    clip = tiny_clip.build(home / "clip")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMOJISMITH_HOME", str(home))
        patch.setattr(evaluate, "FIXED", evaluate.FIXED[:1])
        patch.setattr(evaluate, "SEEDS", 2)
        patch.setattr(candidates, "TRACEABLE", -1.0)
        yield compare(home / "a", opaque, PROMPTS, (0.5,), clip=str(clip))


def test_both_paint_the_same_prompts_for_one_scorer(compared: Comparison) -> None:
    a, b = compared.before, compared.after
    assert a.facts["model"] != b.facts["model"]
    assert a.facts["scorer"] == b.facts["scorer"]
    assert a.facts["scorer"]["folder"].endswith("a/scorer")
    for was, now in zip(a.sets, b.sets, strict=True):
        assert was.prompts == now.prompts
        for column in (*was.columns.values(), *now.columns.values()):
            assert column.pictures.shape == (PROMPTS, 128, 128, 4)
            assert list(column.scores) == SCORES
        nearest = was.columns["nearest caption"], now.columns["nearest caption"]
        assert np.array_equal(nearest[0].pictures, nearest[1].pictures)


def test_differences_are_paired(compared: Comparison) -> None:
    was, now = compared.before.sets[0], compared.after.sets[0]
    found = compared.differences["seen names"]
    assert list(found) == PAINTED
    gap = found["strength 0.5"]["sharpness"]
    pairs = zip(
        was.columns["strength 0.5"].scores["sharpness"],
        now.columns["strength 0.5"].scores["sharpness"],
        strict=True,
    )
    each = [float(b - a) for a, b in pairs]
    assert gap.mean == pytest.approx(sum(each) / PROMPTS, abs=1e-3)
    assert min(each) - 1e-3 <= gap.low <= gap.high <= max(each) + 1e-3


def test_the_page_is_blind_until_the_key(compared: Comparison, tmp_path: Path) -> None:
    write_comparison(compared, tmp_path)
    data = json.loads((tmp_path / "scores.json").read_text())
    assert list(data) == ["a", "b", "differences", "votes", "verdict"]
    assert data["verdict"]["passed"] == compared.verdict.passed
    page = (tmp_path / "report.html").read_text()
    assert "://" not in page.replace("http://www.w3.org", "")
    blind, key = page.split('<div class="tiles">')[1].split("Which is which")
    assert blind.count("<figure>") == 3 * PROMPTS
    rows = re.findall(r"<td>([AB])</td><td>([AB])</td>", key.split("</details>")[0])
    assert len(rows) == 3 * PROMPTS
    assert {"".join(row) for row in rows} == {"AB", "BA"}
    assert compared.verdict.sentence in page


def test_one_model_against_itself_passes_the_gate(
    opaque: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    monkeypatch.setattr(evaluate, "FIXED", evaluate.FIXED[:1])
    monkeypatch.setattr(evaluate, "SEEDS", 2)
    monkeypatch.setattr("training.evaluation.comparison.compare.__defaults__", ((0.5,), None, None))
    small_data.write(tmp_path)
    model = str(opaque)
    assert main(["evaluate", model, model, "--prompts", "1"]) == 0
    *checks, page, scores = capsys.readouterr().out.splitlines()
    assert checks[-1] == f"The gate is passed: all {len(checks) - 1} checks."
    assert Path(page).parent.parent == tmp_path / "evaluations"
    gaps = json.loads(Path(scores).read_text())["differences"]["seen names"]["strength 0.5"]
    assert gaps["recall_at_1"] == {"mean": 0, "low": 0, "high": 0}


async def vote(stack: Container, engine: FakeEngine, model: str, place: int, values: str) -> None:
    """An emoji painted by `model`; its requester picks the candidate `place`, others vote."""
    engine.model = model
    courier = RecordingCourier()
    await stack.service.ask(request())
    async with stack.serve(courier):
        await courier.until(1)
    emoji = courier.emoji[0][1].id
    await stack.service.emoji.pick(emoji, place, actor())
    await stack.service.votes.vote(emoji, actor(), 1)
    for number, value in enumerate(values):
        await stack.service.votes.vote(emoji, actor(f"voter {number}"), 1 if value == "+" else -1)


async def test_votes_on_painted_pictures_are_counted_by_model(tmp_path: Path) -> None:
    engine = FakeEngine()
    async with open_stack(tmp_path, engine) as stack:
        await vote(stack, engine, "a" * 12, 1, "++-")
        await vote(stack, engine, "a" * 12, 0, "-----")  # a sketch
        await vote(stack, engine, "b" * 12, 2, "-")
        assert await stack.store.votes.painted_by_model() == [("b" * 12, 0, 1), ("a" * 12, 2, 1)]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A bot's database with votes on emoji of two models."""

    async def fill() -> None:
        engine = FakeEngine()
        async with open_stack(tmp_path, engine) as stack:
            await vote(stack, engine, "a" * 12, 1, "++++++++--")
            await vote(stack, engine, "b" * 12, 1, "----------")

    asyncio.run(fill())
    return tmp_path / "bot.db"


def test_votes_alone_are_a_table(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--votes", "--database", str(database)]) == 0
    head, b, a = capsys.readouterr().out.splitlines()
    assert head.split() == ["model", "likes", "dislikes", "share", "against", "b" * 12]
    assert b.split() == ["b" * 12, "0", "10", "0.00", "(0.00", "to", "0.28)"]
    assert a.split()[:6] == ["a" * 12, "8", "2", "0.80", "(0.49", "to"]


def test_votes_of_two_models_have_a_difference(database: Path) -> None:
    found = compare_votes(read_model_votes(database), "a" * 12, "b" * 12)
    assert found["before"]["likes"] == 8
    assert found["difference"]["mean"] == -0.8
    assert found["difference"]["high"] < 0
    assert compare_votes(read_model_votes(database), "a" * 12, "c" * 12)["difference"] is None


def test_the_difference_is_newcombes() -> None:
    # Newcombe 1998, table II, column (a): 56/70 less 48/80.
    before, after = ModelVotes("", 48, 32), ModelVotes("", 56, 14)
    assert difference(before, after) == Interval(0.2, 0.0524, 0.3339)


def test_nobody_voted_and_no_database_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert votes_table([]) == "Nobody has voted on a painted picture yet."
    config = tmp_path / "config.toml"
    assert main(["evaluate", "--votes", "--config", str(config)]) == 1
    assert "config.toml cannot be read" in capsys.readouterr().err
    config.write_text(f'[database]\npath = "{tmp_path}/none.db"\n')
    assert main(["evaluate", "--votes", "--config", str(config)]) == 1
    assert capsys.readouterr().err == f"There is no database at {tmp_path}/none.db yet.\n"
