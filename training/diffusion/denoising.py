"""The task of pretraining and fine-tuning a painter: denoise latents, given their captions."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import torch

from training.diffusion.captioned_latents import CaptionedLatents, Order
from training.diffusion.captions import EMPTY, choose_caption
from training.diffusion.objective import Objective
from training.diffusion.timesteps import UNIFORM, TimestepSampling


class DenoisingTask:
    """Denoising with caption dropout, for classifier-free guidance (2207.12598).

    Every random choice of a sample follows from the sample's number through `order`, so a sample
    is the same in any batch and in any process. `sheet(unet, path)` paints fixed prompts.
    """

    name = "painter"
    separable: Literal[True] = True

    def __init__(
        self,
        unet: torch.nn.Module,
        examples: CaptionedLatents,
        objective: Objective,
        order: Order,
        sheet: Callable[[torch.nn.Module, Path], None],
        *,
        timesteps: TimestepSampling = UNIFORM,
        caption_dropout: float = 0.1,
        noise_offset: float = 0.0,
    ) -> None:
        self.model = unet
        self._examples = examples
        self._objective = objective
        self._order = order
        self._sheet = sheet
        self._timesteps = timesteps
        self._caption_dropout = caption_dropout
        self._noise_offset = noise_offset

    def batch(self, samples: range, generator: torch.Generator) -> dict[str, torch.Tensor]:
        """Latents, hidden states, noise and timesteps; `generator` is not used."""
        drawn = [self._draw(sample) for sample in samples]
        rows, views, captions, timesteps, posterior, noise = (
            list(column) for column in zip(*drawn, strict=True)
        )
        return {
            "latents": self._examples.latents(rows, views, torch.stack(posterior)),
            "hidden_states": self._examples.hidden_states(captions),
            "noise": torch.stack(noise),
            "timesteps": torch.tensor(timesteps),
        }

    def _draw(self, sample: int) -> tuple[int, int, int, int, torch.Tensor, torch.Tensor]:
        """Row, view, caption, timestep, the posterior's noise and the noise to be predicted."""
        examples = self._examples
        row, generator = self._order(sample)
        view, which, dropped = torch.rand(3, generator=generator).tolist()
        caption = (
            EMPTY
            if dropped < self._caption_dropout
            else choose_caption(examples.captions[row], which)
        )
        timestep = self._timesteps.sample(1, self._objective.num_train_timesteps, generator)
        posterior = torch.randn(examples.shape, generator=generator)
        noise = torch.randn(examples.shape, generator=generator)
        if self._noise_offset:
            offset = torch.randn(examples.shape[0], 1, 1, generator=generator)
            noise += self._noise_offset * offset
        return row, int(view * examples.views), caption, int(timestep), posterior, noise

    def losses(
        self,
        model: torch.nn.Module,
        batch: dict[str, torch.Tensor],
        generator: torch.Generator,
    ) -> dict[str, torch.Tensor]:
        """The mean of the weighted denoising errors."""
        errors = self._objective.errors(
            model, batch["latents"], batch["noise"], batch["timesteps"], batch["hidden_states"]
        )
        return {"loss": errors.mean()}

    def show(self, path: Path) -> None:
        """Paint fixed prompts at several strengths."""
        self._sheet(self.model, path)
