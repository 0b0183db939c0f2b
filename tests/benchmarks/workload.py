"""The data of the training benchmarks: random pictures and captions, and the `sd14` preset."""

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
from training.diffusion.latents import LatentViews
from training.diffusion.objective import Objective
from training.diffusion.text_states import TextStates
from training.finetune.plan import Plan, add_plan_arguments, read_plan
from training.finetune.task import FinetuneTask, Pictures
from training.loop.loop import LoopSettings
from training.loop.optimizers import OptimizerName


@dataclass(frozen=True, slots=True)
class Workload:
    """The shape of the model, the number of pictures, and the folder for cached latents."""

    form: SdForm
    pictures: int
    home: Path

    def pixels(self, rows: Sequence[int]) -> Pixels:
        """Opaque random pictures, uint8 [n, side, side, 4]."""
        side = self.form.side
        draw = [np.random.default_rng(row).integers(256, size=(side, side, 4)) for row in rows]
        pixels = np.stack(draw).astype(np.uint8)
        pixels[..., 3] = 255
        return pixels

    def captions(self) -> list[str]:
        """One caption per picture."""
        return [f"fluent emoji, picture {row}" for row in range(self.pictures)]

    def encoded(self) -> tuple[Pictures, float]:
        """Cached latents and text states, and the seconds to fill the cache."""
        autoencoder, encoder = frozen(self.form)
        plan = preset("sd14")
        with mock.patch.dict(os.environ, EMOJISMITH_HOME=str(self.home)):
            latents = LatentViews(
                self.pixels, [True] * self.pictures, "noise", autoencoder, plan.views
            )
            states = TextStates(
                ("", *self.captions()),
                lambda texts: text_states(encoder, token_ids(texts)),
                "noise",
                len,
            )
            start = time.perf_counter()
            latents.fill()
            states.fill()
        captions = [(row + 1,) for row in range(self.pictures)]
        shape = self.form.latent_shape
        found = Pictures(latents.sample, states.__getitem__, captions, plan.views, shape)
        return found, time.perf_counter() - start


def frozen(form: SdForm) -> tuple[AutoencoderKL, CLIPTextModel]:
    """Autoencoder and text encoder, with the same random weights in every process."""
    torch.manual_seed(0)
    return form.autoencoder().eval(), form.text_encoder().eval()


def preset(name: str) -> Plan:
    """A shipped preset without changes."""
    parser = argparse.ArgumentParser()
    add_plan_arguments(parser)
    return read_plan(parser.parse_args(["--preset", name]), {})[0]


def settings_of(plan: Plan, optimizer: OptimizerName) -> LoopSettings:
    """The plan's settings without checkpoints and contact sheets, which would disturb timing."""
    settings = plan.settings(plan.count, processes=1)
    return replace(
        settings, optimizer=optimizer, checkpoint_minutes=math.inf, show_minutes=math.inf
    )


class Benched(FinetuneTask):
    """The fine-tuning task without contact sheets. Calls `updated` after each update."""

    def __init__(
        self, unet: torch.nn.Module, pictures: Pictures, updated: Callable[[], None]
    ) -> None:
        super().__init__(unet, pictures, Objective.of(SCHEDULER), lambda _unet, _path: None)
        self._updated = updated

    def watch(self, updates: int, scalars: dict[str, float]) -> None:
        """Called by the loop after each update."""
        self._updated()


def token_ids(texts: Sequence[str]) -> torch.Tensor:
    """Ids [n, 77]. With random weights no tokenizer is needed."""
    return torch.tensor([[ord(letter) for letter in text.ljust(TOKENS)] for text in texts])


@torch.no_grad()
def text_states(encoder: CLIPTextModel, ids: torch.Tensor) -> torch.Tensor:
    """Hidden states [n, 77, width]."""
    states: torch.Tensor = encoder(ids)[0]
    return states
