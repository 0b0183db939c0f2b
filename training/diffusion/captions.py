"""The captions of a data set: each distinct text once, by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from datasets import Dataset

from model.recipe import conditioning

EMPTY = 0
"""The number of the empty caption, which classifier-free guidance starts from."""


@dataclass(frozen=True, slots=True)
class Captions:
    """`texts[0]` is the empty caption; `by_row[row]` holds the numbers of a row's captions."""

    texts: tuple[str, ...]
    by_row: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, rows: Dataset, *, styled: bool) -> Self:
        """Number the column `captions`; `styled` ones include the row's style, as for the UNet."""
        numbers = {"": EMPTY}
        by_row = []
        for own, style in zip(rows["captions"][:], rows["style"][:], strict=True):
            texts = [conditioning(text, style) if styled else text for text in own]
            by_row.append(tuple(numbers.setdefault(text, len(numbers)) for text in texts))
        return cls(tuple(numbers), tuple(by_row))


def choose_caption(captions: Sequence[int], uniform: float) -> int:
    """One of a row's captions, for a random number in [0, 1)."""
    return captions[int(uniform * len(captions))]
