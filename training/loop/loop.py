"""The one training loop: any task, exact resume, a budget in minutes, a word before it stops.

What an update learns from is a pure function of the seed and of the samples' numbers in one endless
stream, so the position in the data is one number, N + N updates equal 2 N bit for bit, and two
processes see what one with twice the accumulation does.
"""

import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Literal, Protocol, runtime_checkable

import torch
from accelerate import Accelerator
from diffusers.optimization import get_scheduler
from tqdm.auto import tqdm

from model.errors import EmojismithError
from model.rows import is_out_of_memory
from training.loop.batch_size import most_at_once
from training.loop.checkpoints import Checkpoints, Progress, Stateful
from training.loop.ema import EMA
from training.loop.memory import MemoryGuard, spared, stepping
from training.loop.metrics import Scalars
from training.loop.optimizers import OptimizerName, new_optimizer
from training.loop.precision import fastest_precision
from training.processes import processes
from training.seeds import seeded

Batch = dict[str, torch.Tensor]
LEAPS = 20
"""Updates in a row that fp16 may leave out while it looks for the scale of its gradients."""


class Diverged(EmojismithError):
    """The loss or the gradient is no number any more."""


class Task(Protocol):
    """What is trained: a module, its batches and its loss.

    One that also has `state_dict` and `load_state_dict` is kept in the checkpoints.
    """

    @property
    def name(self) -> str:
        """What the progress bar calls it."""
        ...

    @property
    def model(self) -> torch.nn.Module:
        """What is trained: all its parameters that require a gradient."""
        ...

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """The samples of these numbers; `generator` is seeded by the first of them."""
        ...

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """Scalars by name; the one named "loss" is minimized."""
        ...

    def show(self, path: Path) -> None:
        """Write a picture of what the model can do to `path` (PNG)."""
        ...


@runtime_checkable
class Watched(Protocol):
    """A task that wants to see the scalars of each update, and may raise to end the run."""

    def watch(self, updates: int, scalars: dict[str, float]) -> None:
        """Called after each update with its number, from 1, and the mean of its scalars."""
        ...


@runtime_checkable
class Separable(Protocol):
    """A task whose samples are the same in whatever micro-batch they come."""

    @property
    def separable(self) -> Literal[True]:
        """Always."""
        ...


@dataclass(frozen=True, slots=True)
class LoopSettings:
    """How a task is trained. Schedules count optimizer updates.

    The learning rate warms up over `warmup` updates and falls along a half cosine to zero at
    `updates`; `ema` is the decay of the weights' moving average, which is what is kept, None for
    none; it may lie on the CPU. `batch` is one process's micro-batch; those of a separable task are
    taken together where there is room, which changes no update beyond rounding.
    """

    updates: int
    batch: int
    learning_rate: float
    warmup: int
    accumulation: int = 1
    clip: float = 1.0
    weight_decay: float = 0.01
    betas: tuple[float, float] = (0.9, 0.99)
    optimizer: OptimizerName = "adamw"
    schedule: Literal["cosine", "constant_with_warmup"] = "cosine"
    ema: float | None = 0.998
    ema_on_cpu: bool = False
    checkpointing: bool = False
    seed: int = 0
    checkpoint_minutes: float = 4.0
    show_minutes: float = 10.0


