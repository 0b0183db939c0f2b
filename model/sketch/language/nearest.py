"""Nearest meaning, by sentence embeddings of all known phrases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open

from model.errors import BadModel

FILE = "embeddings.safetensors"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A phrase's role and value, as in the vocabulary, with its cosine as the score."""

    phrase: str
    role: str
    value: str
    score: float


class Nearest:
    """The embeddings of phrases, float32 [phrases, 384] of unit length, and their meanings."""

    def __init__(
        self, phrases: Sequence[str], senses: Sequence[str], rows: npt.NDArray[np.float32]
    ) -> None:
        """`senses` has "role:value" for each phrase."""
        self._phrases = phrases
        self._senses = [(role, value) for role, _, value in (s.partition(":") for s in senses)]
        self._rows = rows

    @classmethod
    def open(cls, path: Path) -> Self:
        """Load a file written by `python -m training library`. Raises BadModel if damaged."""
        try:
            with safe_open(path, framework="np") as file:
                about = file.metadata()
                rows = file.get_tensor("embeddings")
            phrases, senses = about["phrases"].split("\n"), about["senses"].split("\n")
            if rows.ndim != 2 or not len(rows) == len(phrases) == len(senses):
                raise ValueError("its phrases and rows do not match")
            if not np.isfinite(rows).all():
                raise ValueError("it has NaN or infinity")
        except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
            raise BadModel(
                f"{path} is missing or damaged: get it again, or run "
                f"`python -m training library` ({error})."
            ) from error
        whole = rows.astype(np.float32)
        return cls(phrases, senses, whole / np.linalg.norm(whole, axis=1, keepdims=True))

    def keywords(self, role: str) -> Iterator[tuple[str, str]]:
        """The phrases with a role, and their values."""
        for words, (found, value) in zip(self._phrases, self._senses, strict=True):
            if found == role:
                yield words, value

    def best(self, embeddings: npt.NDArray[np.float32]) -> list[Meaning]:
        """The nearest meaning of each of the embeddings [texts, 384]."""
        scores = embeddings @ self._rows.T
        return [self._meaning(int(row.argmax()), float(row.max())) for row in scores]

    def _meaning(self, row: int, score: float) -> Meaning:
        role, value = self._senses[row]
        return Meaning(self._phrases[row], role, value, score)
