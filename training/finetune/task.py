"""The fine-tune's task: every picture once an epoch, all chance from (seed, epoch, picture)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import torch

from training.diffusion.objective import Objective
from training.loop.loop import Batch
from training.seeds import seeded


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """What is learnt from, by number.

    `latents(rows, views, noise)` draws from the posteriors of augmented views: float32 [n, c, h, w]
    like `noise`; `states(captions)` is float32 [n, tokens, width], caption 0 being the empty one;
    `captions[row]` are the numbers of a row's captions; `shape` is (c, h, w).
    """

    latents: Callable[[Sequence[int], Sequence[int], torch.Tensor], torch.Tensor]
    states: Callable[[Sequence[int]], torch.Tensor]
    captions: Sequence[Sequence[int]]
    views: int
    shape: tuple[int, int, int]


class FinetuneTask:
    """Denoising of captioned pictures, the caption left out now and then for guidance (2207.12598).

    `sheet(unet, path)` paints fixed prompts with the model as it is.
    """

    name = "painter"
    separable: Literal[True] = True

    def __init__(
        self,
        unet: torch.nn.Module,
        pictures: Pictures,
        objective: Objective,
        sheet: Callable[[torch.nn.Module, Path], None],
        *,
        seed: int = 0,
        caption_dropout: float = 0.1,
        offset_noise: float = 0.0,
    ) -> None:
        self.model = unet
        self._pictures = pictures
        self._objective = objective
        self._sheet = sheet
        self._seed = seed
        self._dropout = caption_dropout
        self._offset = offset_noise
        self._order = lru_cache(2)(self._shuffled)

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Each sample has a generator of its own, so neither batch nor process changes it."""
        drawn = [self._draw(number) for number in samples]
        rows, views, captions, t, posterior, noise = (
            list(column) for column in zip(*drawn, strict=True)
        )
        return {
            "latents": self._pictures.latents(rows, views, torch.stack(posterior)),
            "states": self._pictures.states(captions),
            "noise": torch.stack(noise),
            "t": torch.tensor(t),
        }

    def _draw(self, number: int) -> tuple[int, int, int, int, torch.Tensor, torch.Tensor]:
        """Row, view, caption, noise level and both noises of one sample."""
        pictures = self._pictures
        epoch, place = divmod(number, len(pictures.captions))
        row = self._order(epoch)[place]
        generator = seeded(self._seed, epoch, row)
        view, which, dropped, level = torch.rand(4, generator=generator).tolist()
        own = pictures.captions[row]
        caption = 0 if dropped < self._dropout else own[int(which * len(own))]
        posterior = torch.randn(pictures.shape, generator=generator)
        noise = torch.randn(pictures.shape, generator=generator)
        if self._offset:
            noise += self._offset * torch.randn(pictures.shape[0], 1, 1, generator=generator)
        t = int(level * self._objective.levels)
        return row, int(view * pictures.views), caption, t, posterior, noise

    def _shuffled(self, epoch: int) -> list[int]:
        generator = seeded(self._seed, epoch)
        order: list[int] = torch.randperm(
            len(self._pictures.captions), generator=generator
        ).tolist()
        return order

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """The mean of the weighted denoising errors."""
        errors = self._objective.errors(
            model, batch["latents"], batch["noise"], batch["t"], batch["states"]
        )
        return {"loss": errors.mean()}

    def show(self, path: Path) -> None:
        """Fixed prompts at several strengths."""
        self._sheet(self.model, path)
