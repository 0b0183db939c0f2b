"""Looks at pictures that are being painted, for a small share of the time."""

import time
from collections.abc import Callable

from torch import Tensor

from model.codec import preview
from model.pipeline import Pipeline
from model.pixels import Pixels

SHARE = 0.05
"""The most of the painting thread's time that previews take."""


class Previews:
    """Makes the first at once, and each further one when the time since has paid for it."""

    def __init__(self, pipeline: Pipeline, clock: Callable[[], float] = time.perf_counter) -> None:
        self._pipeline = pipeline
        self._clock = clock
        self._next = clock()

    def of(self, latents: Tensor) -> Pixels | None:
        """A preview of predicted latents, uint8 [side, side, 4]; None where it is too soon."""
        start = self._clock()
        if start < self._next:
            return None
        picture = preview(self._pipeline, latents)
        self._next = start + (self._clock() - start) / SHARE
        return picture
