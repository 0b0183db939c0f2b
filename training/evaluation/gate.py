"""The gate before promotion: are the weights after a training no worse than those before?

Pure functions over the scores in `evaluation.Result`, taken on the same prompts and seeds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from model.errors import BadRequest
from training.evaluation.evaluate import SKETCH
from training.evaluation.page import TITLES, shown
from training.evaluation.scorer import NEAREST, RANDOM

Scores = Mapping[str, Any]
Columns = Mapping[str, Mapping[str, Any]]

UNPAINTED = (SKETCH, NEAREST, RANDOM)
"""Columns that say nothing about weights."""
COLLAPSED = 0.5
"""Less than this share of the diversity before is a collapse: seeds no longer matter."""
ALPHA_SLACK = 0.1
"""The share of all pixels by which the alpha may move for the worse."""
ALPHA = {
    "opaque": (-1, "opaque"),
    "half": (1, "half clear"),
    "clear_border": (-1, "of the border clear"),
}
"""Shares of the alpha: in which direction each gets worse, and its name."""
ALIKE = ("prompts", "data", "clip")
"""What must be the same of both for their scores to be comparable, beside the scorer."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what was found, with the figures."""

    name: str
    passed: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the weights may be promoted: they passed every check."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """True where no check failed."""
        return all(check.passed for check in self.checks)

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        failed = [check.name for check in self.checks if not check.passed]
        if not failed:
            return f"The gate is passed: all {len(self.checks)} checks."
        return (
            f"The gate is not passed: {len(failed)} of {len(self.checks)} checks failed "
            f"({', '.join(failed)})."
        )

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data."""
        checks = [
            {"name": check.name, "passed": check.passed, "sentence": check.sentence}
            for check in self.checks
        ]
        return {"passed": self.passed, "sentence": self.sentence, "checks": checks}

    def __str__(self) -> str:
        """A table for a terminal, the verdict below."""
        wide = max(len(check.name) for check in self.checks)
        lines = [
            f"{'passed' if check.passed else 'FAILED'}  {check.name:<{wide}}  {check.sentence}"
            for check in self.checks
        ]
        return "\n".join((*lines, self.sentence))


def gate(before: Scores, after: Scores, votes: Mapping[str, Any] | None = None) -> Verdict:
    """Compare two models' scores, and people's votes if they were counted.

    A score fails where its mean after lies below the interval of before. Raises BadRequest where
    the two were not taken alike.
    """
    _alike(before, after)
    checks = [
        check
        for name, columns in before["sets"].items()
        for check in _set(name, painted(columns), painted(after["sets"][name]))
    ]
    checks.append(_diversity(before["diversity"], after["diversity"]))
    if votes is not None:
        checks.append(_votes(votes))
    return Verdict(tuple(checks))


def _alike(before: Scores, after: Scores) -> None:
    different = [key for key in ALIKE if before[key] != after[key]]
    if before["scorer"]["digest"] != after["scorer"]["digest"]:
        different.append("scorer")
    if _columns(before) != _columns(after):
        different.append("strengths")
    if different:
        raise BadRequest(
            f"The two scores differ in {', '.join(different)}, so that nothing can be said: take "
            "both with `python -m training evaluate A B`."
        )


def _columns(scores: Scores) -> dict[str, list[str]]:
    return {name: list(columns) for name, columns in scores["sets"].items()}


def painted(columns: Columns) -> Columns:
    """The columns that say something about weights."""
    return {label: row for label, row in columns.items() if label not in UNPAINTED}


def _set(name: str, before: Columns, after: Columns) -> Iterator[Check]:
    taken = next(iter(before.values()))
    for score, title in TITLES.items():
        if score in taken:
            yield _score(f"{name}: {title}", score, before, after)
    yield _copies(f"{name}: copies", before, after)
    yield _alpha(f"{name}: alpha", before, after)


def _score(name: str, score: str, before: Columns, after: Columns) -> Check:
    """Fails where any column's mean lies below its interval before; names the worst or nearest."""
    margins = {
        label: after[label][score]["mean"] - row[score]["low"] for label, row in before.items()
    }
    low = [label for label, margin in margins.items() if margin < 0]
    named = low or [min(margins, key=lambda label: margins[label])]
    figures = "; ".join(
        f"{label}: {shown(before[label], score)}, now {shown(after[label], score)}"
        for label in named
    )
    told = "Below its interval:" if low else "Nowhere below its interval; the nearest is"
    return Check(name, not low, f"{told} {figures}.")


def _copies(name: str, before: Columns, after: Columns) -> Check:
    more = [label for label, row in before.items() if after[label]["copies"] > row["copies"]]
    if not more:
        return Check(name, True, "No more copies of real emoji than before.")
    figures = "; ".join(
        f"{label}: {before[label]['copies']:.1%}, now {after[label]['copies']:.1%}"
        for label in more
    )
    return Check(name, False, f"More copies of real emoji: {figures}.")


def _alpha(name: str, before: Columns, after: Columns) -> Check:
    broken = []
    for label, row in before.items():
        for share, (worse, title) in ALPHA.items():
            was, now = row["alpha"][share], after[label]["alpha"][share]
            if worse * (now - was) > ALPHA_SLACK:
                broken.append(f"{label}: {was:.0%} {title}, now {now:.0%}")
    if broken:
        return Check(name, False, f"The transparency is broken: {'; '.join(broken)}.")
    return Check(name, True, f"Opaque, half clear and border within {ALPHA_SLACK:.0%} of before.")


def _diversity(before: Mapping[str, float], after: Mapping[str, float]) -> Check:
    was, now = (sum(found.values()) / len(found) for found in (before, after))
    sentence = f"Seeds of one prompt differ by {was:.3f}, now {now:.3f} (mean L1 on white)."
    return Check("diversity", now >= COLLAPSED * was, sentence)


def _votes(votes: Mapping[str, Any]) -> Check:
    arms = ", now ".join(
        f"{arm['likes']} of {arm['likes'] + arm['dislikes']} liked"
        for arm in (votes["before"], votes["after"])
    )
    difference = votes["difference"]
    if difference is None:
        return Check("votes", True, f"People have not voted on both yet: {arms}.")
    sentence = f"{arms}: a difference of {shown({'d': difference}, 'd')}."
    return Check("votes", difference["high"] >= 0, sentence)
