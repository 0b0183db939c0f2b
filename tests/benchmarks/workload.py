"""The data of the training benchmarks: random pictures and captions, the `sd14` preset."""

import argparse
import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from diffusers import AutoencoderKL
from transformers import CLIPTextModel

from model.image.pixels import Pixels
from tests.benchmarks.sd import SCHEDULER, TOKENS, SdForm
from training.diffusion.captioned_latents import CaptionedLatents, Shuffled
from training.diffusion.denoising import DenoisingTask
from training.diffusion.hidden_states import HiddenStates
from training.diffusion.latents import LatentViews
from training.diffusion.objective import Objective
from training.loop.optimizers import OptimizerName
from training.loop.settings import LoopSettings
from training.runs.plan import Plan, add_plan_arguments, read_plan


@dataclass(frozen=True, slots=True)
class Workload:
    """The sizes of a model, the number of pictures, and the folder for their cached latents."""

    form: SdForm
    pictures: int
    home: Path

    def pixels(self, rows: Sequence[int]) -> Pixels:
        """Uint8 [n, h, w, 4], opaque."""
        size = self.form.resolution
        draw = [np.random.default_rng(row).integers(256, size=(size, size, 4)) for row in rows]
        pixels = np.stack(draw).astype(np.uint8)
        pixels[..., 3] = 255
        return pixels

    def captions(self) -> list[str]:
        """One caption per picture."""
        return [f"fluent emoji, picture {row}" for row in range(self.pictures)]

    def encoded(self) -> tuple[CaptionedLatents, float]:
        """Latents and hidden states from the cache, and the seconds that filling it took."""
        autoencoder, encoder = frozen(self.form)
        plan = preset("sd14")
        with mock.patch.dict(os.environ, EMOJISMITH_HOME=str(self.home)):
            latents = LatentViews(
                self.pixels, [True] * self.pictures, "noise", autoencoder, plan.views
            )
            hidden_states = HiddenStates(
                ("", *self.captions()), lambda texts: encoded(encoder, token_ids(texts)), "noise"
            )
            start = time.perf_counter()
            latents.fill()
            hidden_states.fill()
        examples = CaptionedLatents(
            latents=latents.sample,
            hidden_states=hidden_states.__getitem__,
            captions=[(row + 1,) for row in range(self.pictures)],
            shape=self.form.latent_shape,
            views=plan.views,
        )
        return examples, time.perf_counter() - start


def frozen(form: SdForm) -> tuple[AutoencoderKL, CLIPTextModel]:
    """Autoencoder and text encoder, with the same random weights in every process."""
    torch.manual_seed(0)
    return form.autoencoder().eval(), form.text_encoder().eval()


def preset(name: str) -> Plan:
    """A preset, unchanged."""
    parser = argparse.ArgumentParser()
    add_plan_arguments(parser)
    return read_plan(parser.parse_args(["--preset", name]), {})[0]


def settings_of(plan: Plan, optimizer: OptimizerName) -> LoopSettings:
    """The plan's settings for 2,000 pictures, without checkpoints and sheets while measuring."""
    settings = plan.settings(plan.count, processes=1)
    return replace(
        settings, optimizer=optimizer, checkpoint_minutes=math.inf, show_minutes=math.inf
    )


class Benched(DenoisingTask):
    """A denoising task without contact sheets; calls `updated` after each update."""

    def __init__(
        self,
        unet: torch.nn.Module,
        examples: CaptionedLatents,
        updated: Callable[[], None],
        objective: Objective | None = None,
    ) -> None:
        order = Shuffled(len(examples.captions), seed=0)
        objective = objective or Objective.of(SCHEDULER)
        super().__init__(unet, examples, objective, order, lambda _unet, _path: None)
        self._updated = updated

    def watch(self, updates: int, metrics: dict[str, float]) -> None:
        """Called by the loop after each update."""
        self._updated()


def token_ids(texts: Sequence[str]) -> torch.Tensor:
    """[n, 77]; with random weights any ids will do."""
    return torch.tensor([[ord(letter) for letter in text.ljust(TOKENS)] for text in texts])


@torch.no_grad()
def encoded(encoder: CLIPTextModel, ids: torch.Tensor) -> torch.Tensor:
    """The hidden states: [n, 77, width]."""
    hidden_states: torch.Tensor = encoder(ids)[0]
    return hidden_states
