"""Two models side by side: same prompts and seeds, one examiner, the gate, people's votes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from training.evaluation.evaluate import STRENGTHS, Evaluation, Result
from training.evaluation.gate import Verdict, gate
from training.evaluation.metrics import Interval
from training.evaluation.model_votes import between, read_arms
from training.evaluation.scorer import NEAREST, RANDOM, Column


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A before, B after. `votes` is what `arms.between` counted; None if not asked for."""

    before: Result
    after: Result
    votes: Mapping[str, Any] | None
    verdict: Verdict

    @property
    def differences(self) -> dict[str, dict[str, dict[str, Interval]]]:
        """B less A by set, column and score, with paired 95 % bootstrap intervals."""
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
        """All of it as plain data."""
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

    The scorer is A's, the bundled one where A has none. With a `database` votes count as well.
    Raises BadModel, and Unavailable without a data set, the database, the hub or that CLIP.
    """
    arms = None if database is None else read_arms(database)
    first = Evaluation.open(a, clip=clip)
    before, examiner = first.run(count, strengths), first.examiner
    del first  # so that one model at a time is in memory
    after = Evaluation.open(b, examiner).run(count, strengths)
    votes = None
    if arms is not None:
        votes = between(arms, before.facts["model"], after.facts["model"])
    return Comparison(before, after, votes, gate(before.scores, after.scores, votes))


def _paired(a: Column, b: Column) -> dict[str, Interval]:
    """Over the same prompts: resampling the differences keeps each pair together."""
    return {score: Interval.of(b.scores[score] - values) for score, values in a.scores.items()}
