"""Previews of unfinished pictures, limited to a small share of the painting time."""

import time
from collections.abc import Callable
from typing import Any

from torch import Tensor

from model.flight import Request
from model.image.pixels import Pixels

Show = Callable[[Tensor], Pixels | None]
"""Predicted latents -> an approximate picture, uint8 [height, width, 4]."""
SHARE = 0.05
"""Maximum share of a request's time spent on its previews, the first one excepted."""


class Previews:
    """Makes a request's first preview at once, and later ones at a rate that keeps to SHARE."""

    def __init__(self, show: Show, clock: Callable[[], float] = time.perf_counter) -> None:
        self._show = show
        self._clock = clock

    def of(self, request: Request[Any]) -> Pixels | None:
        """The predicted picture, uint8 [height, width, 4]; None before a step or too soon."""
        start, latents = self._clock(), request.predicted
        if latents is None or start < request.next_preview:
            return None
        picture = self._show(latents)
        request.next_preview = start + (self._clock() - start) / SHARE
        return picture
