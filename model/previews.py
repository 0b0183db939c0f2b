"""Looks at pictures that are being painted, for a small share of the time."""

import time
from collections.abc import Callable
from typing import Any

from model.codec import preview
from model.image.pixels import Pixels
from model.inflight import Request
from model.pipeline import Pipeline

SHARE = 0.05
"""The most of a request's time that its previews take, but for the first."""


class Previews:
    """Makes a request's first at once, and each further one when the time since has paid for it."""

    def __init__(self, pipeline: Pipeline, clock: Callable[[], float] = time.perf_counter) -> None:
        self._pipeline = pipeline
        self._clock = clock

    def of(self, request: Request[Any]) -> Pixels | None:
        """The picture predicted, uint8 [side, side, 4]; None before a step and where too soon."""
        start, latents = self._clock(), request.predicted
        if latents is None or start < request.next_preview:
            return None
        picture = preview(self._pipeline, latents)
        request.next_preview = start + (self._clock() - start) / SHARE
        return picture
