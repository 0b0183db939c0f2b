"""The speed of `pretrain --stage painter`: the shipped UNet and loop, with each change added.

The first arm is how the stage trained at first: batches of 32, flash attention, channels first.
Latents and hidden states are random and in memory, because the stage caches them.
"""

import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor, AttnProcessor2_0

from tests.benchmarks.arms import Arm, Cost, Pace
from tests.benchmarks.workload import Benched, Workload
from training.diffusion.captioned_latents import CaptionedLatents
from training.diffusion.objective import Objective
from training.loop.loop import Loop
from training.pretrain.autoencoder import CHANNELS
from training.pretrain.painter import for_training, new_painter, new_schedule
from training.pretrain.stages import SETTINGS

ROWS, TOKENS, WIDTH, SIDE = 256, 32, 384, 16
BATCHES = {"at first": 32, "+ batches of 64": 64, "+ products": 64, "as it ships": 64}


def arm(batch_size: int, prepare: Callable[[UNet2DConditionModel], UNet2DConditionModel]) -> Arm:
    """Updates of the stage's loop with batches of `batch_size` and a prepared UNet."""
    return partial(_train, batch_size, prepare)


def _train(
    batch_size: int,
    prepare: Callable[[UNet2DConditionModel], UNet2DConditionModel],
    workload: Workload,
    pace: Pace,
) -> None:
    torch.manual_seed(0)
    task = Benched(
        prepare(new_painter()),
        _examples(),
        lambda: pace.updated(loop.accelerator.mixed_precision, loop.optimizer),
        Objective(new_schedule()),
    )
    settings = replace(SETTINGS["painter"], batch_size=batch_size)
    with tempfile.TemporaryDirectory() as folder:
        loop = Loop(task, settings, Path(folder))
        loop.run()


def with_flash_attention(unet: UNet2DConditionModel) -> UNet2DConditionModel:
    """Diffusers' default attention, and memory in PyTorch's default order."""
    unet.set_attn_processor(AttnProcessor2_0())
    return unet


def with_products(unet: UNet2DConditionModel) -> UNet2DConditionModel:
    """Attention by two matrix products."""
    unet.set_attn_processor(AttnProcessor())
    return unet


ARMS: dict[str, Arm] = {
    name: arm(BATCHES[name], prepare)
    for name, prepare in {
        "at first": with_flash_attention,
        "+ batches of 64": with_flash_attention,
        "+ products": with_products,
        "as it ships": for_training,
    }.items()
}


def _examples() -> CaptionedLatents:
    latents = torch.randn(ROWS, CHANNELS, SIDE, SIDE)
    states = torch.randn(ROWS, TOKENS, WIDTH)
    return CaptionedLatents(
        lambda rows, _views, _noise: latents[list(rows)],
        lambda captions: states[list(captions)],
        [(row,) for row in range(ROWS)],
        (CHANNELS, SIDE, SIDE),
    )


def summary(costs: dict[str, list[Cost]]) -> dict[str, dict[str, Any]]:
    """By arm: pictures a second (median and best of the updates) and the gain over the first."""
    rates = {name: _rates(own, BATCHES[name]) for name, own in costs.items()}
    first = next(iter(rates.values()))
    return {
        name: {
            "pictures/s, median": statistics.median(own),
            "pictures/s, best": max(own),
            "times the first": statistics.median(own) / statistics.median(first),
            "times the first, best": max(own) / max(first),
            "precision": costs[name][0].precision,
        }
        for name, own in rates.items()
    }


def _rates(costs: Sequence[Cost], batch_size: int) -> list[float]:
    return [batch_size / cost.wall for cost in costs]
