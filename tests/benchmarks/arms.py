"""The ways of training that are compared. Each runs in its own process, one update on request."""

import io
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, redirect_stderr, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from unittest import mock

import torch
from accelerate import Accelerator
from diffusers import DDPMScheduler
from diffusers.optimization import get_scheduler
from torch.nn import functional
from torchvision.transforms import v2

from tests.benchmarks.memory import GIB
from tests.benchmarks.sd import SCHEDULER
from tests.benchmarks.workload import (
    Benched,
    Workload,
    frozen,
    preset,
    settings_of,
    text_states,
    token_ids,
)
from training.loop.loop import Loop
from training.loop.optimizers import OptimizerName


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one update: wall seconds, CPU seconds of all threads, peak memory."""

    wall: float
    cpu: float
    peak_gib: float
    precision: str
    optimizer: str


class Enough(Exception):
    """Raised to stop training: no further update is needed."""


class Pace:
    """Sends the cost of each update, then waits until the next is requested."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._began = (0.0, 0.0)

    def updated(self, precision: str, optimizer: str) -> None:
        """Call this after each update. Raises Enough when no further update is requested."""
        wall, cpu = time.perf_counter(), time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / GIB
        began = self._began
        self._line.send(Cost(wall - began[0], cpu - began[1], peak, precision, optimizer))
        if not self._line.recv():
            raise Enough
        self._began = time.perf_counter(), time.process_time()


Arm = Callable[[Workload, Pace], None]


def serve(arm: Arm, workload: Workload, line: Connection) -> None:
    """Run an arm until no further update is requested, without its progress bar.

    The first update is a warm-up: do not count its cost.
    """
    with suppress(Enough), redirect_stderr(io.StringIO()):
        arm(workload, Pace(line))


def script(workload: Workload, pace: Pace) -> None:
    """Like diffusers' train_text_to_image.py: runs all three models in fp32 in every step."""
    plan = preset("sd14")
    accelerator = Accelerator(mixed_precision="no", gradient_accumulation_steps=plan.accumulation)
    autoencoder, encoder = frozen(workload.form)
    unet = workload.form.unet().train()
    optimizer = torch.optim.AdamW(unet.parameters(), lr=plan.learning_rate)
    loader = torch.utils.data.DataLoader(
        _Prepared(workload), batch_size=plan.batch, shuffle=True, drop_last=True
    )
    schedule = get_scheduler("constant", optimizer)
    unet, optimizer, loader, schedule = accelerator.prepare(unet, optimizer, loader, schedule)
    noising = DDPMScheduler(**SCHEDULER)
    while True:
        for pixels, ids in loader:
            with accelerator.accumulate(unet):
                with torch.no_grad():
                    posterior = autoencoder.encode(pixels).latent_dist
                latents = posterior.sample() * autoencoder.config.scaling_factor
                noise = torch.randn_like(latents)
                t = torch.randint(noising.config.num_train_timesteps, (len(latents),))
                noised = noising.add_noise(latents, noise, t)
                found = unet(noised, t, text_states(encoder, ids)).sample
                loss = functional.mse_loss(found, noise)
                accelerator.backward(loss)
                if accelerator.sync_gradients:
                    accelerator.clip_grad_norm_(unet.parameters(), plan.clip)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
            if accelerator.sync_gradients:
                pace.updated("no", "adamw")


class _Prepared(torch.utils.data.Dataset[tuple[torch.Tensor, torch.Tensor]]):
    """Pictures in memory with the script's transforms, and token ids of their captions."""

    def __init__(self, workload: Workload) -> None:
        rows = range(workload.pictures)
        self._pictures = [v2.functional.to_pil_image(x[..., :3]) for x in workload.pixels(rows)]
        self._ids = token_ids(workload.captions())
        side = workload.form.side
        self._transform = v2.Compose(
            [
                v2.Resize(side),
                v2.RandomCrop(side),
                v2.RandomHorizontalFlip(),
                v2.ToImage(),
                v2.ToDtype(torch.float32, scale=True),
                v2.Normalize([0.5], [0.5]),
            ]
        )

    def __len__(self) -> int:
        return len(self._pictures)

    def __getitem__(self, row: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self._transform(self._pictures[row]), self._ids[row]


def cached(workload: Workload, pace: Pace) -> None:
    """This project's loop on cached latents and text states, in fp32, one micro-batch at a time."""
    with _fp32(), _apart():
        _loop(workload, pace, "adamw")


def mixed(workload: Workload, pace: Pace) -> None:
    """The same in the fastest precision of this machine."""
    with _apart():
        _loop(workload, pace, "adamw")


def joined(workload: Workload, pace: Pace) -> None:
    """The same with as many micro-batches at once as fit in memory."""
    _loop(workload, pace, "adamw")


def eight_bit(workload: Workload, pace: Pace) -> None:
    """The same with 8-bit Adam: the unchanged `sd14` preset."""
    _loop(workload, pace, "adamw8bit")


def _fp32() -> AbstractContextManager[object]:
    return mock.patch("training.loop.loop.fastest_precision", return_value="no")


def _apart() -> AbstractContextManager[object]:
    return mock.patch("training.loop.loop.most_at_once", return_value=1)


def _loop(workload: Workload, pace: Pace, optimizer: OptimizerName) -> None:
    pictures, _ = workload.encoded()
    with tempfile.TemporaryDirectory() as folder:
        task = Benched(
            workload.form.unet(),
            pictures,
            lambda: pace.updated(loop.accelerator.mixed_precision, loop.optimizer),
        )
        loop = Loop(task, settings_of(preset("sd14"), optimizer), Path(folder))
        loop.run()
