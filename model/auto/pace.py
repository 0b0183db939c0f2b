"""Measures how many requests a pipeline should paint by one call."""

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from model import pace
from model.auto.calls import run
from model.flight import Capacity
from model.recipe import Candidate
from model.rows import is_out_of_memory

if TYPE_CHECKING:
    from model.auto.painter import AutoPainter

STEPS = 2
"""Denoising steps of a measured call."""
REPEATS = 2


def room(painter: "AutoPainter") -> Capacity:
    """The capacity that pays: one request on a CPU, where a batch gains nothing."""
    start = time.perf_counter()
    model = painter.pipeline
    if model.device.type == "cpu" or model.placement.offload != "none":
        return Capacity()
    share = model.manifest.steps / STEPS

    def ticks(count: int) -> tuple[float, float] | None:
        if time.perf_counter() - start > pace.PATIENCE:
            return None
        try:
            return share * _seconds(painter, count), share * _seconds(painter, 2 * count)
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            return None

    count = pace.side_by_side(0.0, ticks)
    return Capacity(count, count * pace.REQUEST.candidates)


def _seconds(painter: "AutoPainter", count: int) -> float:
    """Seconds of a call for so many pictures, the smallest of REPEATS."""
    blank = np.zeros((painter.pipeline.resolution,) * 2 + (4,), np.uint8)
    recipe = replace(pace.REQUEST, num_inference_steps=STEPS)
    candidate, best = Candidate(blank, 1.0, 0, 0.0, "", ()), math.inf
    for _ in range(REPEATS):
        calls = [painter.start(recipe, candidate) for _ in range(count)]
        began = painter.pipeline.now()
        run(painter.pipeline, calls, lambda: None)
        best = min(best, painter.pipeline.now() - began)
    return best
