"""Scoring a whole model: every column of every set, the page, the sweep's table."""

import json
import shutil
from pathlib import Path

import pytest

from model.errors import BadModel
from training import sweep
from training.__main__ import main
from training.evaluation import Evaluation

COLUMNS = [
    "sketch",
    "strength 0.25",
    "strength 0.5",
    "strength 0.75",
    "strength 1.0",
    "best painted of four",
    "nearest caption",
    "random",
]


@pytest.fixture
def scored_model(tiny_model: Path, pictures_of_five: Path) -> Path:
    """The tiny model with a second judge."""
    folder = pictures_of_five / "model"
    shutil.copytree(tiny_model, folder)
    shutil.copytree(folder / "judge", folder / "scorer")
    return folder


def test_a_model_is_scored_and_shown(scored_model: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores"
    words = ["evaluate", "--model", str(scored_model), "--prompts", "2", "--out", str(out)]
    assert main(words) == 0
    scores = json.loads((out / "scores.json").read_text())
    assert list(scores["sets"]) == ["seen names", "held-out concepts", "held-out combinations"]
    for columns in scores["sets"].values():
        assert list(columns) == COLUMNS
        for row in columns.values():
            recall = row["recall_at_1"]
            assert 0 <= recall["low"] <= recall["mean"] <= recall["high"] <= 1
            assert row["sharpness"] > 0
    page = (out / "report.html").read_text()
    assert page.count("<figure>") == 3 * 2 + 4
    assert "strength 0.75" in page


def test_a_sweep_is_a_table(
    scored_model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sweep, "STEPS", (2,))
    monkeypatch.setattr(sweep, "GUIDANCE", (1.0, 2.0))
    monkeypatch.setattr(sweep, "STRENGTHS", (0.5,))
    assert main(["sweep", "--model", str(scored_model), "--prompts", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1:4] for line in lines[2:]] == [
        [" 2 ", " 1 ", " 0.5 "],
        [" 2 ", " 2 ", " 0.5 "],
    ]


def test_a_model_without_a_second_judge_is_said(tiny_model: Path, pictures_of_five: Path) -> None:
    with pytest.raises(BadModel, match="scorer"):
        Evaluation.open(tiny_model)
