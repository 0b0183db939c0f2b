"""Scores of a model as plain data, and the tables that show them.

Scores hold `sets`: the columns of each prompt set by label, each column a mapping of score names to
`{"mean", "low", "high"}` and of "copies" to a share.
"""

from collections.abc import Mapping
from typing import Any

from training.reports import html, markdown

Scores = Mapping[str, Any]
Columns = Mapping[str, Mapping[str, Any]]

SKETCH, NEAREST, RANDOM = "sketch", "nearest caption", "random"
"""Labels of the baselines: columns that do not depend on the model's weights."""
TITLES = {
    "recall_at_1": "R@1",
    "conditioning_gap": "gap",
    "sharpness": "sharpness",
    "clip": "CLIP",
}
"""Scores that have an interval, and their titles in tables."""
DIGITS = {"conditioning_gap": 3}
LEGEND = (
    "<p>R@1 of 100: how often the second judge, which ranking does not use, picks an image's own "
    "prompt among 100. Gap: the image's cosine to its own prompt minus its mean cosine to the "
    "others. Sharpness: gradient energy relative to real emoji. Means with 95 % bootstrap "
    "intervals. Copies: the share of images that are far nearer to one real emoji than to any "
    "other.</p>"
)


def painted(columns: Columns) -> Columns:
    """The columns without the baselines."""
    return {label: row for label, row in columns.items() if label not in (SKETCH, NEAREST, RANDOM)}


def shown(column: Mapping[str, Any], score: str) -> str:
    """One score of a column with its interval, as text."""
    return html.interval(column[score], DIGITS.get(score, 2))


def rows(columns: Columns) -> list[tuple[str, ...]]:
    """A table of one prompt set: the head, then a row for each column.

    It shows the scores that were measured, then the share of copies.
    """
    measured = [score for score in TITLES if score in next(iter(columns.values()))]
    head = ("", *(TITLES[score] for score in measured), "copies")
    body = [
        (label, *(shown(column, score) for score in measured), f"{column['copies']:.2f}")
        for label, column in columns.items()
    ]
    return [head, *body]


def html_table(columns: Columns) -> str:
    """The table of one prompt set as HTML."""
    head, *body = rows(columns)
    return html.table(head, body)


def markdown_table(columns: Columns) -> str:
    """The table of one prompt set as Markdown."""
    head, *body = rows(columns)
    return markdown.table(head, body, figures=True)
