"""Blind sheets: pairs in random order whose key says which picture is the sketch."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.__main__ import main
from training.evaluation import blind
from training.reports import grounds
from training.reports.blind import shuffled

COUNT = 5


def test_pairs_are_in_random_order_and_the_key_is_right() -> None:
    pairs = [(f"pair {at}", ("a", "b")) for at in range(20)]
    found = shuffled(pairs, ("A", "B"), "seed")
    assert [pair.title for pair in found] == [title for title, _ in pairs]
    assert all(tuple(name.lower() for name in pair.key) == pair.pictures for pair in found)
    assert {pair.key for pair in found} == {("A", "B"), ("B", "A")}
    assert [pair.key for pair in shuffled(pairs, ("A", "B"), "seed")] == [p.key for p in found]
    assert [pair.key for pair in shuffled(pairs, ("A", "B"), "other")] != [p.key for p in found]


@pytest.mark.usefixtures("untraced")
def test_the_first_and_the_sketch_are_side_by_side(
    tiny_model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(blind, "PAIRS", 4)
    options = ("--blind", str(COUNT), "--out", str(tmp_path))
    assert main(["evaluate", str(tiny_model), *options]) == 0
    paths = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [path.name for path in paths] == ["blind-1.png", "blind-2.png", "key.json"]
    key = json.loads(paths[-1].read_text())["pairs"]
    assert len(key) == COUNT
    for pair in key:
        assert {pair["left"], pair["right"]} == {"shown first", "sketch"}
        assert pair["same"] == (pair["strength"] == 0)
    four = np.asarray(Image.open(paths[0]))
    assert four.shape == (2 * (grounds.HEIGHT + 12) + 12, 2 * grounds.WIDTH + 12, 3)
    for at, pair in enumerate(key[:4]):
        left = 12 + at % 2 * grounds.WIDTH
        top = 12 + at // 2 * (grounds.HEIGHT + 12) + grounds.TITLE
        sides = (left, left + grounds.BLOCK + grounds.MARGIN)
        a, b = (four[top : top + 160, side : side + grounds.BLOCK] for side in sides)
        assert np.array_equal(a, b) == pair["same"]
        assert (a[0, 0].tolist(), a[0, -1].tolist()) == ([255] * 3, [0x31, 0x33, 0x38])


def test_a_blind_test_is_of_one_model_and_some_prompts(
    tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = str(tiny_model)
    assert main(["evaluate", model, "--blind", "0"]) == 1
    assert "--blind must be at least 1" in capsys.readouterr().err
    assert main(["evaluate", model, model, "--blind", "2"]) == 1
    assert "--blind is for one model" in capsys.readouterr().err
