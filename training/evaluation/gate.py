"""The gate before promotion: are the weights after training no worse than those before?

Pure functions over the scores of two models, measured on the same prompts and seeds.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from model.errors import BadRequest
from training.reports.score_tables import TITLES, Columns, Scores, painted, shown
from training.reports.verdict import Check, Verdict

COLLAPSED = 0.5
"""Diversity below this share of the diversity before is a collapse: seeds no longer matter."""
ALPHA_SLACK = 0.1
"""How far a share of the alpha may get worse, as a share of all pixels."""
ALPHA = {
    "opaque": (-1, "opaque"),
    "half": (1, "half transparent"),
    "clear_border": (-1, "of the border transparent"),
}
"""Shares of the alpha: the direction in which each gets worse, and its name."""
WATCHED = ("recall_at_1", "conditioning_gap", "mottle", "clip")
"""Scores that the gate checks. Sharpness is not one: mottle raises it."""
LOWER_IS_BETTER = frozenset({"mottle"})
ALIKE = ("prompts", "data", "clip")
"""What both scores must share to be comparable, in addition to the scorer and the columns."""


def gate(before: Scores, after: Scores, votes: Mapping[str, Any] | None = None) -> Verdict:
    """Compare the scores of two models, and people's votes if they were counted.

    A score fails if its mean after is worse than the interval before. `votes` comes from
    `training.evaluation.model_votes.compare_votes`. Raises BadRequest if the two scores were not
    measured in the same way.
    """
    _check_comparable(before, after)
    checks = [
        check
        for name, columns in before["sets"].items()
        for check in _set(name, painted(columns), painted(after["sets"][name]))
    ]
    checks.append(_diversity(before["diversity"], after["diversity"]))
    if votes is not None:
        checks.append(_votes(votes))
    return Verdict(tuple(checks))


def _check_comparable(before: Scores, after: Scores) -> None:
    different = [key for key in ALIKE if before[key] != after[key]]
    if before["scorer"]["digest"] != after["scorer"]["digest"]:
        different.append("scorer")
    if _labels(before) != _labels(after):
        different.append("strengths")
    if different:
        raise BadRequest(
            f"The two scores differ in {', '.join(different)} and cannot be compared: measure "
            "both with `python -m training evaluate A B`."
        )


def _labels(scores: Scores) -> dict[str, list[str]]:
    return {name: list(columns) for name, columns in scores["sets"].items()}


def _set(name: str, before: Columns, after: Columns) -> Iterator[Check]:
    measured = next(iter(before.values()))
    for score in WATCHED:
        if score in measured:
            yield _score(f"{name}: {TITLES[score]}", score, before, after)
    yield _copies(f"{name}: copies", before, after)
    yield _alpha(f"{name}: alpha", before, after)


def _score(name: str, score: str, before: Columns, after: Columns) -> Check:
    """Fails if a column's mean is worse than its interval before; names them, or the closest."""
    lower = score in LOWER_IS_BETTER
    sign, bound, side = (-1, "high", "above") if lower else (1, "low", "below")
    margins = {
        label: sign * (after[label][score]["mean"] - row[score][bound])
        for label, row in before.items()
    }
    worse = [label for label, margin in margins.items() if margin < 0]
    named = worse or [min(margins, key=lambda label: margins[label])]
    figures = "; ".join(
        f"{label}: {shown(before[label], score)}, now {shown(after[label], score)}"
        for label in named
    )
    if worse:
        return Check(name, False, f"{side.capitalize()} its interval: {figures}.")
    return Check(name, True, f"Nowhere {side} its interval; the closest is {figures}.")


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
    sentence = f"No share (opaque, half transparent, border) got worse by over {ALPHA_SLACK:.0%}."
    return Check(name, True, sentence)


def _diversity(before: Mapping[str, float], after: Mapping[str, float]) -> Check:
    was, now = (sum(found.values()) / len(found) for found in (before, after))
    sentence = f"Seeds of one prompt differ by {was:.3f}, now {now:.3f} (mean L1 on white)."
    return Check("diversity", now >= COLLAPSED * was, sentence)


def _votes(votes: Mapping[str, Any]) -> Check:
    counts = ", now ".join(
        f"{model['likes']} of {model['likes'] + model['dislikes']} liked"
        for model in (votes["before"], votes["after"])
    )
    difference = votes["difference"]
    if difference is None:
        return Check("votes", True, f"Not both models have votes yet: {counts}.")
    sentence = f"{counts}: a difference of {shown({'d': difference}, 'd')}."
    return Check("votes", difference["high"] >= 0, sentence)
