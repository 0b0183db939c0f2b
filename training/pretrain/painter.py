"""The painter's task: a UNet that predicts v from noised latents and a caption."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from diffusers import DDPMScheduler, UNet2DConditionModel

from training.diffusion.objective import Objective
from training.loop.loop import Batch
from training.pretrain.autoencoder import CHANNELS

CAPTION_DROPOUT = 0.1


def new_painter() -> UNet2DConditionModel:
    """9.7 M parameters, 1.5 GFLOP a forward: 16x16 by convolution, 8x8 with attention."""
    return UNet2DConditionModel(
        sample_size=16,
        in_channels=CHANNELS,
        out_channels=CHANNELS,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        block_out_channels=(96, 192),
        layers_per_block=1,
        cross_attention_dim=384,
        attention_head_dim=6,
        addition_embed_type="text",
        addition_embed_type_num_heads=6,
        encoder_hid_dim=None,
    )


def new_schedule() -> DDPMScheduler:
    """The cosine schedule (2102.09672), 1000 steps."""
    return DDPMScheduler(beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")


@dataclass(frozen=True, slots=True)
class NoiseLevels:
    """How training picks t: a share `sketchy` of it uniform in 0 to `limit`, the rest in 0 to 1.

    Sketches are painted from t below about 0.65, so those levels are learnt first; the rest
    teaches what imagination alone needs.
    """

    limit: float = 0.65
    sketchy: float = 0.8

    def sample(self, size: int, steps: int, generator: torch.Generator) -> torch.Tensor:
        """int64 [size] timesteps in 0 to `steps` - 1."""
        choice = torch.rand(size, generator=generator)
        t = torch.rand(size, generator=generator)
        t = torch.where(choice < self.sketchy, t * self.limit, t)
        return (t * steps).long()


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """What the painter learns from: latents by row, states by caption, who belongs to whom.

    `latents(rows)` is float32 [n, 12, 16, 16]; `states(captions)` float32 [n, 32, 384], caption 0
    being the empty one; `captions[row]` are the indices of a row's captions; `weights` [rows].
    """

    latents: Callable[[Sequence[int]], npt.NDArray[np.float32]]
    states: Callable[[Sequence[int]], npt.NDArray[np.float32]]
    captions: Sequence[Sequence[int]]
    weights: torch.Tensor

    def draw(
        self, size: int, generator: torch.Generator, dropout: float = 0.0
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Latents [size, 12, 16, 16] of rows drawn by weight, and the states of a caption of each.

        A share `dropout` of them gets the empty caption.
        """
        rows = torch.multinomial(self.weights, size, replacement=True, generator=generator)
        which = torch.rand(size, 2, generator=generator)
        captions = [
            0 if drop < dropout else own[int(choice * len(own))]
            for own, (choice, drop) in zip(
                (self.captions[row] for row in rows.tolist()), which.tolist(), strict=True
            )
        ]
        latents = torch.from_numpy(self.latents(rows.tolist()))
        return latents, torch.from_numpy(self.states(captions))


class PainterTask:
    """v-prediction (2202.00512) with caption dropout for guidance (2207.12598)."""

    name = "painter"

    def __init__(
        self,
        unet: UNet2DConditionModel,
        examples: Examples,
        levels: NoiseLevels,
        sheet: Callable[[UNet2DConditionModel, Path], None],
    ) -> None:
        self.model = unet
        self._examples = examples
        self._levels = levels
        self._sheet = sheet
        self._objective = Objective(new_schedule())

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Pictures, each with one of its captions or none, a noise level, noise."""
        size = len(samples)
        latents, states = self._examples.draw(size, generator, CAPTION_DROPOUT)
        return {
            "latents": latents,
            "states": states,
            "noise": torch.randn(latents.shape, generator=generator),
            "t": self._levels.sample(size, self._objective.levels, generator),
        }

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """The mean square error of v."""
        errors = self._objective.errors(
            model, batch["latents"], batch["noise"], batch["t"], batch["states"]
        )
        return {"loss": errors.mean()}

    def show(self, path: Path) -> None:
        """Fixed prompts at several strengths."""
        self._sheet(self.model, path)
