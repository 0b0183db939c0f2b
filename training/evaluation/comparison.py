"""Compares two models: same prompts, seeds and scorer, then the gate, and people's votes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from training.evaluation.evaluate import STRENGTHS, Evaluation, EvaluationResult
from training.evaluation.gate import gate
from training.evaluation.metrics import Interval
from training.evaluation.model_votes import compare_votes, read_model_votes
from training.evaluation.scorer import Column
from training.reports.score_tables import NEAREST, RANDOM
from training.reports.verdict import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Model A before, model B after. `votes` comes from `compare_votes`; None if not requested."""

    before: EvaluationResult
    after: EvaluationResult
    votes: Mapping[str, Any] | None
    verdict: Verdict

    @property
    def differences(self) -> dict[str, dict[str, dict[str, Interval]]]:
        """B minus A by prompt set, column and score, with paired 95 % bootstrap intervals."""
        return {
            a.prompts.name: {
                label: _paired(column, b.columns[label])
                for label, column in a.columns.items()
                if label not in (NEAREST, RANDOM)
            }
            for a, b in zip(self.before.sets, self.after.sets, strict=True)
        }

    @property
    def scores(self) -> dict[str, Any]:
        """The comparison as plain data."""
        differences = {
            name: {
                label: {score: asdict(found) for score, found in row.items()}
                for label, row in columns.items()
            }
            for name, columns in self.differences.items()
        }
        return {
            "a": self.before.scores,
            "b": self.after.scores,
            "differences": differences,
            "votes": self.votes,
            "verdict": self.verdict.to_dict(),
        }


def compare(
    a: str | Path,
    b: str | Path,
    count: int,
    strengths: Sequence[float] = STRENGTHS,
    clip: str | None = None,
    database: Path | None = None,
) -> Comparison:
    """Paint and score `count` prompts of each set with both models, one after the other.

    The judge is A's, or the bundled one if A has none. With the bot's `database`, votes count too.
    Raises BadModel, and Unavailable without a data set, the database, the hub or that CLIP.
    """
    model_votes = None if database is None else read_model_votes(database)
    first = Evaluation.open(a, clip=clip)
    before, scorer = first.run(count, strengths), first.scorer
    del first  # so that only one model at a time is in memory
    after = Evaluation.open(b, scorer).run(count, strengths)
    votes = None
    if model_votes is not None:
        votes = compare_votes(model_votes, before.facts["model"], after.facts["model"])
    return Comparison(before, after, votes, gate(before.scores, after.scores, votes))


def _paired(a: Column, b: Column) -> dict[str, Interval]:
    """Over the same prompts: resampling the differences keeps each pair together."""
    return {score: Interval.of(b.scores[score] - values) for score, values in a.scores.items()}
