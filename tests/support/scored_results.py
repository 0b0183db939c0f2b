"""Scores like those of `training.evaluation.evaluate.EvaluationResult`, written by hand."""

from typing import Any

COLUMNS = (
    "sketch",
    "strength 0.5",
    "best painted of four",
    "shown first",
    "nearest caption",
    "random",
)


def around(mean: float, spread: float = 0.1) -> dict[str, float]:
    return {"mean": mean, "low": round(mean - spread, 4), "high": round(mean + spread, 4)}


def column() -> dict[str, Any]:
    return {
        "recall_at_1": around(0.5),
        "conditioning_gap": around(0.25),
        "sharpness": around(0.7),
        "mottle": around(1.2),
        "finish": around(-0.4),
        "copies": 0.02,
        "alpha": {"opaque": 0.5, "half": 0.05, "clear_border": 1.0},
    }


def scores() -> dict[str, Any]:
    """Two prompt sets with the same figures in every column."""
    sets = ("seen names", "held-out combinations")
    return {
        "model": "0" * 12,
        "name": "a folder",
        "prompts": 40,
        "scorer": {"folder": "scorer", "digest": "1" * 12},
        "data": "2" * 16,
        "clip": None,
        "painted_first": dict.fromkeys(sets, 0.5),
        "diversity": {"Angry Unicorn": 0.1, "Jealous Face": 0.2},
        "sets": {name: {label: column() for label in COLUMNS} for name in sets},
    }
