"""What the loop does when memory runs out: one measure after another, each of them logged."""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch

from model.errors import EmojismithError
from model.rows import is_out_of_memory
from training.loop.ema import EMA

log = logging.getLogger(__name__)


class OutOfMemory(EmojismithError):
    """Every measure to save memory has been taken."""


class MemoryGuard:
    """Micro-batch and gradient accumulation, which adapt to memory without changing the update.

    In this order: split micro-batches that were joined; gradient checkpointing (1604.06174); halve
    the micro-batch once; move the EMA to the CPU; halve the micro-batch further. `taken` describes
    the measures so far.
    """

    def __init__(
        self,
        model: torch.nn.Module,
        batch_size: int,
        gradient_accumulation_steps: int,
        ema: EMA | None,
    ) -> None:
        self._model = model
        self._ema = ema
        self.batch_size = batch_size
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self._configured = batch_size
        self.taken: list[str] = []
        self._checkpointed = False
        self._measures = self._ladder()

    def join(self, micro_batches: int) -> None:
        """Combine this many micro-batches into one, until memory runs out."""
        self.batch_size *= micro_batches
        self.gradient_accumulation_steps //= micro_batches

    def relieve(self, error: Exception) -> None:
        """Take the next measure. Raises OutOfMemory if none is left."""
        measure = next(self._measures, None)
        if measure is None:
            raise OutOfMemory(
                f"There is not enough memory even for micro-batches of {self.batch_size} "
                f"({str(error).splitlines()[0]}): train the LoRA preset, at a lower resolution, or "
                "on a machine with more memory."
            ) from error
        measure()
        log.warning("out of memory: %s", self.taken[-1])
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def checkpoint_gradients(self) -> None:
        """Recompute activations in the backward pass instead of storing them."""
        enable = getattr(self._model, "enable_gradient_checkpointing", None)
        if enable is not None and not self._checkpointed:
            enable()
            self._checkpointed = True
            self.taken.append("gradient checkpointing: activations are recomputed")

    def _ladder(self) -> Iterator[Callable[[], None]]:
        if self.batch_size > self._configured:
            yield self._separate
        if hasattr(self._model, "enable_gradient_checkpointing") and not self._checkpointed:
            yield self.checkpoint_gradients
        if self.batch_size > 1 and self.batch_size % 2 == 0:
            yield self._halve
        if self._ema is not None and not self._ema.on_cpu:
            yield self._move_ema
        while self.batch_size > 1 and self.batch_size % 2 == 0:
            yield self._halve

    def _separate(self) -> None:
        self._split(self.batch_size // self._configured)

    def _halve(self) -> None:
        self._split(2)

    def _split(self, parts: int) -> None:
        self.batch_size //= parts
        self.gradient_accumulation_steps *= parts
        self.taken.append(
            f"micro-batches of {self.batch_size}, {self.gradient_accumulation_steps} to an update"
        )

    def _move_ema(self) -> None:
        assert self._ema is not None
        self._ema.to_cpu()
        self.taken.append("the EMA is on the CPU")


@contextmanager
def skip_if_out_of_memory(what: str) -> Iterator[None]:
    """Log and skip the rest of the block if memory runs out."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        log.warning("out of memory: %s is skipped", what)


@contextmanager
def stepping() -> Iterator[None]:
    """Raises OutOfMemory: an optimizer step that failed halfway cannot be repeated."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        raise OutOfMemory(
            "There is not enough memory for the optimizer's state: train the LoRA preset, or on a "
            "machine with more memory."
        ) from error
