"""Simulated raters: their tastes, how they vote, and the whole command with a tiny model."""

import asyncio
import json
import re
from pathlib import Path

import numpy as np
import pytest

from bot.domain import Recipe
from model.image.pixels import Pixels
from model.sketch.library import Library
from tests.support.fake_engine import FakeEngine
from tests.support.small_reading import captioned
from training.__main__ import main
from training.feedback import read_feedback
from training.feedback.examples import is_held_out
from training.simulation.cached_engine import CachedEngine
from training.simulation.measure import Change, ColumnChange
from training.simulation.prompts import styled_prompts
from training.simulation.tastes import TASTES, flat, shaded_eyes, vivid
from training.simulation.voters import EARLY, LATE, NOISE, hold_vote, pixels_of


def block(colour: tuple[int, int, int] = (128, 128, 128)) -> Pixels:
    """A square of one colour in the middle; the transparent pixels are magenta."""
    rgba = np.full((32, 32, 4), (255, 0, 255, 0), np.uint8)
    rgba[6:26, 6:26] = (*colour, 255)
    return rgba


def test_tastes_see_the_ink_alone() -> None:
    grey, red = block(), block((255, 0, 0))
    assert (vivid(grey), vivid(red)) == (0, 1)
    striped = block()
    striped[6:26:2, 6:26, :3] = 200
    assert flat(striped) < flat(grey) == flat(red) == 0
    shaded, hatted = block(), block()
    shaded[12:16, 10:22, :3] = 0
    hatted[6:10, 10:22, :3] = 0
    assert shaded_eyes(hatted) < shaded_eyes(grey) == 0 < shaded_eyes(shaded)
    empty = np.zeros((32, 32, 4), np.uint8)
    assert all(np.isfinite(taste(empty)) for taste in TASTES.values())


def test_held_out_prompts_share_no_base_with_others() -> None:
    library = Library()
    asked, held_out = (styled_prompts(library, 150, held_out=held) for held in (False, True))
    assert (
        len({styled.prompt for styled in asked})
        == len({styled.prompt for styled in held_out})
        == 150
    )
    assert not any(is_held_out(styled.prompt) for styled in asked)
    assert all(is_held_out(styled.prompt) for styled in held_out)
    names = {concept.name for concept in library.concepts.values()}
    plain = [styled.prompt for styled in held_out if styled.prompt in names]
    assert len(plain) > 20
    others = {styled.prompt for styled in asked}
    for worn in ("sunglasses", "a top hat"):
        assert sum(prompt.endswith(f" with {worn}") for prompt in others) > 10
        assert not any(f"{name} with {worn}" in others for name in plain)
    assert styled_prompts(library, 20, held_out=True) == held_out[:20]


async def test_a_recipe_is_painted_once(tmp_path: Path) -> None:
    engine = FakeEngine()
    recipe = Recipe("lemon", "fluent", 7, 4, 50)
    first = await CachedEngine(engine, tmp_path / "kept").paint(recipe)
    again = CachedEngine(engine, tmp_path / "kept")
    assert await again.paint(recipe) == first
    assert len(engine.painted) == 1
    other = await again.paint(Recipe("lemon", "fluent", 8, 4, 50))
    assert other.pictures != first.pictures
    assert len(engine.painted) == 2


def test_a_crowd_votes_by_its_taste_with_some_noise(tmp_path: Path) -> None:
    asked = styled_prompts(Library(), 60, held_out=False)
    crowd = asyncio.run(hold_vote(tmp_path / "votes.db", FakeEngine(), asked, vivid))
    feedback = read_feedback(tmp_path / "votes.db", opt_out=False)
    # The fake engine ranks a sketch first.
    assert feedback.left_out == {"on sketches, which are composed, not painted": 60 * EARLY}
    assert feedback.votes == 60 * (LATE + 1)
    assert {pair.prompt for pair in feedback.pairs} <= {styled.prompt for styled in asked}
    agreed = [crowd.likes(pixels_of(vote.png)) == vote.desirable for vote in feedback.rated]
    assert np.mean(agreed) == pytest.approx(1 - NOISE, abs=0.05)
    assert all(
        vivid(pixels_of(pair.winner)) >= vivid(pixels_of(pair.loser)) for pair in feedback.pairs
    )


def test_the_aim_asks_for_more_likes_and_for_no_less_recall() -> None:
    base = np.repeat(np.array([0, 1], np.float32), 30)
    more, same = Change.of(base, np.ones(60, np.float32)), Change.of(base, base)
    less = Change.of(base, np.zeros(60, np.float32))
    assert ColumnChange(more, same).is_liked_more
    assert not ColumnChange(same, same).is_liked_more
    assert ColumnChange(more, same).keeps_recall
    assert not ColumnChange(more, less).keeps_recall


@pytest.mark.usefixtures("untraced")
def test_the_command_from_votes_to_the_page(
    tmp_path: Path,
    tiny_model: Path,
    small_data_home: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [{"file_name": f"{n}.png", "text": f"disc {n}"} for n in range(6)]
    data = captioned(tmp_path / "discs", lines)
    out = tmp_path / "out"
    words = ["simulate", "--taste", "colour", "--requests", "36", "--prompts", "3"]
    words += ["--model", str(tiny_model), "--data", f"folder:{data}", "--views", "1"]
    words += ["--batch-size", "4", "--epochs", "0.05", "--min-updates", "1", "--lora-rank", "2"]
    words += ["--out", str(out)]
    assert main(words) == 0
    said = capsys.readouterr().out
    # Votes on sketches, which often come first, are not among them.
    trained = re.search(r"(\d+) votes can be trained on", said)
    assert trained is not None
    assert int(trained[1]) >= 50
    assert "| strength 0.6 |" in said
    result = json.loads((out / "colour" / "result.json").read_text())
    assert set(result["columns"]) == {
        "default strengths, ranked first",
        "default strengths, all four",
        "strength 0.6",
        "strength 1",
    }
    assert (result["requests"], result["votes"]["method"]) == (36, "reward")
    assert "The reward predicts" in said
    assert 0 <= result["reward"]["right"]["low"] <= result["reward"]["right"]["high"] <= 1
    assert "colour" in (out / "report.html").read_text()
    assert not (small_data_home / "promoted.json").exists()
    kept = {
        path: path.stat().st_mtime_ns
        for path in (out / "colour" / "votes.db", *out.glob("*/*.safetensors"))
    }
    assert len(kept) == 3
    assert main(words) == 0
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_no_requests_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--requests", "0"]) == 1
    assert "--requests and --prompts must be at least 1" in capsys.readouterr().err
