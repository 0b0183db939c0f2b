"""An evaluation as `scores.json` and one self-contained HTML page."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from training.evaluation.evaluate import JudgedSet, Result
from training.paths import write_json, writing
from training.reports import html

PAGE, DATA = "report.html", "scores.json"
TITLES = {
    "recall_at_1": "R@1",
    "conditioning_gap": "gap",
    "sharpness": "sharpness",
    "clip": "CLIP",
}
"""The scores that have an interval, and what tables call them."""
DIGITS = {"conditioning_gap": 3}
LEGEND = (
    "<p>R@1 of 100: how often the second judge, which ranks nothing, finds a picture's own "
    "words among 100. Gap: its cosine to its own words less that to the others'. Sharpness: "
    "gradient energy over that of real emoji. Means with 95 % bootstrap intervals. Copies: the "
    "share that is far nearer to one real emoji than to any other.</p>"
)


def write_report(result: Result, out: Path) -> None:
    """Write both files into `out`. Raises Unavailable when the disk is full."""
    title = f"Scores of {result.facts['model']}"
    tables = "".join(
        f"<h2>{escape(name)}</h2>{scores_table(columns)}"
        for name, columns in result.scores["sets"].items()
    )
    write_pair(result.scores, html.page(title, LEGEND + tables + sheets(result)), out)


def write_pair(data: Mapping[str, Any], page: str, out: Path) -> None:
    """The scores as JSON beside the page. Raises Unavailable when the disk is full."""
    write_json(out / DATA, data)
    with writing(out):
        (out / PAGE).write_text(page, encoding="utf-8")


def scores_table(columns: Mapping[str, Any]) -> str:
    """The columns of one set as rows of a table; the scores that were taken, then copies."""
    taken = [name for name in TITLES if name in next(iter(columns.values()))]
    rows = (
        (label, *(shown(row, name) for name in taken), f"{row['copies']:.2f}")
        for label, row in columns.items()
    )
    return html.table(("", *(TITLES[name] for name in taken), "copies"), rows)


def shown(row: Mapping[str, Any], name: str) -> str:
    """One score of a column with its interval."""
    return html.interval(row[name], DIGITS.get(name, 2))


def sheets(result: Result) -> str:
    """Every picture: a row for each prompt, then the fixed prompts' candidates."""
    fixed = "".join(html.figure(title, row) for title, row in result.fixed)
    return "".join(map(_sheet, result.sets)) + f"<h2>fixed prompts</h2>{fixed}"


def _sheet(judged: JudgedSet) -> str:
    rows = np.stack([column.pictures for column in judged.columns.values()], axis=1)
    figures = "".join(
        html.figure(title, row) for title, row in zip(judged.titles, rows, strict=True)
    )
    title = f"{judged.prompts.name}: {', '.join(judged.columns)}"
    return f"<h2>{escape(title)}</h2>{figures}"
