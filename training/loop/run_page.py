"""The report of a training run: one HTML page with curves, contact sheets, settings and verdict."""

import json
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from pathlib import Path

from training.loop.metrics import NAME as SCALARS
from training.paths import writing
from training.reports import html, left_out, score_tables
from training.reports.curves import Point, curve
from training.reports.score_tables import Scores, painted
from training.reports.verdict import Verdict

TITLES = {"loss": "Loss", "lr": "Learning rate", "gradient": "Norm of the gradient"}
PLACE = ("updates", "samples", "seconds")
"""Keys that tell the progress of a line of metrics; every other key is drawn as a curve."""
SHEETS = 6
"""Contact sheets on the page, spread over the run, so that the page stays small."""
NAMED = 20
"""Skipped rows that are named for each reason; the others are only counted."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The contents of the page that are not in the run's folder.

    `left_out` maps skipped rows of the data to the reason; `memory` and `settings` are shown as
    they are; `before` and `after` are the scores of the model before and after training.
    """

    title: str
    commands: Sequence[str]
    settings: Mapping[str, object]
    data: Mapping[str, object]
    left_out: Mapping[str, str] = field(default_factory=dict)
    memory: Mapping[str, object] = field(default_factory=dict)
    before: Scores | None = None
    after: Scores | None = None
    verdict: Verdict | None = None


def typed() -> str:
    """The command line of this process."""
    return shlex.join(["python", "-m", "training", *sys.argv[1:]])


def write_run_report(folder: Path, facts: RunFacts, out: Path) -> None:
    """Write the page of the run in `folder` to the file `out`.

    Raises Unavailable when the disk is full.
    """
    body = (
        f"<pre>{escape(chr(10).join(facts.commands))}</pre>"
        f"{facts.verdict.to_html() if facts.verdict else ''}"
        f"<h2>Curves</h2>{_curves(read_scalars(folder))}"
        f"<h2>Pictures</h2>{_sheets(folder)}"
        f"{_scores(facts)}"
        f"<h2>Settings</h2>{html.settings(facts.settings)}"
        f"<h2>Data</h2>{html.settings(facts.data)}{_left_out(facts.left_out)}"
        f"{_section('Memory', html.settings(facts.memory)) if facts.memory else ''}"
    )
    with writing(out.parent):
        out.write_text(html.page(facts.title, body), encoding="utf-8")


def read_scalars(folder: Path) -> list[dict[str, float]]:
    """The metrics of each update of the run in `folder`, in order; empty if it wrote none.

    A run that resumed from a checkpoint repeats updates: the last line of each counts. A line cut
    off by a crash is skipped.
    """
    file = folder / SCALARS
    found: dict[float, dict[str, float]] = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        try:
            figures = json.loads(line)
        except ValueError:
            continue
        found[figures["updates"]] = figures
    return [found[update] for update in sorted(found)]


def _curves(lines: Sequence[Mapping[str, float]]) -> str:
    names = dict.fromkeys(key for line in lines for key in line if key not in PLACE)
    ordered = sorted(names, key=lambda name: name not in TITLES)
    drawn = [
        curve(
            TITLES.get(name, name),
            [(line["updates"], line[name]) for line in lines if name in line],
            "updates",
        )
        for name in ordered
    ]
    drawn.append(curve("Samples a second", _speed(lines), "updates"))
    return "".join(drawn) or "<p>Too few updates for a curve.</p>"


def _speed(lines: Sequence[Mapping[str, float]]) -> list[Point]:
    return [
        (line["updates"], (line["samples"] - before["samples"]) / passed)
        for before, line in pairwise(lines)
        if (passed := line["seconds"] - before["seconds"]) > 0
    ]


def _sheets(folder: Path) -> str:
    files = sorted((folder / "sheets").glob("*.png"))
    count = min(len(files), SHEETS)
    spread = [files[round(at * (len(files) - 1) / max(count - 1, 1))] for at in range(count)]
    figures = [
        html.png_figure(f"after {int(file.stem):,} samples", file.read_bytes()) for file in spread
    ]
    return "".join(figures) or "<p>No contact sheet was made.</p>"


def _scores(facts: RunFacts) -> str:
    taken = {"before": facts.before, "after": facts.after}
    tables = [
        f"<h3>{escape(name)}, {title}</h3>{score_tables.html_table(painted(columns))}"
        for title, scores in taken.items()
        if scores is not None
        for name, columns in scores["sets"].items()
    ]
    return _section("Scores", score_tables.LEGEND + "".join(tables)) if tables else ""


def _left_out(skipped: Mapping[str, str]) -> str:
    if not skipped:
        return "<p>Nothing was left out.</p>"
    rows = [
        (reason, str(len(named)), ", ".join(named[:NAMED]) + (" …" if len(named) > NAMED else ""))
        for reason, named in left_out.by_reason(skipped).items()
    ]
    return html.table(("reason", "rows", "which"), rows, "words")


def _section(title: str, body: str) -> str:
    return f"<h2>{escape(title)}</h2>{body}"
