"""A comparison as `scores.json` and one HTML page: verdict, tables, a blind test with its key."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from model.image.pixels import Pixels
from training.evaluation.comparison import Comparison
from training.evaluation.evaluate import BEST, ScoredSet
from training.evaluation.metrics import Interval
from training.evaluation.page import sheets, write_pair
from training.reports import html
from training.reports.blind import SIDES, shuffled
from training.reports.score_tables import LEGEND, TITLES, shown


def write_comparison(comparison: Comparison, out: Path) -> None:
    """Write both files into `out`. Raises Unavailable when the disk is full."""
    write_pair(comparison.scores, _page(comparison), out)


def _page(comparison: Comparison) -> str:
    a, b = comparison.before.facts, comparison.after.facts
    names = html.table(
        ("", "model", "hash"),
        [("A, before", a["name"], a["model"]), ("B, after", b["name"], b["model"])],
        "words",
    )
    body = (
        f"{names}<p>Both were scored with the judge in {escape(a['scorer']['folder'])}.</p>"
        f"{_blind_test(comparison)}{comparison.verdict.to_html()}{_votes(comparison.votes)}"
        f"<h2>Scores</h2>{LEGEND}<p>Differences are B minus A over the same prompts, with paired "
        "bootstrap intervals; ▲ and ▼ mark those that exclude zero.</p>"
        f"{_tables(comparison)}<details><summary>All images of A</summary>"
        f"{sheets(comparison.before)}</details><details><summary>All images of B</summary>"
        f"{sheets(comparison.after)}</details>"
    )
    return html.page(f"{a['model']} against {b['model']}", body)


def _tables(comparison: Comparison) -> str:
    tables = []
    for name, columns in comparison.differences.items():
        was, now = (result.scores["sets"][name] for result in (comparison.before, comparison.after))
        rows = [
            (label, TITLES[score], shown(was[label], score), shown(now[label], score), _marked(gap))
            for label, row in columns.items()
            for score, gap in row.items()
        ]
        copies = [
            (label, "copies", f"{was[label]['copies']:.2f}", f"{now[label]['copies']:.2f}", "")
            for label in columns
        ]
        head = ("", "score", "A", "B", "difference")
        tables.append(f"<h3>{escape(name)}</h3>{html.table(head, rows + copies)}")
    return "".join(tables)


def _marked(gap: Interval) -> str:
    mark = " ▲" if gap.low > 0 else " ▼" if gap.high < 0 else ""
    return f"{gap.mean:+.3f} ({gap.low:+.3f} to {gap.high:+.3f}){mark}"


def _votes(votes: Mapping[str, Any] | None) -> str:
    if votes is None:
        return ""
    rows = [
        (name, str(model["likes"]), str(model["dislikes"]), html.interval(model["share"]))
        if model["share"]
        else (name, "0", "0", "no votes")
        for name, model in (("A", votes["before"]), ("B", votes["after"]))
    ]
    table = html.table(("", "likes", "dislikes", "share of likes, Wilson's interval"), rows)
    gap = votes["difference"]
    words = f"<p>Difference: {html.interval(gap)}, Newcombe's interval.</p>" if gap else ""
    return f"<h2>Votes on painted emoji</h2>{table}{words}"


def _blind_test(comparison: Comparison) -> str:
    """The best painted image of both models for each prompt, in random order; then the key."""
    facts = comparison.before.facts, comparison.after.facts
    both = zip(comparison.before.sets, comparison.after.sets, strict=True)
    titled = (pair for a, b in both for pair in _pairs(a, b))
    pairs = shuffled(titled, ("A", "B"), "".join(fact["model"] for fact in facts))
    tiles = [html.figure(pair.title, np.stack(pair.pictures)) for pair in pairs]
    key = [(pair.title, *pair.key) for pair in pairs]
    return (
        "<h2>Which is better?</h2><p>The best painted candidate of four by each model, in random "
        f'order for each prompt.</p><div class="tiles">{"".join(tiles)}</div>'
        f"<details><summary>Which is which</summary>{html.table(('', *SIDES), key)}</details>"
    )


def _pairs(a: ScoredSet, b: ScoredSet) -> Iterator[tuple[str, tuple[Pixels, Pixels]]]:
    both = zip(*(scored.columns[BEST].pictures for scored in (a, b)), strict=True)
    return zip(a.titles, both, strict=True)
