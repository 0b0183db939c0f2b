"""People's votes on painted emoji, counted by the model that painted them."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scipy.stats import binomtest

from training.bot_store import ask_store
from training.evaluation.metrics import Interval
from training.reports import html


@dataclass(frozen=True, slots=True)
class ModelVotes:
    """Likes and dislikes of the emoji that one model painted, without their requesters' votes."""

    model: str
    likes: int
    dislikes: int

    @property
    def count(self) -> int:
        """All votes."""
        return self.likes + self.dislikes

    @property
    def share(self) -> Interval | None:
        """The share of likes with Wilson's 95 % interval; None without votes."""
        if not self.count:
            return None
        found = binomtest(self.likes, self.count).proportion_ci(method="wilson")
        return _interval(self.likes / self.count, float(found.low), float(found.high))

    def to_dict(self) -> dict[str, Any]:
        """The counts and the share as plain data."""
        return {**asdict(self), "share": None if self.share is None else asdict(self.share)}


def read_model_votes(database: Path) -> list[ModelVotes]:
    """The votes of every model, newest model first. The bot may be running. Raises Unavailable."""
    rows = ask_store(database, lambda store: store.votes.painted_by_model())
    return [ModelVotes(*row) for row in rows]


def difference(before: ModelVotes, after: ModelVotes) -> Interval | None:
    """The share of likes after minus that before, with Newcombe's 95 % interval.

    Method 10 of Newcombe 1998 (Statistics in Medicine 17:873), from Wilson's intervals. None if
    either model has no votes.
    """
    was, now = before.share, after.share
    if was is None or now is None:
        return None
    mean = now.mean - was.mean
    low = mean - math.hypot(now.mean - now.low, was.high - was.mean)
    high = mean + math.hypot(now.high - now.mean, was.mean - was.low)
    return _interval(mean, low, high)


def compare_votes(votes: Sequence[ModelVotes], before: str, after: str) -> dict[str, Any]:
    """The votes of two models, named by their short hashes, as plain data."""
    by_model = {one.model: one for one in votes}
    was, now = (by_model.get(model, ModelVotes(model, 0, 0)) for model in (before, after))
    found = difference(was, now)
    return {
        "before": was.to_dict(),
        "after": now.to_dict(),
        "difference": None if found is None else asdict(found),
    }


def votes_table(votes: Sequence[ModelVotes]) -> str:
    """A table for a terminal; differences are relative to the model with the most votes."""
    if not votes:
        return "Nobody has voted on a painted picture yet."
    most = max(votes, key=lambda one: one.count)
    lines = [f"{'model':<14}{'likes':>6}{'dislikes':>10}  {'share':<20}  against {most.model}"]
    for one in votes:
        gap = "" if one is most else _shown(difference(most, one))
        line = f"{one.model:<14}{one.likes:>6}{one.dislikes:>10}  {_shown(one.share):<20}  {gap}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def _shown(found: Interval | None) -> str:
    return "" if found is None else html.interval(asdict(found))


def _interval(*values: float) -> Interval:
    return Interval(*(round(value, 4) for value in values))
