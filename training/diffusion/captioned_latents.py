"""Latents with captions: the examples that every painter is trained on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch

from training.diffusion.captions import choose_caption
from training.seeds import seeded

Order = Callable[[int], tuple[int, torch.Generator]]
"""The number of a sample -> its row, and a generator for everything else that is random in it."""


@dataclass(frozen=True, slots=True, eq=False)
class CaptionedLatents:
    """Pictures as latents, and their captions as hidden states of the text encoder.

    `latents(rows, views, noise)` samples the posteriors of augmented views: float32 [n, c, h, w],
    like `noise`. `hidden_states(captions)` is float32 [n, tokens, width]; caption 0 is empty.
    `captions[row]` are the numbers of a row's captions, `views` how many views each row has,
    `shape` is (c, h, w). Rows are drawn in proportion to `weights` [rows], equally often if None.
    """

    latents: Callable[[Sequence[int], Sequence[int], torch.Tensor], torch.Tensor]
    hidden_states: Callable[[Sequence[int]], torch.Tensor]
    captions: Sequence[Sequence[int]]
    shape: tuple[int, int, int]
    views: int = 1
    weights: torch.Tensor | None = None

    def draw(self, size: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """Latents [size, c, h, w] of random rows, and the hidden states of a caption of each."""
        weights = torch.ones(len(self.captions)) if self.weights is None else self.weights
        rows = torch.multinomial(weights, size, replacement=True, generator=generator).tolist()
        views = torch.randint(self.views, (size,), generator=generator).tolist()
        uniform = torch.rand(size, generator=generator).tolist()
        captions = [
            choose_caption(self.captions[row], at) for row, at in zip(rows, uniform, strict=True)
        ]
        noise = torch.randn(size, *self.shape, generator=generator)
        return self.latents(rows, views, noise), self.hidden_states(captions)


class Shuffled:
    """An `Order` that takes every row once an epoch, each epoch in a new permutation."""

    def __init__(self, rows: int, seed: int) -> None:
        self._rows = rows
        self._seed = seed
        self._permutation = lru_cache(2)(self._permute)

    def __call__(self, sample: int) -> tuple[int, torch.Generator]:
        epoch, place = divmod(sample, self._rows)
        row = self._permutation(epoch)[place]
        return row, seeded(self._seed, epoch, row)

    def _permute(self, epoch: int) -> list[int]:
        generator = seeded(self._seed, epoch)
        permutation: list[int] = torch.randperm(self._rows, generator=generator).tolist()
        return permutation


class Weighted:
    """An `Order` that draws rows with replacement, in proportion to `weights` [rows]."""

    def __init__(self, weights: torch.Tensor, seed: int) -> None:
        self._edges = weights.double().cumsum(0)
        self._seed = seed

    def __call__(self, sample: int) -> tuple[int, torch.Generator]:
        generator = seeded(self._seed, sample)
        at = torch.rand(1, dtype=torch.double, generator=generator) * self._edges[-1]
        return int(torch.searchsorted(self._edges, at, right=True)), generator