class Loop:
    """Trains one task in one run folder, from its newest checkpoint where there is one.

    `optimizer` is the one that really runs, `accelerator` the processes' own.
    """

    def __init__(self, task: Task, settings: LoopSettings, folder: Path) -> None:
        self._task = task
        self._settings = settings
        self._folder = folder
        self.accelerator = Accelerator(
            mixed_precision=fastest_precision(processes().device),
            log_with="tensorboard",
            project_dir=str(folder),
            step_scheduler_with_optimizer=False,
        )
        self._trained = [p for p in task.model.parameters() if p.requires_grad]
        self._prepare()
        self.progress = Progress()
        self.accelerator.register_for_checkpointing(self.progress)
        if self._average is not None:
            self.accelerator.register_for_checkpointing(self._average)
        if isinstance(task, Stateful):
            self.accelerator.register_for_checkpointing(task)
        self._checkpoints = Checkpoints(folder / "checkpoints", self.accelerator)
        self._leaps = 0

    def _prepare(self) -> None:
        settings, task = self._settings, self._task
        device = self.accelerator.device
        self._average = None
        if settings.ema is not None:
            self._average = EMA(self._trained, settings.ema, settings.ema_on_cpu, device)
        self.memory = MemoryGuard(task.model, settings.batch, settings.accumulation, self._average)
        if settings.checkpointing:
            self.memory.checkpoint_gradients()
        self.optimizer, optimizer = new_optimizer(
            settings.optimizer,
            self._trained,
            device,
            lr=settings.learning_rate,
            betas=settings.betas,
            weight_decay=settings.weight_decay,
        )
        schedule = get_scheduler(
            settings.schedule,
            optimizer,
            num_warmup_steps=settings.warmup,
            num_training_steps=settings.updates,
        )
        self._model, self._optimizer, self._schedule = self.accelerator.prepare(
            task.model, optimizer, schedule
        )
        if settings.accumulation > 1 and isinstance(task, Separable) and not settings.checkpointing:
            self.memory.join(self._most_at_once())

    def _most_at_once(self) -> int:
        """Micro-batches of an update that have room together."""
        settings, model = self._settings, self._task.model.train()
        return most_at_once(
            lambda: self._losses(model, range(settings.batch)),
            settings.accumulation,
            list(model.parameters()),
            self.accelerator,
        )

    def run(self, minutes: float | None = None) -> Progress:
        """Train to the last update, or for `minutes`; the task's model then holds the EMA weights.

        Raises Diverged, OutOfMemory, and KeyboardInterrupt after a checkpoint on Ctrl-C or SIGTERM.
        """
        self._checkpoints.resume()
        self.accelerator.init_trackers("scalars")
        with _stop_signals() as stop, Scalars(self._folder, self.accelerator) as scalars:
            stopped = self._train(math.inf if minutes is None else minutes * 60, stop, scalars)
        self.accelerator.end_training()
        if stopped:
            raise KeyboardInterrupt
        if self._average is not None:
            self._average.copy_to(self._trained)
        return self.progress

    @property
    def finished(self) -> bool:
        """True after the last update; False where `minutes` were over before it."""
        return self.progress.updates >= self._settings.updates

    def _train(self, budget: float, stop: list[int], log: Scalars) -> bool:
        """True where a signal ended it; all processes decide alike."""
        start = saved = shown = time.monotonic()
        before = self.progress.seconds
        settings, progress = self._settings, self.progress
        stopped = over = False
        with tqdm(
            total=settings.updates * self._an_update,
            initial=progress.samples,
            unit="sample",
            desc=self._task.name,
            smoothing=0.05,
            mininterval=2,
            disable=not self.accelerator.is_main_process,
        ) as bar:
            while not self.finished and not stopped and not over:
                scalars = self._update()
                now = time.monotonic()
                progress.seconds = before + now - start
                bar.update(self._an_update)
                bar.set_postfix({key: f"{value:.4g}" for key, value in scalars.items()})
                log.write(progress, scalars)
                if isinstance(self._task, Watched):
                    self._task.watch(progress.updates, scalars)
                stopped, over, save, show = self._agreed(
                    bool(stop),
                    now - start >= budget,
                    now - saved >= settings.checkpoint_minutes * 60,
                    now - shown >= settings.show_minutes * 60,
                )
                if save:
                    self._checkpoints.save(progress)
                    saved = time.monotonic()
                if show:
                    self._show()
                    shown = time.monotonic()
        self._checkpoints.save(progress)
        self._show()
        return stopped

    @property
    def _an_update(self) -> int:
        """Samples of one update, over all processes."""
        processes: int = self.accelerator.num_processes
        return self.memory.batch * self.memory.accumulation * processes

    def _update(self) -> dict[str, float]:
        """One optimizer update, again with less memory at a time where it was not enough.

        The mean of its scalars over all its samples, with the rate and the gradient's length.
        """
        while True:
            try:
                losses, norm = self._gradients()
                break
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error) or self.accelerator.num_processes > 1:
                    raise
                self._optimizer.zero_grad()
                self.memory.relieve(error)
        with stepping():
            self._optimizer.step()
        self._optimizer.zero_grad()
        rate = self._schedule.get_last_lr()[0]
        self._schedule.step()
        if self._average is not None:
            self._average.step(self._trained)
        self.progress.samples += self._an_update
        self.progress.updates += 1
        return {**losses, "lr": rate, "gradient": norm}

    def _gradients(self) -> tuple[dict[str, float], float]:
        """Forward and backward over all micro-batches; means of the scalars, and the norm."""
        memory = self.memory
        self._model.train()
        totals: dict[str, torch.Tensor] = {}
        for micro in range(memory.accumulation):
            last = micro == memory.accumulation - 1
            with nullcontext() if last else self.accelerator.no_sync(self._model):
                samples = self._samples(micro)
                losses = self._losses(self._model, samples)
                self._check(losses["loss"], samples)
                self.accelerator.backward(losses["loss"] / memory.accumulation)
            for key, value in losses.items():
                totals[key] = totals.get(key, 0) + value.detach().float() / memory.accumulation
        norm = self.accelerator.clip_grad_norm_(self._trained, self._settings.clip)
        self._check_gradient(norm)
        scalars = torch.stack(list(totals.values()))
        if self.accelerator.num_processes > 1:
            scalars = self.accelerator.reduce(scalars, "mean")
        return dict(zip(totals, scalars.tolist(), strict=True)), float(norm)

    def _losses(self, model: torch.nn.Module, samples: range) -> Batch:
        """The forward of one micro-batch."""
        generator = seeded(self._settings.seed, samples.start)
        batch = self._task.batch(samples, generator)
        batch = {key: value.to(self.accelerator.device) for key, value in batch.items()}
        with self.accelerator.autocast():
            return self._task.losses(model, batch, generator)

    def _samples(self, micro: int) -> range:
        """The numbers of one micro-batch's samples in the stream."""
        processes, process = self.accelerator.num_processes, self.accelerator.process_index
        block = micro * processes + process
        first = self.progress.samples + block * self.memory.batch
        return range(first, first + self.memory.batch)

    def _check(self, loss: torch.Tensor, samples: range) -> None:
        if not torch.isfinite(loss):
            raise self._diverged(f"the loss is {loss.item()}", f", samples {samples}")

    def _check_gradient(self, norm: torch.Tensor) -> None:
        """fp16's scaler leaves an update out and halves its scale; anything else has diverged."""
        if torch.isfinite(norm):
            self._leaps = 0
            return
        self._leaps += 1
        if self.accelerator.scaler is None or self._leaps > LEAPS:
            raise self._diverged(f"the gradient is {norm.item()}", "")

    def _diverged(self, what: str, where: str) -> Diverged:
        return Diverged(
            f"{self._task.name}: {what} at update {self.progress.updates}{where}: take a smaller "
            f"learning rate and go on from the last checkpoint in {self._folder}."
        )

    def _agreed(self, *flags: bool) -> list[bool]:
        """Each flag that is up in any process is up in all."""
        if self.accelerator.num_processes == 1:
            return list(flags)
        raised = torch.tensor(flags, dtype=torch.float, device=self.accelerator.device)
        return [value > 0 for value in self.accelerator.reduce(raised, "sum").tolist()]

    def _show(self) -> None:
        """The task's picture, drawn with the EMA weights, by one process."""
        if not self.accelerator.is_main_process:
            return
        with nullcontext() if self._average is None else self._average.shown(self._trained):
            self._task.model.eval()
            with spared("the sheet of pictures"), torch.no_grad():
                self._task.show(self._folder / "sheets" / f"{self.progress.samples:09d}.png")


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
