"""The one training loop: any task, exact resume, a budget in minutes, a word before it stops.

A batch is a pure function of (seed, update, micro-step), so the position in the data is one number
and N + N updates equal 2 N bit for bit.
"""

import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Protocol

import torch
from accelerate import Accelerator, PartialState
from diffusers.optimization import get_scheduler
from diffusers.training_utils import EMAModel
from tqdm.auto import tqdm

from model.errors import EmojismithError
from training.checkpoints import Checkpoints, Progress
from training.precision import fastest_precision

Batch = dict[str, torch.Tensor]


class Diverged(EmojismithError):
    """The loss or the gradient is no number any more."""


class Task(Protocol):
    """What is trained: a module, its batches and its loss."""

    @property
    def name(self) -> str:
        """What the progress bar calls it."""
        ...

    @property
    def model(self) -> torch.nn.Module:
        """What is trained; all its parameters are."""
        ...

    def batch(self, size: int, generator: torch.Generator) -> Batch:
        """`size` examples, drawn with `generator` alone."""
        ...

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """Scalars by name; the one named "loss" is minimized."""
        ...

    def show(self, path: Path) -> None:
        """Write a picture of what the model can do to `path` (PNG)."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """How a task is trained. Schedules count optimizer updates.

    The learning rate warms up over `warmup` updates and falls along a half cosine to zero at
    `updates`; `ema` is the decay of the weights' moving average, which is what is kept.
    """

    updates: int
    batch: int
    learning_rate: float
    warmup: int
    accumulation: int = 1
    clip: float = 1.0
    weight_decay: float = 0.01
    betas: tuple[float, float] = (0.9, 0.99)
    ema: float = 0.998
    seed: int = 0
    checkpoint_minutes: float = 4.0
    show_minutes: float = 10.0


class Loop:
    """Trains one task in one run folder, from its newest checkpoint where there is one."""

    def __init__(self, task: Task, settings: Settings, folder: Path) -> None:
        self._task = task
        self._settings = settings
        self._folder = folder
        self._accelerator = Accelerator(
            mixed_precision=fastest_precision(PartialState().device),
            gradient_accumulation_steps=settings.accumulation,
            log_with="tensorboard",
            project_dir=str(folder),
            step_scheduler_with_optimizer=False,
        )
        self._prepare()
        self.progress = Progress()
        self._accelerator.register_for_checkpointing(self._ema, self.progress)
        self._checkpoints = Checkpoints(folder / "checkpoints", self._accelerator)

    def _prepare(self) -> None:
        settings, model = self._settings, self._task.model
        optimizer = torch.optim.AdamW(
            model.parameters(),
            lr=settings.learning_rate,
            betas=settings.betas,
            weight_decay=settings.weight_decay,
        )
        schedule = get_scheduler(
            "cosine",
            optimizer,
            num_warmup_steps=settings.warmup,
            num_training_steps=settings.updates,
        )
        self._model, self._optimizer, self._schedule = self._accelerator.prepare(
            model, optimizer, schedule
        )
        self._ema = EMAModel(model.parameters(), decay=settings.ema)
        self._ema.to(self._accelerator.device)

    def run(self, minutes: float | None = None) -> Progress:
        """Train to the last update, or for `minutes`; the task's model then holds the EMA weights.

        Raises Diverged, and KeyboardInterrupt after a checkpoint on Ctrl-C or SIGTERM.
        """
        self._checkpoints.resume()
        self._accelerator.init_trackers("scalars")
        with _stop_signals() as stop:
            self._train(math.inf if minutes is None else minutes * 60, stop)
        self._accelerator.end_training()
        if stop:
            raise KeyboardInterrupt
        self._ema.copy_to(self._task.model.parameters())
        return self.progress

    def _train(self, budget: float, stop: list[int]) -> None:
        start = saved = shown = time.monotonic()
        before = self.progress.seconds
        settings, progress = self._settings, self.progress
        with tqdm(
            total=settings.updates * settings.batch * settings.accumulation,
            initial=progress.samples,
            unit="sample",
            desc=self._task.name,
            smoothing=0.05,
            mininterval=2,
        ) as bar:
            while progress.updates < settings.updates and not stop:
                scalars = self._update()
                now = time.monotonic()
                progress.seconds = before + now - start
                bar.update(settings.batch * settings.accumulation)
                bar.set_postfix({key: f"{value:.4f}" for key, value in scalars.items()})
                if now - start >= budget:
                    break
                if now - saved >= settings.checkpoint_minutes * 60:
                    self._checkpoints.save(progress)
                    saved = time.monotonic()
                if now - shown >= settings.show_minutes * 60:
                    self._show()
                    shown = time.monotonic()
        self._checkpoints.save(progress)
        self._show()

    def _update(self) -> dict[str, float]:
        """One optimizer update over `accumulation` micro-batches; the scalars of the last one."""
        settings, progress = self._settings, self.progress
        self._model.train()
        for micro in range(settings.accumulation):
            generator = self._generator(micro)
            batch = self._task.batch(settings.batch, generator)
            batch = {key: value.to(self._accelerator.device) for key, value in batch.items()}
            with self._accelerator.accumulate(self._model):
                with self._accelerator.autocast():
                    losses = self._task.losses(self._model, batch, generator)
                self._accelerator.backward(losses["loss"])
                if self._accelerator.sync_gradients:
                    norm = self._accelerator.clip_grad_norm_(
                        self._task.model.parameters(), settings.clip
                    )
                    self._check(losses["loss"], norm)
                self._optimizer.step()
                self._optimizer.zero_grad()
            progress.samples += settings.batch
        self._schedule.step()
        self._ema.step(self._task.model.parameters())
        progress.updates += 1
        scalars = {key: value.item() for key, value in losses.items()}
        self._accelerator.log(scalars, step=progress.samples)
        return scalars

    def _generator(self, micro: int) -> torch.Generator:
        settings = self._settings
        position = self.progress.updates * settings.accumulation + micro
        process = self._accelerator.process_index
        return torch.Generator().manual_seed(
            hash((settings.seed, position, process)) & 0x7FFF_FFFF_FFFF
        )

    def _check(self, loss: torch.Tensor, norm: torch.Tensor) -> None:
        if not (torch.isfinite(loss) and torch.isfinite(norm)):
            raise Diverged(
                f"{self._task.name}: the loss is {loss.item()} and its gradient {norm.item()} at "
                f"update {self.progress.updates}: take a smaller learning rate and go on from the "
                f"last checkpoint in {self._folder}."
            )

    def _show(self) -> None:
        """The task's picture, drawn with the EMA weights."""
        parameters = list(self._task.model.parameters())
        self._ema.store(parameters)
        self._ema.copy_to(parameters)
        self._task.model.eval()
        with torch.no_grad():
            self._task.show(self._folder / "sheets" / f"{self.progress.samples:09d}.png")
        self._ema.restore(parameters)


@contextmanager
def _stop_signals() -> Iterator[list[int]]:
    """A list that Ctrl-C or SIGTERM fills, so that the update under way is finished first."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    handlers = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
