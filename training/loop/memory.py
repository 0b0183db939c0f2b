"""What is done when memory runs short, step by step and never without a word."""

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
    """Nothing more can be saved."""


class MemoryGuard:
    """The sizes of an update, which shrink when memory is short while the update stays the same.

    In this order: micro-batches that were joined are parted, gradients are computed anew instead of
    kept (1604.06174), the micro-batch is halved and the accumulation doubled, the moving average
    moves to the CPU, then halves to the end. `taken` are the measures so far, in words.
    """

    def __init__(
        self, model: torch.nn.Module, batch: int, accumulation: int, average: EMA | None
    ) -> None:
        self._model = model
        self._average = average
        self.batch = batch
        self.accumulation = accumulation
        self._asked = batch
        self.taken: list[str] = []
        self._checkpointed = False
        self._measures = self._ladder()

    def join(self, micro_batches: int) -> None:
        """Take so many at once, as long as memory lasts."""
        self.batch *= micro_batches
        self.accumulation //= micro_batches

    def relieve(self, error: Exception) -> None:
        """Take the next measure. Raises OutOfMemory where none is left."""
        measure = next(self._measures, None)
        if measure is None:
            raise OutOfMemory(
                f"Memory is short even for one picture at a time ({str(error).splitlines()[0]}): "
                "train the LoRA preset, a smaller picture, or on a larger machine."
            ) from error
        measure()
        log.warning("memory is short: %s", self.taken[-1])
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

    def checkpoint_gradients(self) -> None:
        """Compute activations anew in the backward pass instead of keeping them."""
        enable = getattr(self._model, "enable_gradient_checkpointing", None)
        if enable is not None and not self._checkpointed:
            enable()
            self._checkpointed = True
            self.taken.append("activations are computed anew instead of kept")

    def _ladder(self) -> Iterator[Callable[[], None]]:
        if self.batch > self._asked:
            yield self._part
        if hasattr(self._model, "enable_gradient_checkpointing") and not self._checkpointed:
            yield self.checkpoint_gradients
        if self.batch > 1 and self.batch % 2 == 0:
            yield self._halve
        if self._average is not None and not self._average.on_cpu:
            yield self._move_average
        while self.batch > 1 and self.batch % 2 == 0:
            yield self._halve

    def _part(self) -> None:
        self._split(self.batch // self._asked)

    def _halve(self) -> None:
        self._split(2)

    def _split(self, parts: int) -> None:
        self.batch //= parts
        self.accumulation *= parts
        self.taken.append(f"micro-batches of {self.batch}, {self.accumulation} to an update")

    def _move_average(self) -> None:
        assert self._average is not None
        self._average.to_cpu()
        self.taken.append("the moving average lies on the CPU")


@contextmanager
def spared(what: str) -> Iterator[None]:
    """Go on without `what` where memory does not suffice for it, with a word."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        log.warning("memory is short: %s is left out", what)


@contextmanager
def stepping() -> Iterator[None]:
    """Raises OutOfMemory: what is half stepped cannot be stepped again."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        raise OutOfMemory(
            "Memory is short for what the optimizer keeps: train the LoRA preset, or on a larger "
            "machine."
        ) from error
