"""Ways of training to compare. Each runs in its own process and makes an update on request."""

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
    encoded,
    frozen,
    preset,
    settings_of,
    token_ids,
)
from training.loop.loop import Loop
from training.loop.optimizers import OptimizerName


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one update: wall seconds, CPU seconds of all threads, peak memory: the GPU's if any."""

    wall: float
    cpu: float
    peak_gib: float
    precision: str
    optimizer: str


class Enough(Exception):
    """Ends a training when no more updates are requested."""


class Pace:
    """Reports the cost of each update, then waits for the next request."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._began = (0.0, 0.0)

    def updated(self, precision: str, optimizer: str) -> None:
        """Call this after each update. Raises Enough when no further update is requested."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / GIB
        if torch.cuda.is_available():
            torch.cuda.synchronize()
            peak = torch.cuda.max_memory_allocated() / GIB
        wall, cpu = time.perf_counter(), time.process_time()
        began = self._began
        self._line.send(Cost(wall - began[0], cpu - began[1], peak, precision, optimizer))
        if not self._line.recv():
            raise Enough
        self._began = time.perf_counter(), time.process_time()


Arm = Callable[[Workload, Pace], None]


def serve(arm: Arm, workload: Workload, line: Connection) -> None:
    """The main function of a process; it hides the progress bar.

    The first update is a warm-up, whose cost is to be ignored.
    """
    with suppress(Enough), redirect_stderr(io.StringIO()):
        arm(workload, Pace(line))


def script(workload: Workload, pace: Pace) -> None:
    """Like diffusers' train_text_to_image.py: runs all three models in fp32 in every step."""
    plan = preset("sd14")
    accelerator = Accelerator(
        mixed_precision="no", gradient_accumulation_steps=plan.gradient_accumulation_steps
    )
    device = accelerator.device
    autoencoder, encoder = (part.to(device) for part in frozen(workload.form))
    unet = workload.form.unet().train()
    optimizer = torch.optim.AdamW(unet.parameters(), lr=plan.learning_rate)
    loader = torch.utils.data.DataLoader(
        _Prepared(workload), batch_size=plan.batch_size, shuffle=True, drop_last=True
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
                t = torch.randint(
                    noising.config.num_train_timesteps, (len(latents),), device=device
                )
                noised = noising.add_noise(latents, noise, t)
                found = unet(noised, t, encoded(encoder, ids)).sample
                loss = functional.mse_loss(found, noise)
                accelerator.backward(loss)
                if accelerator.sync_gradients:
                    accelerator.clip_grad_norm_(unet.parameters(), plan.max_grad_norm)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
            if accelerator.sync_gradients:
                pace.updated("no", "adamw")


class _Prepared(torch.utils.data.Dataset[tuple[torch.Tensor, torch.Tensor]]):
    """Pictures in memory with the transforms of diffusers' script, and captions as token ids."""

    def __init__(self, workload: Workload) -> None:
        rows = range(workload.pictures)
        self._pictures = [v2.functional.to_pil_image(x[..., :3]) for x in workload.pixels(rows)]
        self._ids = token_ids(workload.captions())
        resolution = workload.form.resolution
        self._transform = v2.Compose(
            [
                v2.Resize(resolution),
                v2.RandomCrop(resolution),
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
    """Our loop on cached latents and hidden states, in fp32, one micro-batch at a time."""
    with _fp32(), _apart():
        _loop(workload, pace, "adamw")


def mixed(workload: Workload, pace: Pace) -> None:
    """The same in the fastest precision of this machine."""
    with _apart():
        _loop(workload, pace, "adamw")


def joined(workload: Workload, pace: Pace) -> None:
    """The same with as many micro-batches at once as fit into memory."""
    _loop(workload, pace, "adamw")


def eight_bit(workload: Workload, pace: Pace) -> None:
    """The same with 8-bit Adam: the `sd14` preset, unchanged."""
    _loop(workload, pace, "adamw8bit")


def _fp32() -> AbstractContextManager[object]:
    return mock.patch("training.loop.loop.fastest_precision", return_value="no")


def _apart() -> AbstractContextManager[object]:
    return mock.patch("training.loop.update.most_at_once", return_value=1)


def _loop(workload: Workload, pace: Pace, optimizer: OptimizerName) -> None:
    examples, _ = workload.encoded()
    with tempfile.TemporaryDirectory() as folder:
        task = Benched(
            workload.form.unet(),
            examples,
            lambda: pace.updated(loop.accelerator.mixed_precision, loop.optimizer),
        )
        loop = Loop(task, settings_of(preset("sd14"), optimizer), Path(folder))
        loop.run()
