"""The simulation's outcome as lines, and as one page with pictures."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from training.evaluation.metrics import Interval
from training.paths import writing
from training.reports import html
from training.simulation.measure import AIMED, Change
from training.simulation.prompts import Wish
from training.simulation.run import Outcome
from training.simulation.tastes import TASTES

SHOWN = 20
HEAD = ("pictures", "liked before", "after", "difference", "R@1 before", "after", "difference")


def lines(outcome: Outcome) -> str:
    """A table for the terminal, in the form that Markdown has too."""
    rows = [HEAD, tuple("---" for _ in HEAD), *_rows(outcome)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{_verdict(outcome)}\n{table}"


def write_page(outcomes: Sequence[Outcome], wishes: Sequence[Wish], path: Path) -> None:
    """Tables, then some held-out prompts before and after. Raises Unavailable for a full disk."""
    body = "".join(_section(outcome, wishes) for outcome in outcomes)
    with writing(path.parent):
        path.write_text(html.page("Raters with a hidden taste", body), encoding="utf-8")


def _section(outcome: Outcome, wishes: Sequence[Wish]) -> str:
    titles = [f"{wish.prompt} ({wish.style})" for wish in wishes[:SHOWN]]
    tiles = "".join(
        html.figure(title, np.concatenate([before, after]))
        for title, before, after in zip(
            titles, outcome.before[AIMED], outcome.after[AIMED], strict=False
        )
    )
    facts = {key: value for key, value in outcome.facts.items() if key not in ("plan", "data")}
    return (
        f"<h2>{escape(outcome.taste)}</h2><p>{escape(TASTES[outcome.taste].__doc__ or '')}</p>"
        f"<p>{escape(_verdict(outcome))}</p>{html.table(HEAD, _rows(outcome))}"
        f"<p>At {AIMED}, before and after, from the same seeds:</p>"
        f'<div class="tiles">{tiles}</div>{html.settings(facts)}'
    )


def _verdict(outcome: Outcome) -> str:
    more = outcome.columns[AIMED].liked.more
    return (
        f"{outcome.taste}: at {AIMED} held-out prompts are liked {_signed(more)} points more; "
        f"the aim is {'' if outcome.succeeded else 'not '}reached."
    )


def _rows(outcome: Outcome) -> list[tuple[str, ...]]:
    return [
        (name, *_cells(column.liked), *_cells(column.recall))
        for name, column in outcome.columns.items()
    ]


def _cells(change: Change) -> tuple[str, str, str]:
    return _percent(change.before), _percent(change.after), _signed(change.more)


def _percent(found: Interval) -> str:
    return f"{found.mean:.0%} ({found.low:.0%} to {found.high:.0%})"


def _signed(found: Interval) -> str:
    low, mean, high = (f"{100 * value:+.1f}" for value in (found.low, found.mean, found.high))
    return f"{mean} ({low} to {high})"
