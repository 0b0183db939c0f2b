"""The report of a run: curves, contact sheets, settings; it loads nothing from the network."""

import json
import math
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from tests.support.scored_results import around, scores
from training.evaluation.gate import gate
from training.loop.metrics import NAME
from training.loop.run_page import RunFacts, read_scalars, typed, write_run_report
from training.reports.curves import POINTS, curve

FACTS = RunFacts(
    title="Fine-tuning <tiny>",
    commands=("python -m training --preset bundled",),
    settings={"learning_rate": 1e-4, "batch": 4},
    data={"rows": 12, "hash": "abc"},
)


class ParsedPage(HTMLParser):
    """The text of a page, its tags and its links."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.sources: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def line(update: int, **more: float) -> str:
    figures = {"updates": update, "samples": 16 * update, "seconds": 2.0 * update}
    return json.dumps({**figures, "loss": 1 / update, "lr": 1e-4, "gradient": 0.5, **more})


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The folder of a run with 40 updates and nine contact sheets."""
    folder = tmp_path / "run"
    (folder / "sheets").mkdir(parents=True)
    (folder / NAME).write_text("\n".join(line(update) for update in range(1, 41)) + "\n")
    for at in range(9):
        Image.new("RGB", (8, 8), (at, 0, 0)).save(folder / "sheets" / f"{at * 100:09d}.png")
    return folder


def test_a_run_is_one_page(run: Path, tmp_path: Path) -> None:
    write_run_report(run, FACTS, tmp_path / "out" / "report.html")
    page = ParsedPage(tmp_path / "out" / "report.html")
    assert "Fine-tuning <tiny>" in page.words
    assert page.tags.count("svg") == 4
    for title in ("Loss", "Learning rate", "Norm of the gradient", "Samples a second"):
        assert title in page.words
    shown = [words for words in page.words if words.startswith("after")]
    assert len(shown) == 6
    assert (shown[0], shown[-1]) == ("after 0 samples", "after 800 samples")
    assert all(source.startswith("data:image/png;base64,") for source in page.sources)
    assert {"python -m training --preset bundled", "learning_rate", "0.0001"} <= {*page.words}
    assert "Nothing was left out." in page.words
    assert "Memory" not in page.words
    assert "The gate" not in page.words


def test_what_was_left_out_is_counted_and_named(run: Path, tmp_path: Path) -> None:
    left_out = {f"row {at}": "broken picture" for at in range(30)} | {"row x": "no caption"}
    facts = RunFacts("t", (), {}, {}, left_out, memory={"peak": "1.2 GB"})
    write_run_report(run, facts, tmp_path / "report.html")
    words = ParsedPage(tmp_path / "report.html").words
    at = words.index("broken picture")
    assert words[at + 1] == "30"
    assert words[at + 2].startswith("row 0, row 1,")
    assert words[at + 2].endswith("row 19 …")
    assert words[words.index("no caption") + 1 :][:2] == ["1", "row x"]
    assert words[words.index("peak") + 1] == "1.2 GB"


def test_scores_before_and_after_with_the_verdict(run: Path, tmp_path: Path) -> None:
    after = scores()
    after["sets"]["seen names"]["strength 0.5"]["recall_at_1"] = around(0.2)
    verdict = gate(scores(), after)
    facts = RunFacts("t", (), {}, {}, before=scores(), after=after, verdict=verdict)
    write_run_report(run, facts, tmp_path / "report.html")
    words = ParsedPage(tmp_path / "report.html").words
    assert verdict.sentence in words
    assert words.count("FAILED") == 1
    assert "0.20 (0.10 to 0.30)" in words
    assert {"seen names, before", "seen names, after"} <= {*words}
    assert "nearest caption" not in words


def test_a_run_without_updates_says_so(tmp_path: Path) -> None:
    write_run_report(tmp_path, FACTS, tmp_path / "report.html")
    words = ParsedPage(tmp_path / "report.html").words
    assert "Too few updates for a curve." in words
    assert "No contact sheet was made." in words


def test_repeated_and_torn_lines_of_a_run_that_went_on(tmp_path: Path) -> None:
    lines = [line(1), line(2), line(3), line(4)[:20], line(2, loss=7.0), line(3, loss=8.0)]
    (tmp_path / NAME).write_text("\n".join(lines) + "\n")
    assert [figures["loss"] for figures in read_scalars(tmp_path)] == [1.0, 7.0, 8.0]


def test_a_curve_spans_its_axes_and_leaves_out_what_is_no_number() -> None:
    svg = curve("Loss", [(1, 4.0), (2, math.nan), (3, 2.0), (4, 3.0)], "updates")
    assert 'points="64.0,8.0 442.7,156.0 632.0,82.0"' in svg
    for label in (">4<", ">2<", ">1<", ">4 updates<"):
        assert label in svg
    assert curve("Loss", [(1, 4.0)], "updates") == ""


def test_a_flat_curve_is_drawn() -> None:
    assert 'points="64.0,8.0 632.0,8.0"' in curve("lr", [(1, 2.0), (9, 2.0)], "updates")


def test_a_long_run_is_thinned_to_means() -> None:
    svg = curve("Loss", [(at, at % 2) for at in range(10 * POINTS)], "updates")
    points = svg.split('points="')[1].split('"')[0].split()
    assert len(points) == POINTS
    assert {point.split(",")[1] for point in points} == {"8.0"}


def test_the_command_can_be_typed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["__main__.py", "refresh", "--config", "my settings.toml"])
    assert typed() == "python -m training refresh --config 'my settings.toml'"
