"""An evaluation as `scores.json` and one self-contained HTML page."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from training.evaluation.evaluate import EvaluationResult, ScoredSet
from training.paths import write_json, writing
from training.reports import html
from training.reports.score_tables import LEGEND, first_against_sketch, html_table

PAGE, DATA = "report.html", "scores.json"


def write_report(result: EvaluationResult, out: Path) -> None:
    """Write both files into `out`. Raises Unavailable when the disk is full."""
    title = f"Scores of {result.facts['model']}"
    tables = "".join(
        f"<h2>{escape(name)}</h2>{html_table(columns)}"
        for name, columns in result.scores["sets"].items()
    )
    first = "".join(
        f"<p>{escape(line)}</p>" for line in first_against_sketch(result.scores).splitlines()
    )
    write_pair(result.scores, html.page(title, LEGEND + first + tables + sheets(result)), out)


def write_pair(data: Mapping[str, Any], page: str, out: Path) -> None:
    """Write scores.json and the page into `out`. Raises Unavailable when the disk is full."""
    write_json(out / DATA, data)
    with writing(out):
        (out / PAGE).write_text(page, encoding="utf-8")


def sheets(result: EvaluationResult) -> str:
    """All images as HTML: one row per prompt, then the candidates of the fixed prompts."""
    fixed = "".join(html.figure(title, row) for title, row in result.fixed)
    return "".join(map(_sheet, result.sets)) + f"<h2>fixed prompts</h2>{fixed}"


def _sheet(scored: ScoredSet) -> str:
    rows = np.stack([column.pictures for column in scored.columns.values()], axis=1)
    figures = "".join(
        html.figure(title, row) for title, row in zip(scored.titles, rows, strict=True)
    )
    title = f"{scored.prompts.name}: {', '.join(scored.columns)}"
    return f"<h2>{escape(title)}</h2>{figures}"
