"""People's votes on painted pictures, by the model that painted them: the arms of a comparison."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scipy.stats import binomtest

from training.bot_store import ask
from training.evaluation.metrics import Interval
from training.reports import html


@dataclass(frozen=True, slots=True)
class Arm:
    """Likes and dislikes of the pictures that one model painted, by others than the askers."""

    model: str
    likes: int
    dislikes: int

    @property
    def share(self) -> Interval | None:
        """The share of likes with Wilson's 95 % interval; None without votes."""
        count = self.likes + self.dislikes
        if not count:
            return None
        found = binomtest(self.likes, count).proportion_ci(method="wilson")
        return _interval(self.likes / count, float(found.low), float(found.high))

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {**asdict(self), "share": None if self.share is None else asdict(self.share)}


def read_arms(database: Path) -> list[Arm]:
    """Every model's votes, the newest model first, also while the bot runs. Raises Unavailable."""
    rows = ask(database, lambda store: store.votes.painted_by_model())
    return [Arm(*row) for row in rows]


def difference(before: Arm, after: Arm) -> Interval | None:
    """How much larger the share of likes is after, with Newcombe's 95 % interval.

    Method 10 of Newcombe 1998 (Statistics in Medicine 17:873), from Wilson's intervals. None
    where either has no votes.
    """
    was, now = before.share, after.share
    if was is None or now is None:
        return None
    mean = now.mean - was.mean
    low = mean - math.hypot(now.mean - now.low, was.high - was.mean)
    high = mean + math.hypot(now.high - now.mean, was.mean - was.low)
    return _interval(mean, low, high)


def between(arms: Sequence[Arm], before: str, after: str) -> dict[str, Any]:
    """Two models, by their short hashes, as plain data for the gate and the page."""
    by_model = {arm.model: arm for arm in arms}
    was, now = (by_model.get(model, Arm(model, 0, 0)) for model in (before, after))
    found = difference(was, now)
    return {
        "before": was.to_dict(),
        "after": now.to_dict(),
        "difference": None if found is None else asdict(found),
    }


def told(arms: Sequence[Arm]) -> str:
    """A table for a terminal; differences are to the model with the most votes."""
    if not arms:
        return "Nobody has voted on a painted picture yet."
    most = max(arms, key=lambda arm: arm.likes + arm.dislikes)
    lines = [f"{'model':<14}{'likes':>6}{'dislikes':>10}  {'share':<20}  against {most.model}"]
    for arm in arms:
        gap = "" if arm is most else _words(difference(most, arm))
        line = f"{arm.model:<14}{arm.likes:>6}{arm.dislikes:>10}  {_words(arm.share):<20}  {gap}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def _words(found: Interval | None) -> str:
    return "" if found is None else html.interval(asdict(found))


def _interval(*values: float) -> Interval:
    return Interval(*(round(value, 4) for value in values))
