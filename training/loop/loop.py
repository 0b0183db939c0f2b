"""The training loop: exact resume, a time budget, a checkpoint on Ctrl-C or SIGTERM.

The samples are numbered in one endless stream, and an update depends only on the seed and on the
numbers of its samples. So the position in the data is one number, N + N updates equal 2 N bit for
bit, and two processes see the same samples as one with twice the gradient accumulation.
"""

import math
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Never

import torch
from accelerate import Accelerator
from tqdm.auto import tqdm

from training.loop.checkpoints import Checkpoints, Progress, Stateful
from training.loop.memory import MemoryGuard, skip_if_out_of_memory
from training.loop.metrics import MetricsLog
from training.loop.precision import fastest_precision
from training.loop.settings import LoopSettings
from training.loop.signals import stop_signals
from training.loop.task import Task, Watched
from training.loop.update import Updater
from training.processes import processes


class Loop:
    """Trains one task in one run folder, starting from its newest checkpoint if there is one."""

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
        self._updater = Updater(task, settings, self.accelerator)
        self.progress = Progress()
        self.accelerator.register_for_checkpointing(self.progress)
        if self._updater.ema is not None:
            self.accelerator.register_for_checkpointing(self._updater.ema)
        if isinstance(task, Stateful):
            self.accelerator.register_for_checkpointing(task)
        self._checkpoints = Checkpoints(folder / "checkpoints", self.accelerator)

    def run(self, minutes: float | None = None) -> Progress:
        """Train to the last update, or for `minutes`; the task's model then holds the EMA weights.

        Raises Diverged, OutOfMemory, and KeyboardInterrupt after a checkpoint on Ctrl-C or SIGTERM.
        """
        self._checkpoints.resume()
        self.accelerator.init_trackers("scalars")
        with stop_signals() as signals, MetricsLog(self._folder, self.accelerator) as log:
            stopped = self._train(math.inf if minutes is None else minutes * 60, signals, log)
        self.accelerator.end_training()
        if stopped:
            raise KeyboardInterrupt
        if self._updater.ema is not None:
            self._updater.ema.copy_to(self._updater.trained)
        return self.progress

    @property
    def finished(self) -> bool:
        """True after the last update; False if the time budget ended the run earlier."""
        return self.progress.updates >= self._settings.updates

    @property
    def memory(self) -> MemoryGuard:
        """The current sizes of micro-batches, and the measures that were taken to save memory."""
        return self._updater.memory

    @property
    def optimizer(self) -> str:
        """The name of the optimizer in use."""
        return self._updater.optimizer

    def _train(self, budget: float, signals: list[int], log: MetricsLog) -> bool:
        """Update until the end, `budget` seconds or a signal; True after a signal.

        Every process takes the same decisions.
        """
        start = saved = shown = time.monotonic()
        before = self.progress.seconds
        settings, progress = self._settings, self.progress
        stopped = over = False
        with self._progress_bar() as bar:
            while not self.finished and not stopped and not over:
                metrics = self._updater.update(progress)
                now = time.monotonic()
                progress.seconds = before + now - start
                bar.update(self._updater.samples_per_update)
                bar.set_postfix({key: f"{value:.4g}" for key, value in metrics.items()})
                log.write(progress, metrics)
                if isinstance(self._task, Watched):
                    self._task.watch(progress.updates, metrics)
                stopped, over, save, show = self._agreed(
                    bool(signals),
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

    def _progress_bar(self) -> "tqdm[Never]":
        return tqdm(
            total=self._settings.updates * self._updater.samples_per_update,
            initial=self.progress.samples,
            unit="sample",
            desc=self._task.name,
            smoothing=0.05,
            mininterval=2,
            disable=not self.accelerator.is_main_process,
        )

    def _agreed(self, *flags: bool) -> list[bool]:
        """Each flag that is set in any process is set in all."""
        if self.accelerator.num_processes == 1:
            return list(flags)
        raised = torch.tensor(flags, dtype=torch.float, device=self.accelerator.device)
        return [value > 0 for value in self.accelerator.reduce(raised, "sum").tolist()]

    def _show(self) -> None:
        """Write the task's contact sheet with the EMA weights, in the main process."""
        if not self.accelerator.is_main_process:
            return
        updater = self._updater
        with nullcontext() if updater.ema is None else updater.ema.applied(updater.trained):
            self._task.model.eval()
            with skip_if_out_of_memory("the contact sheet"), torch.no_grad():
                self._task.show(self._folder / "sheets" / f"{self.progress.samples:09d}.png")
