"""Scoring a model: every column of every prompt set, the page, the sweep."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from model.errors import Unavailable
from model.files.folders import BUNDLED
from model.files.manifest import Manifest
from tests.support import tiny_clip
from tests.support.scored_results import COLUMNS
from training.__main__ import main
from training.evaluation import evaluate, ranking_constants, sweep
from training.evaluation.clip_score import ClipScore
from training.evaluation.evaluate import Evaluation
from training.evaluation.metrics import Interval
from training.evaluation.sweep import Defaults, Setting, defaults


@pytest.fixture
def scored_model(tiny_model: Path, small_data_home: Path) -> Path:
    """The tiny model with a second judge."""
    folder = small_data_home / "model"
    shutil.copytree(tiny_model, folder)
    shutil.copytree(folder / "judge", folder / "scorer")
    return folder


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, untraced: None) -> None:
    """One strength, one fixed prompt, two seeds, two scenes, no tracing."""
    monkeypatch.setattr(ranking_constants, "SCENES", 2)
    monkeypatch.setattr(evaluate.Evaluation.run, "__defaults__", ((0.5,),))
    monkeypatch.setattr(evaluate, "FIXED", evaluate.FIXED[:1])
    monkeypatch.setattr(evaluate, "SEEDS", 2)


@pytest.mark.usefixtures("few")
def test_a_model_is_scored_and_shown(
    scored_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "scores"
    assert main(["evaluate", str(scored_model), "--prompts", "2", "--out", str(out)]) == 0
    scores = json.loads((out / "scores.json").read_text())
    assert list(scores["sets"]) == ["seen names", "held-out concepts", "held-out combinations"]
    assert scores["scorer"]["folder"] == str(scored_model / "scorer")
    assert scores["data"] == "five"
    for columns in scores["sets"].values():
        assert tuple(columns) == COLUMNS
        for row in columns.values():
            for score in ("recall_at_1", "conditioning_gap", "sharpness", "mottle", "finish"):
                assert row[score]["low"] <= row[score]["mean"] <= row[score]["high"]
            assert 0 <= row["recall_at_1"]["low"] <= row["recall_at_1"]["high"] <= 1
            assert row["sharpness"]["mean"] > 0
            assert 0 <= row["alpha"]["opaque"] <= 1
            assert "clip" not in row
        # The tiny model paints half-clear pictures, whose pixels are not counted.
        assert columns["sketch"]["mottle"]["mean"] > 0
        assert columns["sketch"]["finish"] == {"mean": 0, "low": 0, "high": 0}
    assert list(scores["painted_first"]) == list(scores["sets"])
    assert all(0 <= share <= 1 for share in scores["painted_first"].values())
    for name, by_style in scores["mottle_by_style"].items():
        assert list(by_style) == ["fluent", "noto"], "two prompts, in the first two styles"
        if scores["painted_first"][name] == 0:
            assert all(own["shown first"] == own["sketch"] for own in by_style.values())
    page = (out / "report.html").read_text()
    assert page.count("<figure>") == 3 * 2 + 1
    assert "strength 0.5" in page
    *firsts, constants, _, _ = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in firsts] == [
        f"shown first, {name}" for name in scores["sets"]
    ]
    assert all(line in page for line in firsts)
    assert constants.startswith("Ranking: MEANING_NOISE measured ")


@pytest.mark.usefixtures("untraced")
def test_a_sweep_is_a_table(
    scored_model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sweep, "STEPS", (2,))
    monkeypatch.setattr(sweep, "GUIDANCE", (1.0, 2.0))
    monkeypatch.setattr(sweep, "STRENGTHS", (0.5,))
    monkeypatch.setattr(sweep, "MOTTLE_RATIO", 1000)
    assert main(["sweep", "--model", str(scored_model), "--prompts", "2", "--write"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "2 steps, guidance 1, strengths 0, 0, 0.31, 0.5."
    manifest = Manifest.read(scored_model)
    assert (manifest.steps, manifest.strengths) == (2, (0.0, 0.0, 0.31, 0.5))
    assert [line.split("|")[1:4] for line in lines[4:6]] == [
        [" 2 ", " 1 ", " 0.5 "],
        [" 2 ", " 2 ", " 0.5 "],
    ]


def setting(
    steps: int, strength: float, recall: float, mottle: float = 0.6, finish: float = 0.0
) -> Setting:
    interval = Interval(recall, recall - 0.1, recall + 0.1)
    return Setting(steps, 1.5, strength, interval, 0.8, mottle, finish, 0.1)


def test_what_a_sweep_finds_goes_where_it_is_read_from(tmp_path: Path) -> None:
    (tmp_path / "emojismith.json").write_text(json.dumps({"steps": 8, "guidance": 1.5}))
    own = tmp_path / "acceleration" / "emojismith.json"
    own.parent.mkdir()
    own.write_text(json.dumps({"steps": 4, "guidance": 1.0, "solver": "ddim"}))
    sweep._write(tmp_path, Defaults(2, 1.5, (0.0, 0.7)))
    assert json.loads(own.read_text()) == {"steps": 2, "guidance": 1.5, "solver": "ddim"}
    manifest = Manifest.read(tmp_path)
    assert (manifest.steps, manifest.guidance, manifest.strengths) == (8, 1.5, (0.0, 0.7))


def test_a_sweep_takes_the_quickest_that_is_no_worse_as_far_as_it_carries() -> None:
    quick = [setting(8, 0.3, 0.5), setting(8, 0.6, 0.45), setting(8, 0.8, 0.42), setting(8, 1, 0.1)]
    slow = [
        setting(16, 0.3, 0.52),
        setting(16, 0.6, 0.5),
        setting(16, 0.8, 0.5),
        setting(16, 1, 0.1),
    ]
    assert defaults(quick + slow, 1.2) == Defaults(8, 1.5, (0.0, 0.4, 0.6, 0.8))
    worse = [setting(8, strength, 0.2) for strength in (0.3, 0.6, 0.8, 1)]
    assert defaults(worse + slow, 1.2).steps == 16
    short = [setting(8, 0.3, 0.5), setting(8, 0.75, 0.1), setting(8, 0.9, 0.45)]
    assert defaults(short, 1.2).strengths == (0.0, 0.15, 0.22, 0.3)


def test_a_sweep_stops_where_paintings_are_mottled() -> None:
    cleaner = [setting(4, 0.3, 0.5, 1.1), setting(4, 0.4, 0.5, 1.2), setting(4, 0.6, 0.6, 1.3)]
    assert defaults(cleaner, 1.2).strengths == (0.0, 0.2, 0.3, 0.4)
    assert defaults(cleaner, 1.0).strengths == (0.0,)


def test_a_sweep_takes_two_sketches_where_no_painting_is_as_clean() -> None:
    rough = [setting(4, 0.3, 0.5, finish=-1.0), setting(4, 0.4, 0.5, finish=-2.0)]
    assert defaults(rough, 1.2).strengths == (0.0, 0.0, 0.25, 0.4)


@pytest.mark.usefixtures("small_data_home")
def test_a_model_without_a_second_judge_is_scored_by_the_bundled_one(
    tiny_opaque_model: Path,
) -> None:
    found = Evaluation.open(tiny_opaque_model).scorer.facts
    assert found["scorer"]["folder"] == str(BUNDLED / "scorer")


@pytest.mark.usefixtures("small_data_home")
def test_what_the_safety_checker_withholds_is_an_empty_picture(tiny_opaque_model: Path) -> None:
    found = Evaluation.open(tiny_opaque_model)
    found._painter.flagged = lambda _: True
    prompts = found.prompt_sets(1)[0]
    drawn = found.painted(prompts, 0.5, steps=1)
    assert drawn.shape == (1, 128, 128, 4)
    assert not drawn.any()
    assert found.painted(prompts, 0.0).any()


def test_no_data_set_no_prompts_and_no_clip_are_said(
    tiny_model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    assert main(["evaluate", str(tiny_model)]) == 1
    assert "python -m training data" in capsys.readouterr().err
    assert main(["evaluate", str(tiny_model), "--prompts", "0"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(Unavailable, match="no CLIP in"):
        ClipScore(str(tmp_path))


def test_clip_is_a_cosine_of_each_picture_to_its_own_text(tmp_path: Path) -> None:
    clip = ClipScore(str(tiny_clip.build(tmp_path / "clip")))
    rgba = np.random.default_rng(0).integers(0, 256, (3, 128, 128, 4), dtype=np.uint8)
    texts = ["angry lemon", "cat", "a dog that dances and dances and dances and dances"]
    found = clip(rgba, texts)
    assert found.shape == (3,)
    assert np.abs(found).max() <= 100
    assert len(set(found.tolist())) == 3
    assert clip(rgba[1:2], texts[1:2])[0] == pytest.approx(found[1], abs=1e-2)
