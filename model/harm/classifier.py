"""A classifier of English prompts: threats, self-harm, hate, sexual content and terror."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file

from model.errors import BadModel
from model.files.folders import BUNDLED
from model.nets.text import TextEncoder

WEIGHTS = Path(__file__).with_name("head.safetensors")
SCALE = 8.0
"""Sentence embeddings have unit length: their entries are small."""


class HarmClassifier:
    """One hidden layer over the sentence embeddings of the bundled text encoder."""

    def __init__(self, encoder: TextEncoder, head: dict[str, npt.NDArray[np.float32]]) -> None:
        """`head` has `hidden.weight` [units, 384], `hidden.bias`, `out.weight` and `out.bias`."""
        self._encoder = encoder
        self._head = {name: tensor.astype(np.float32) for name, tensor in head.items()}

    @classmethod
    @lru_cache(maxsize=1)
    def open(cls) -> Self:
        """The classifier that ships. Raises BadModel if a file is missing or damaged."""
        encoder = TextEncoder.open(BUNDLED)
        try:
            return cls(encoder, load_file(WEIGHTS))
        except (OSError, SafetensorError) as error:
            raise BadModel(f"{WEIGHTS} is missing or damaged: install it again.") from error

    def scores(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """How harmful texts are, above 0 for harmful ones: float32 [texts]."""
        return score(self._head, SCALE * self._encoder.embed(texts))

    def harmful(self, texts: Sequence[str]) -> bool:
        """Whether one of the texts, at least one, is harmful."""
        return bool(self.scores(texts).max() > 0)


def score(
    head: dict[str, npt.NDArray[np.float32]], embeddings: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """What the layers say of scaled embeddings: float32 [texts]."""
    hidden = np.maximum(embeddings @ head["hidden.weight"].T + head["hidden.bias"], 0)
    scores: npt.NDArray[np.float32] = hidden @ head["out.weight"] + head["out.bias"]
    return scores
