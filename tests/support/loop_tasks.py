"""Small tasks for the training loop: a network that learns to double."""

import os
import signal
from pathlib import Path

import torch
from PIL import Image
from torch import nn

from training.loop.settings import LoopSettings
from training.loop.task import Batch

SETTINGS = LoopSettings(
    updates=8, batch_size=4, learning_rate=0.01, warmup=2, gradient_accumulation_steps=2, ema=0.9
)


class Doubling:
    """Learns y = 2x with a layer of dropout, so that random states matter too."""

    name = "doubling"

    def __init__(self) -> None:
        torch.manual_seed(1)
        self.model = nn.Sequential(nn.Linear(3, 8), nn.GELU(), nn.Dropout(0.2), nn.Linear(8, 3))
        self.shown = 0
        self.poisoned = False
        self.stop_at: int | None = None
        self.batches = 0

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        self.batches += 1
        if self.batches == self.stop_at:
            os.kill(os.getpid(), signal.SIGTERM)
        return {"x": torch.randn(len(samples), 3, generator=generator)}

    def losses(
        self, model: nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        loss = (model(batch["x"]) - 2 * batch["x"]).square().mean()
        return {"loss": loss * torch.nan if self.poisoned else loss}

    def show(self, path: Path) -> None:
        self.shown += 1
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (1, 1)).save(path)


class Hungry(Doubling):
    """Has memory for micro-batches of two. Has no dropout, so that batch sizes can be compared."""

    room = 2

    def __init__(self) -> None:
        super().__init__()
        self.model = nn.Sequential(nn.Linear(3, 8), nn.GELU(), nn.Linear(8, 3))

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        super().batch(samples, generator)  # counts, and sends the signal when it is due
        seeds = [torch.Generator().manual_seed(number) for number in samples]
        return {"x": torch.stack([torch.randn(3, generator=seed) for seed in seeds])}

    def losses(
        self, model: nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        if len(batch["x"]) > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
        return super().losses(model, batch, generator)


def weights(task: Doubling) -> torch.Tensor:
    """All parameters in one vector."""
    return torch.cat([parameter.detach().flatten() for parameter in task.model.parameters()])
