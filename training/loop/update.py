"""One optimizer update: batches, forward, backward, gradient clipping, step, EMA."""

from contextlib import nullcontext

import torch
from accelerate import Accelerator
from diffusers.optimization import get_scheduler

from model.errors import EmojismithError
from model.rows import is_out_of_memory
from training.loop.batch_size import most_at_once
from training.loop.checkpoints import Progress
from training.loop.ema import EMA
from training.loop.memory import MemoryGuard, stepping
from training.loop.optimizers import new_optimizer
from training.loop.settings import LoopSettings
from training.loop.task import Batch, Separable, Task
from training.seeds import seeded

MAX_SKIPPED = 20
"""Consecutive updates that the fp16 gradient scaler may skip while it looks for a scale."""


class Diverged(EmojismithError):
    """The loss or the gradient is NaN or infinite."""


class Updater:
    """Updates the task's model; it owns the optimizer, the schedule and the EMA.

    `optimizer` is the name of the optimizer in use; `ema` is None without an EMA. `trained` are the
    parameters that require a gradient.
    """

    def __init__(self, task: Task, settings: LoopSettings, accelerator: Accelerator) -> None:
        self._task = task
        self._settings = settings
        self._accelerator = accelerator
        self._skipped = 0
        self.trained = [p for p in task.model.parameters() if p.requires_grad]
        self.ema: EMA | None = None
        if settings.ema is not None:
            self.ema = EMA(self.trained, settings.ema, settings.ema_on_cpu, accelerator.device)
        self.memory = MemoryGuard(
            task.model, settings.batch_size, settings.gradient_accumulation_steps, self.ema
        )
        if settings.gradient_checkpointing:
            self.memory.checkpoint_gradients()
        self.optimizer, optimizer = new_optimizer(
            settings.optimizer,
            self.trained,
            accelerator.device,
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
        self._model, self._optimizer, self._schedule = accelerator.prepare(
            task.model, optimizer, schedule
        )
        if self._may_join:
            self.memory.join(self._most_at_once())

    @property
    def samples_per_update(self) -> int:
        """Over all processes."""
        num_processes: int = self._accelerator.num_processes
        return self.memory.batch_size * self.memory.gradient_accumulation_steps * num_processes

    def update(self, progress: Progress) -> dict[str, float]:
        """Make one update, repeated with less memory when it runs out; advances `progress`.

        Returns the means of its losses, the learning rate and the norm of the gradient. Raises
        Diverged and OutOfMemory.
        """
        while True:
            try:
                losses, norm = self._gradients(progress)
                break
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error) or self._accelerator.num_processes > 1:
                    raise
                self._optimizer.zero_grad()
                self.memory.relieve(error)
        with stepping():
            self._optimizer.step()
        self._optimizer.zero_grad()
        rate = self._schedule.get_last_lr()[0]
        self._schedule.step()
        if self.ema is not None:
            self.ema.step(self.trained)
        progress.samples += self.samples_per_update
        progress.updates += 1
        return {**losses, "lr": rate, "gradient": norm}

    @property
    def _may_join(self) -> bool:
        settings = self._settings
        accumulates = settings.gradient_accumulation_steps > 1
        separable = isinstance(self._task, Separable)
        return accumulates and separable and not settings.gradient_checkpointing

    def _most_at_once(self) -> int:
        """How many micro-batches of an update fit into memory together."""
        settings, model = self._settings, self._task.model.train()
        return most_at_once(
            lambda: self._losses(model, range(settings.batch_size)),
            settings.gradient_accumulation_steps,
            list(model.parameters()),
            self._accelerator,
        )

    def _gradients(self, progress: Progress) -> tuple[dict[str, float], float]:
        """Forward and backward over all micro-batches: mean losses, and the gradient's norm."""
        self._model.train()
        steps = self.memory.gradient_accumulation_steps
        totals: dict[str, torch.Tensor] = {}
        for micro in range(steps):
            last = micro == steps - 1
            with nullcontext() if last else self._accelerator.no_sync(self._model):
                samples = self._samples(progress, micro)
                losses = self._losses(self._model, samples)
                self._check(losses["loss"], progress, samples)
                self._accelerator.backward(losses["loss"] / steps)
            for key, value in losses.items():
                totals[key] = totals.get(key, 0) + value.detach().float() / steps
        norm = self._accelerator.clip_grad_norm_(self.trained, self._settings.max_grad_norm)
        self._check_gradient(norm, progress)
        means = torch.stack(list(totals.values()))
        if self._accelerator.num_processes > 1:
            means = self._accelerator.reduce(means, "mean")
        return dict(zip(totals, means.tolist(), strict=True)), float(norm)

    def _losses(self, model: torch.nn.Module, samples: range) -> Batch:
        """The losses of one micro-batch."""
        generator = seeded(self._settings.seed, samples.start)
        batch = self._task.batch(samples, generator)
        batch = {key: value.to(self._accelerator.device) for key, value in batch.items()}
        with self._accelerator.autocast():
            return self._task.losses(model, batch, generator)

    def _samples(self, progress: Progress, micro: int) -> range:
        """The numbers of the samples of this process's micro-batch."""
        num_processes, process = self._accelerator.num_processes, self._accelerator.process_index
        block = micro * num_processes + process
        first = progress.samples + block * self.memory.batch_size
        return range(first, first + self.memory.batch_size)

    def _check(self, loss: torch.Tensor, progress: Progress, samples: range) -> None:
        if not torch.isfinite(loss):
            raise self._diverged(f"the loss is {loss.item()}", progress, f", samples {samples}")

    def _check_gradient(self, norm: torch.Tensor, progress: Progress) -> None:
        """Only the fp16 scaler may meet infinite gradients: it skips the update, halves its scale.

        Raises Diverged in every other case.
        """
        if torch.isfinite(norm):
            self._skipped = 0
            return
        self._skipped += 1
        if self._accelerator.scaler is None or self._skipped > MAX_SKIPPED:
            raise self._diverged(f"the gradient is {norm.item()}", progress)

    def _diverged(self, what: str, progress: Progress, where: str = "") -> Diverged:
        return Diverged(
            f"{self._task.name}: {what} at update {progress.updates}{where}: take a smaller "
            f"learning rate and go on from the last checkpoint in {self._accelerator.project_dir}."
        )
