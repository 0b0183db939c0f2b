"""Pictures on their way: rows that share one UNet forward a tick, each at its own timestep."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from model import solver
from model.pipeline import Pipeline
from model.solver import Schedule

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Row:
    """One picture on its way: its own schedule, latents and solver state.

    `latents` and `before`, the clean latents predicted a step ago, are float32 [channels, side,
    side]; `context` and `empty` are the states of its text and of no text. `noise()` is the next
    unit noise of its own, shaped as the latents. `origin` are its sketch's latents, None where it
    begins with noise alone.
    """

    schedule: Schedule
    latents: Tensor
    before: Tensor
    context: Tensor
    empty: Tensor
    guidance: float
    noise: Callable[[], Tensor]
    origin: Tensor | None = None
    at: int = 0

    @property
    def done(self) -> bool:
        """True when the last step has been taken and `latents` are the picture's."""
        return self.at == len(self.schedule)

    def advance(self, latents: Tensor, clean: Tensor) -> None:
        """Take the step that leads to `latents`, with the fresh noise that it asks for."""
        if fresh := float(self.schedule.fresh[self.at]):
            latents = latents + fresh * self.noise()
        self.latents, self.before, self.at = latents, clean, self.at + 1


def tick(pipeline: Pipeline, rows: Sequence[Row]) -> None:
    """Take each row one step on, all in one forward; in two halves where memory is short.

    No row has moved when the forward fails, so each half starts where the whole did.
    """
    try:
        _tick(pipeline, rows)
    except (MemoryError, RuntimeError) as error:
        if len(rows) == 1 or not is_out_of_memory(error):
            raise
        log.warning("memory is short: %d rows are painted in two halves", len(rows))
        middle = len(rows) // 2
        tick(pipeline, rows[:middle])
        tick(pipeline, rows[middle:])


def is_out_of_memory(error: Exception) -> bool:
    """True on any device: on a CPU torch raises a plain RuntimeError that names its allocator."""
    memory = (MemoryError, torch.OutOfMemoryError)
    return isinstance(error, memory) or "DefaultCPUAllocator" in str(error)


@torch.inference_mode()
def _tick(pipeline: Pipeline, rows: Sequence[Row]) -> None:
    """One forward of all rows; guided rows take part in it twice."""
    guided = [i for i, row in enumerate(rows) if row.guidance != 1]
    x = torch.stack([row.latents for row in rows])
    timestep = torch.tensor([int(row.schedule.timesteps[row.at]) for row in rows], device=x.device)
    text = torch.stack([row.context for row in rows] + [rows[i].empty for i in guided])
    batch = torch.cat([x, x[guided]])
    output = pipeline.unet(batch, torch.cat([timestep, timestep[guided]]), text).float()
    output, empty = output[: len(rows)], output[len(rows) :]
    scale = solver.per_row([rows[i].guidance for i in guided], x)
    output[guided] = empty + scale * (output[guided] - empty)
    _advance(rows, x, output, pipeline.diffusion.velocity)


def _advance(rows: Sequence[Row], x: Tensor, output: Tensor, velocity: bool) -> None:
    alpha = solver.per_row([float(row.schedule.alpha[row.at]) for row in rows], x)
    sigma = solver.per_row([float(row.schedule.sigma[row.at]) for row in rows], x)
    clean = solver.predicted_clean(x, output, alpha, sigma, velocity)
    steps = np.stack([row.schedule.coefficients[row.at] for row in rows])
    before = torch.stack([row.before for row in rows])
    new = solver.update(x, clean, before, torch.as_tensor(steps, dtype=x.dtype, device=x.device))
    for i, row in enumerate(rows):
        row.advance(new[i], clean[i])
