"""Distillation: one step of the student leads to the result of two guided teacher steps."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import UNet2DConditionModel

from model.solver import Diffusion, along
from tests.support import tiny_models as tiny
from training.diffusion.captioned_latents import CaptionedLatents
from training.loop.loop import Loop
from training.loop.settings import LoopSettings
from training.loop.task import Batch
from training.pretrain.distillation import DistillationTask
from training.pretrain.painter import new_schedule

GUIDANCE = 3.0


@pytest.fixture
def task(tmp_path: Path) -> DistillationTask:
    unet = UNet2DConditionModel.from_pretrained(tiny.build(tmp_path / "model") / "unet")
    config = unet.config
    generator = torch.Generator().manual_seed(1)
    latents = torch.randn(
        6, config.in_channels, config.sample_size, config.sample_size, generator=generator
    )
    hidden_states = torch.randn(7, 5, config.cross_attention_dim, generator=generator)
    examples = CaptionedLatents(
        latents=lambda rows, views, noise: latents[list(rows)],
        hidden_states=lambda captions: hidden_states[list(captions)],
        captions=[[number + 1] for number in range(6)],
        shape=(config.in_channels, config.sample_size, config.sample_size),
    )
    diffusion = Diffusion.from_dict(dict(new_schedule().config))
    return DistillationTask(
        unet.float(), examples, replace(diffusion, last=900), GUIDANCE, lambda unet, path: None
    )


def batch_of(task: DistillationTask, size: int = 8) -> Batch:
    return task.batch(range(size), torch.Generator().manual_seed(2))


def test_each_sample_is_one_step_in_two_halves(task: DistillationTask) -> None:
    timesteps = batch_of(task, 400)["timesteps"]
    start, middle, end = timesteps.unbind(1)
    assert bool((start > middle).all())
    assert bool((middle > end).all())
    assert int(start.max()) <= 900
    assert int(end.min()) == -1
    assert torch.allclose((start - middle).float(), (middle - end).float(), atol=2)


def test_the_step_is_the_engines(task: DistillationTask) -> None:
    batch = batch_of(task, 1)
    x, v = batch["latents"], batch["noise"]
    now, then = torch.tensor([600]), torch.tensor([300])
    diffusion = Diffusion.from_dict(dict(new_schedule().config))
    row = along(diffusion, torch.tensor([600, 300]).numpy(), "ddim")
    a, b, _ = row.coefficients[0]
    clean = row.alpha[0] * x - row.sigma[0] * v
    assert torch.allclose(task.ddim_step(x, v, now, then), a * x + b * clean, atol=1e-4)


@pytest.mark.parametrize("then", [250, -1])
def test_what_is_taught_leads_in_one_step_where_two_led(task: DistillationTask, then: int) -> None:
    batch = batch_of(task)
    now, after = torch.full((8,), 500), torch.full((8,), then)
    batch["timesteps"] = torch.stack([now, torch.full((8,), 300), after], dim=1)
    x = batch["noise"]
    goal = task.teacher_steps(x, batch)
    v = task.velocity_to(x, goal, now, after)
    assert torch.allclose(task.ddim_step(x, v, now, after), goal, atol=1e-4)


def test_the_student_comes_nearer(task: DistillationTask, tmp_path: Path) -> None:
    batch = batch_of(task, 32)
    generator = torch.Generator()
    with torch.no_grad():
        before = float(task.losses(task.model, batch, generator)["loss"])
    Loop(
        task,
        LoopSettings(updates=24, batch_size=8, learning_rate=1e-2, warmup=4),
        tmp_path / "run",
    ).run()
    with torch.no_grad():
        after = float(task.losses(task.model, batch, generator)["loss"])
    assert after < 0.8 * before
