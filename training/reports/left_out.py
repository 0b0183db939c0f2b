"""Rows of a data set that were skipped, grouped by reason."""

from collections.abc import Mapping


def by_reason(skipped: Mapping[str, str]) -> dict[str, list[str]]:
    """Row labels by reason, from reasons by row label."""
    reasons: dict[str, list[str]] = {}
    for label, reason in skipped.items():
        reasons.setdefault(reason, []).append(label)
    return reasons


def lines(skipped: Mapping[str, str]) -> list[str]:
    """One line for each reason: how many rows were skipped, why, and which."""
    return [
        f"{len(labels):7,}  left out, {reason}: {', '.join(labels)}"
        for reason, labels in by_reason(skipped).items()
    ]
