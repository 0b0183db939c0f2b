"""What both ways of training learn from: random pictures and captions, the `sd14` preset."""

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
    """A model's form, the pictures, and the folder for their cached latents."""

    form: SdForm
    pictures: int
    home: Path

    def pixels(self, rows: Sequence[int]) -> Pixels:
        """Uint8 [n, side, side, 4], opaque."""
        side = self.form.side
        draw = [np.random.default_rng(row).integers(256, size=(side, side, 4)) for row in rows]
        pixels = np.stack(draw).astype(np.uint8)
        pixels[..., 3] = 255
        return pixels

    def captions(self) -> list[str]:
        """One for each picture."""
        return [f"fluent emoji, picture {row}" for row in range(self.pictures)]

    def encoded(self) -> tuple[Pictures, float]:
        """Latents and states from the cache, and the seconds that filling it took."""
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
    """Autoencoder and text encoder, the same in every process."""
    torch.manual_seed(0)
    return form.autoencoder().eval(), form.text_encoder().eval()


def preset(name: str) -> Plan:
    """A preset as it ships."""
    parser = argparse.ArgumentParser()
    add_plan_arguments(parser)
    return read_plan(parser.parse_args(["--preset", name]), {})[0]


def settings_of(plan: Plan, optimizer: OptimizerName) -> LoopSettings:
    """The plan's, for 2,000 pictures, with nothing but updates in the time that is measured."""
    settings = plan.settings(plan.count, processes=1)
    return replace(
        settings, optimizer=optimizer, checkpoint_minutes=math.inf, show_minutes=math.inf
    )


class Benched(FinetuneTask):
    """The fine-tune's own task without contact sheets; calls `updated` after each update."""

    def __init__(
        self, unet: torch.nn.Module, pictures: Pictures, updated: Callable[[], None]
    ) -> None:
        super().__init__(unet, pictures, Objective.of(SCHEDULER), lambda _unet, _path: None)
        self._updated = updated

    def watch(self, updates: int, scalars: dict[str, float]) -> None:
        """The loop's word after each update."""
        self._updated()


def token_ids(texts: Sequence[str]) -> torch.Tensor:
    """[n, 77]; with random weights any ids are as good as a tokenizer's."""
    return torch.tensor([[ord(letter) for letter in text.ljust(TOKENS)] for text in texts])


@torch.no_grad()
def text_states(encoder: CLIPTextModel, ids: torch.Tensor) -> torch.Tensor:
    """[n, 77, width]."""
    states: torch.Tensor = encoder(ids)[0]
    return states
