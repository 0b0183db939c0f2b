"""Captions' states for the UNet, encoded once, as long as the tokenizer's full length."""

from collections.abc import Callable, Sequence
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.diffusion.lazy_rows import LazyRows
from training.paths import home

Encode = Callable[[Sequence[str]], Tensor]
"""Texts -> their states [n, tokens, width], padded to one length."""
_BATCH = 32


class TextStates:
    """States by caption number; text 0 must be the empty one, which guidance starts from.

    `digest` names the encoder. `length` tells how many tokens a text has, ends included, however
    long it is; `cut` counts the texts with more than the encoder sees.
    Raises ValueError where text 0 is not empty.
    """

    def __init__(
        self, texts: Sequence[str], encode: Encode, digest: str, length: Callable[[str], int]
    ) -> None:
        if not texts or texts[0]:
            raise ValueError("text 0 must be the empty one")
        self._texts = texts
        self._encode = encode
        tokens, width = encode(texts[:1]).shape[1:]
        self.cut = sum(length(text) > tokens for text in texts)
        key = sha256("\n".join((digest, *texts)).encode()).hexdigest()[:16]
        folder = home() / "cache" / f"texts-{key}"
        self._cached = LazyRows(folder, len(texts), (tokens, width), self._states)

    def fill(self) -> None:
        """Encode all that is not yet; other processes that open it afterwards only read.

        Raises Unavailable where the disk is too small.
        """
        self._cached.fill(_BATCH, "captions")

    def __getitem__(self, captions: Sequence[int]) -> Tensor:
        """Float32 [len(captions), tokens, width]."""
        return torch.from_numpy(self._cached[captions])

    def _states(self, captions: Sequence[int]) -> npt.NDArray[np.float32]:
        return self._encode([self._texts[caption] for caption in captions]).float().cpu().numpy()
