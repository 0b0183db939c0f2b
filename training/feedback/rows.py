"""Feedback as numbered rows of pictures, for training."""

from dataclasses import dataclass

from training.feedback.examples import Feedback


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One picture (PNG) with its vote; pictures that are only compared in pairs have weight 0."""

    png: bytes
    prompt: str
    style: str
    reward: float = 0.0
    desirable: bool = False
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Rows:
    """One row for each vote, then one for each picture of a pair.

    `pairs` are (row of the winner, row of the loser, weight).
    """

    rows: tuple[FeedbackRow, ...]
    pairs: tuple[tuple[int, int, float], ...]


def rows_of(feedback: Feedback, *, held_out: bool) -> Rows:
    """The rows of prompts that are trained on, or with `held_out` those of the other prompts."""
    rows = [
        FeedbackRow(vote.png, vote.prompt, vote.style, vote.reward, vote.desirable, vote.weight)
        for vote in feedback.rated
        if vote.held_out == held_out
    ]
    votes = len(rows)
    numbers: dict[FeedbackRow, int] = {}
    pairs = []
    for pair in feedback.pairs:
        if pair.held_out == held_out:
            winner, loser = (
                numbers.setdefault(FeedbackRow(png, pair.prompt, pair.style), votes + len(numbers))
                for png in (pair.winner, pair.loser)
            )
            pairs.append((winner, loser, pair.weight))
    return Rows((*rows, *numbers), tuple(pairs))
