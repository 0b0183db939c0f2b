"""The results of a simulation as text and as one HTML page with images."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from training.evaluation.metrics import Interval
from training.paths import writing
from training.reports import html, markdown
from training.simulation.measure import AIMED, Change
from training.simulation.prompts import StyledPrompt
from training.simulation.run import Outcome
from training.simulation.tastes import TASTES

SHOWN = 20
HEAD = ("images", "liked before", "after", "difference", "R@1 before", "after", "difference")


def lines(outcome: Outcome) -> str:
    """A sentence and a Markdown table, for the terminal."""
    return f"{_verdict(outcome)}\n{markdown.table(HEAD, _rows(outcome))}"


def write_page(outcomes: Sequence[Outcome], prompts: Sequence[StyledPrompt], path: Path) -> None:
    """Write tables and some held-out prompts before and after. Raises Unavailable."""
    body = "".join(_section(outcome, prompts) for outcome in outcomes)
    with writing(path.parent):
        path.write_text(html.page("Simulated raters with a hidden taste", body), encoding="utf-8")


def _section(outcome: Outcome, prompts: Sequence[StyledPrompt]) -> str:
    titles = [f"{styled.prompt} ({styled.style})" for styled in prompts[:SHOWN]]
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
        f"{outcome.taste}: at {AIMED} the like rate of held-out prompts changed by {_signed(more)} "
        f"points; the aim was {'' if outcome.succeeded else 'not '}reached."
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
