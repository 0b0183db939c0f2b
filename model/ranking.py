"""Which candidate is shown first: one that fits the words and is drawn as cleanly as its sketch."""

from collections.abc import Sequence
from dataclasses import dataclass

FINISH_WEIGHT = 1.0
"""How much log-odds of being the cleaner picture count against log-odds of fitting the words."""
MEANING_NOISE = 0.57
"""How much the judge's logits of equally fitting pictures differ by chance.

Measured by `python -m training evaluate`: their standard deviation over arrangements of one scene.
"""
MOTTLE_RATIO = 2.0
"""A candidate with more mottle than this times its sketch's is never shown first."""
MOTTLE_FLOOR = 0.83
"""Invisible mottle, in grey levels: the mean of composed sketches, measured by the same command."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The measurements of one picture.

    `meaning` is the judge's logit of fitting the words, `finish` the log-odds of being drawn more
    cleanly than its sketch, `mottle` the mean weak gradient in grey levels.
    """

    meaning: float
    finish: float
    mottle: float

    @property
    def value(self) -> float:
        """Candidates are ordered by this."""
        return self.meaning + FINISH_WEIGHT * self.finish


def may_be_first(marks: Marks, sketch: Marks) -> bool:
    """True for a sketch, and for a painting that is better than its own sketch.

    It must fit the words better by more than chance and be drawn at least as cleanly. When it only
    had to be no worse, nine of ten paintings that were shown first looked worse than their sketch
    in a blind test.
    """
    return marks == sketch or (
        marks.meaning > sketch.meaning + MEANING_NOISE
        and marks.finish >= 0
        and marks.mottle <= MOTTLE_RATIO * max(sketch.mottle, MOTTLE_FLOOR)
    )


def ranking(candidates: Sequence[Marks], sketches: Sequence[Marks]) -> list[int]:
    """Indices of the candidates, best first; those that may not be first come last.

    `sketches[i]` are the marks of the sketch that candidate i was painted from. A sketch among the
    candidates is its own sketch, so it may always be first.
    """
    pairs = list(zip(candidates, sketches, strict=True))
    return sorted(
        range(len(pairs)), key=lambda i: (not may_be_first(*pairs[i]), -candidates[i].value)
    )
