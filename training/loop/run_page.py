"""What a training run was, as one self-contained HTML page: curves, settings, pictures, verdict."""

import json
import shlex
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from pathlib import Path

from training.evaluation.comparison_page import verdict_section
from training.evaluation.gate import Scores, Verdict, painted
from training.evaluation.page import LEGEND, scores_table
from training.loop.metrics import NAME as SCALARS
from training.paths import writing
from training.reports import html
from training.reports.curves import Point, curve

TITLES = {"loss": "Loss", "lr": "Learning rate", "gradient": "Norm of the gradient"}
PLACE = ("updates", "samples", "seconds")
"""Keys of a line of figures that say where it stands; every other key is a curve."""
SHEETS = 6
"""This many contact sheets are shown, spread over the run: the page should stay small."""
NAMED = 20
"""This many left-out rows are named for each reason; the others are counted."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the page says beside what lies in the run's folder.

    `left_out` maps rows of the data to the reason; `memory` and `settings` are shown as they are;
    `before` and `after` are the scores of `training.evaluation.evaluate.Result`.
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
    """The command that this process was started by."""
    return shlex.join(["python", "-m", "training", *sys.argv[1:]])


def write_run_report(folder: Path, facts: RunFacts, out: Path) -> None:
    """Write the page of the run in `folder` to the file `out`.

    Raises Unavailable when the disk is full.
    """
    body = (
        f"<pre>{escape(chr(10).join(facts.commands))}</pre>"
        f"{verdict_section(facts.verdict) if facts.verdict else ''}"
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
    """The figures of each update in `folder`, in order; none where the run wrote none.

    A run that went on from a checkpoint repeats updates: the last line of each counts. A line that
    a crash tore is left out.
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
        f"<h3>{escape(name)}, {title}</h3>{scores_table(painted(columns))}"
        for title, scores in taken.items()
        if scores is not None
        for name, columns in scores["sets"].items()
    ]
    return _section("Scores", LEGEND + "".join(tables)) if tables else ""


def _left_out(left_out: Mapping[str, str]) -> str:
    if not left_out:
        return "<p>Nothing was left out.</p>"
    reasons = defaultdict(list)
    for row, reason in left_out.items():
        reasons[reason].append(row)
    rows = [
        (reason, str(len(named)), ", ".join(named[:NAMED]) + (" …" if len(named) > NAMED else ""))
        for reason, named in reasons.items()
    ]
    return html.table(("left out because", "rows", "which"), rows, "words")


def _section(title: str, body: str) -> str:
    return f"<h2>{escape(title)}</h2>{body}"
