"""The text encoder's hidden states of captions, encoded once and cached."""

from collections.abc import Callable, Sequence
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.diffusion.lazy_rows import LazyRows
from training.paths import home

Encode = Callable[[Sequence[str]], Tensor]
"""Texts -> their hidden states [n, tokens, width], padded to one length."""
_BATCH = 32


class HiddenStates:
    """Hidden states by the number of the caption; text 0 must be empty (for guidance).

    `digest` identifies the text encoder. Raises ValueError if text 0 is not empty.
    """

    def __init__(self, texts: Sequence[str], encode: Encode, digest: str) -> None:
        if not texts or texts[0]:
            raise ValueError("text 0 must be the empty one")
        self._texts = texts
        self._encode = encode
        self._tokens, width = encode(texts[:1]).shape[1:]
        key = sha256("\n".join((digest, *texts)).encode()).hexdigest()[:16]
        folder = home() / "cache" / f"texts-{key}"
        self._cached = LazyRows(folder, len(texts), (self._tokens, width), self._compute)

    def fill(self) -> None:
        """Encode every caption that is not cached; processes that open it later only read.

        Raises Unavailable if the disk is full.
        """
        self._cached.fill(_BATCH, "captions")

    def truncated(self, length: Callable[[str], int]) -> int:
        """How many texts have more tokens (by `length`) than the encoder reads."""
        return sum(length(text) > self._tokens for text in self._texts)

    def __getitem__(self, captions: Sequence[int]) -> Tensor:
        """Float32 [len(captions), tokens, width]."""
        return torch.from_numpy(self._cached[captions])

    def _compute(self, captions: Sequence[int]) -> npt.NDArray[np.float32]:
        return self._encode([self._texts[caption] for caption in captions]).float().cpu().numpy()
