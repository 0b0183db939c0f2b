"""Denoising steps: rows share one UNet forward, each at its own timestep."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from model import solver
from model.nets.adapter import Adapter, applied
from model.pipeline import Pipeline
from model.solver import Schedule

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Row:
    """One picture being denoised: its schedule, latents and solver state.

    `latents` and `denoised`, the x0 predicted at the last step, are float32 [channels, h, w].
    `hidden_states` [tokens, width] are those of its text, `empty_hidden_states` those of the empty
    text. `noise()` draws unit noise shaped like the latents. `adapter` is its LoRA. `at` is the
    number of steps taken.
    """

    schedule: Schedule
    latents: Tensor
    denoised: Tensor
    hidden_states: Tensor
    empty_hidden_states: Tensor
    guidance_scale: float
    noise: Callable[[], Tensor]
    adapter: Adapter | None = None
    at: int = 0

    @property
    def total(self) -> int:
        """The number of steps that it takes."""
        return len(self.schedule)

    @property
    def done(self) -> bool:
        """True after the last step: `latents` are those of the finished picture."""
        return self.at == len(self.schedule)

    def advance(self, latents: Tensor, x0: Tensor) -> None:
        """Take one step to `latents`, adding the new noise that the solver asks for."""
        if fresh := float(self.schedule.fresh[self.at]):
            latents = latents + fresh * self.noise()
        self.latents, self.denoised, self.at = latents, x0, self.at + 1


def tick(pipeline: Pipeline, rows: Sequence[Row]) -> None:
    """One denoising step of all rows in one forward, or in two halves if memory runs out.

    All have the same LoRA. A failed forward changes no row, so the halves start from the same
    state.
    """
    try:
        _tick(pipeline, rows)
    except (MemoryError, RuntimeError) as error:
        if len(rows) == 1 or not is_out_of_memory(error):
            raise
        log.warning("out of memory: %d rows are denoised in two halves", len(rows))
        middle = len(rows) // 2
        tick(pipeline, rows[:middle])
        tick(pipeline, rows[middle:])


def is_out_of_memory(error: Exception) -> bool:
    """Works on any device: on a CPU torch raises a plain RuntimeError that names its allocator."""
    memory = (MemoryError, torch.OutOfMemoryError)
    return isinstance(error, memory) or "DefaultCPUAllocator" in str(error)


@torch.inference_mode()
def _tick(pipeline: Pipeline, rows: Sequence[Row]) -> None:
    """One forward of all rows; rows with classifier-free guidance take part in it twice."""
    guided = [i for i, row in enumerate(rows) if row.guidance_scale != 1]
    x = torch.stack([row.latents for row in rows])
    timestep = torch.tensor([int(row.schedule.timesteps[row.at]) for row in rows], device=x.device)
    conditional = [row.hidden_states for row in rows]
    hidden_states = torch.stack(conditional + [rows[i].empty_hidden_states for i in guided])
    batch = torch.cat([x, x[guided]])
    with applied(rows[0].adapter):
        output = pipeline.unet(batch, torch.cat([timestep, timestep[guided]]), hidden_states)
    output = output.float()
    output, empty = output[: len(rows)], output[len(rows) :]
    scale = solver.per_row([rows[i].guidance_scale for i in guided], x)
    output[guided] = empty + scale * (output[guided] - empty)
    _advance(rows, x, output, pipeline.diffusion.velocity)


def _advance(rows: Sequence[Row], x: Tensor, output: Tensor, velocity: bool) -> None:
    alpha = solver.per_row([float(row.schedule.alpha[row.at]) for row in rows], x)
    sigma = solver.per_row([float(row.schedule.sigma[row.at]) for row in rows], x)
    x0 = solver.predicted_x0(x, output, alpha, sigma, velocity)
    steps = np.stack([row.schedule.coefficients[row.at] for row in rows])
    previous_x0 = torch.stack([row.denoised for row in rows])
    new = solver.update(x, x0, previous_x0, torch.as_tensor(steps, dtype=x.dtype, device=x.device))
    for i, row in enumerate(rows):
        row.advance(new[i], x0[i])
