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
FIRST = "shown first"
"""Label of the column of what people see first: sketch or painting, as ranked."""
TITLES = {
    "recall_at_1": "R@1",
    "conditioning_gap": "gap",
    "sharpness": "sharpness",
    "mottle": "mottle",
    "finish": "finish",
    "clip": "CLIP",
}
"""Scores that have an interval, and their titles in tables."""
DIGITS = {"conditioning_gap": 3}
FINISH_LEGEND = (
    "Sharpness: gradient energy relative to real emoji; not an aim, because mottle raises it. "
    "Mottle: the mean weak gradient inside the ink, in grey levels; lower is better. Finish: the "
    "finish judge's log-odds that an image is drawn more cleanly than its sketch; ranking uses it."
)
LEGEND = (
    "<p>R@1 of 100: how often the second judge, which ranking does not use, picks an image's own "
    "prompt among 100. Gap: the image's cosine to its own prompt minus its mean cosine to the "
    f"others. {FINISH_LEGEND} Means with 95 % bootstrap intervals. Copies: the share of images "
    "that are far nearer to one real emoji than to any other.</p>"
)


def painted(columns: Columns) -> Columns:
    """The columns without the baselines."""
    return {label: row for label, row in drawn(columns).items() if label != SKETCH}


def drawn(columns: Columns) -> Columns:
    """The columns that the program draws: painted ones and the sketch."""
    return {label: row for label, row in columns.items() if label not in (NEAREST, RANDOM)}


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


def first_against_sketch(scores: Scores) -> str:
    """What people see first against the sketches: one line for each prompt set."""
    return "\n".join(
        f"{FIRST}, {name}: mottle {_against_sketch(columns, 'mottle')}, "
        f"R@1 {_against_sketch(columns, 'recall_at_1')}, "
        f"{scores['painted_first'][name]:.0%} painted. Mottle by style, of these pictures "
        f"and of their sketches: {_by_style(scores['mottle_by_style'][name])}."
        for name, columns in scores["sets"].items()
    )


def _by_style(mottle: Mapping[str, Mapping[str, float]]) -> str:
    pairs = (f"{style} {own[FIRST]:.2f}, {own[SKETCH]:.2f}" for style, own in mottle.items())
    return "; ".join(pairs)


def _against_sketch(columns: Columns, score: str) -> str:
    first, sketch = (columns[label][score]["mean"] for label in (FIRST, SKETCH))
    return f"{first:.2f} (sketch {sketch:.2f})"
