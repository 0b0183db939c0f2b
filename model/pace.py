"""Measures how many requests this device should paint at the same time."""

import logging
import math
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np

from model import solver
from model.errors import BadRequest
from model.flight import Capacity
from model.pipeline import Pipeline
from model.recipe import Candidate, Recipe
from model.rows import Row, is_out_of_memory, tick
from model.strengths import strengths

if TYPE_CHECKING:
    from model.painter import Painter

log = logging.getLogger(__name__)

REQUEST = Recipe("angry unicorn", seed=1)
REPEATS = 3
PATIENCE = 1.0
"""Seconds after which no larger batch is tried, to keep start-up short."""
SLOW = 0.2
"""If a step of one row takes more seconds than this, nothing is measured: it would take minutes."""

Ticks = Callable[[int], tuple[float, float] | None]


def pays(own: float, one: float, two: float) -> bool:
    """Whether two equal requests finish sooner, on average, together than one after the other.

    `own` is the seconds of a request's own work (sketching, encoding, decoding, judging); `one` and
    `two` are the seconds of all denoising steps of one request and of both together.

    One after the other, k requests of T = own + one seconds each finish after T, 2 T, ... k T, on
    average after (k + 1) T / 2. Together all finish after k T / gain, with gain the ratio of the
    throughputs. That is sooner if gain > 2 k / (k + 1), which is 4/3 for two.
    """
    gain = 2 * (own + one) / (2 * own + two)
    return gain > 4 / 3


def side_by_side(own: float, ticks: Ticks) -> int:
    """How many equal requests to paint at the same time, a power of two.

    `ticks(k)` returns the seconds of all denoising steps of k requests together and of 2 k, or None
    if 2 k do not fit. A batch counts as one request, which is doubled as long as that `pays`. So
    the gain of k = 2^n exceeds (4/3)^n, which is never less than 2 k / (k + 1): they finish sooner
    on average than k requests one after the other.
    """
    count = 1
    while (found := ticks(count)) is not None and pays(count * own, *found):
        count *= 2
    return count


def room(painter: "Painter") -> Capacity:
    """The capacity that pays on this device, measured with requests of the default size.

    It covers no more rows than were run here, so they fit into memory. It is one request if
    requests do not share forwards, because then there is no gain.
    """
    start, pipeline = time.perf_counter(), painter.pipeline
    if not pipeline.shares_forwards:
        return Capacity()
    spread = [s for s in _strengths(painter) if s]
    row = _row(painter)
    if not spread or _fastest(pipeline, row, 1)[0] > SLOW:
        return Capacity()
    steps = max(len(_schedule(pipeline, strength)) for strength in spread)

    @cache
    def ticks(count: int) -> tuple[float, float] | None:
        if time.perf_counter() - start > PATIENCE:
            return None
        try:
            one, two = _fastest(pipeline, row, count * len(spread), 2 * count * len(spread))
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            return None
        return steps * one, steps * two

    # A request's own work only lowers the gain, and measuring it takes two paintings.
    could_pay = (first := ticks(1)) is not None and pays(0, *first)
    count = side_by_side(_own(painter), ticks) if could_pay else 1
    took = time.perf_counter() - start
    log.info("requests painted at the same time: %d (measured in %.1f s)", count, took)
    return Capacity(count, count * REQUEST.candidates)


def _strengths(painter: "Painter") -> tuple[float, ...]:
    defaults = painter.pipeline.manifest.strengths
    return strengths(REQUEST.wildness, REQUEST.candidates, 0, defaults)


def _schedule(pipeline: Pipeline, strength: float) -> solver.Schedule:
    manifest = pipeline.manifest
    return solver.schedule(pipeline.diffusion, manifest.steps, strength, manifest.solver)


def _row(painter: "Painter") -> Row:
    """A row that starts from pure noise: the time of a step does not depend on the picture."""
    resolution = painter.pipeline.resolution
    blank = np.zeros((resolution, resolution, 4), np.uint8)
    return painter.start(REQUEST, Candidate(blank, 1.0, 0, 0.0, "", ()))


def _fastest(pipeline: Pipeline, row: Row, *sizes: int) -> list[float]:
    """Minimum seconds of one denoising step for each number of rows, over REPEATS rounds."""
    best = [math.inf] * len(sizes)
    for _ in range(REPEATS):
        for i, size in enumerate(sizes):
            rows = [replace(row) for _ in range(size)]
            start = pipeline.now()
            tick(pipeline, rows)
            best[i] = min(best[i], pipeline.now() - start)
    return best


def _own(painter: "Painter") -> float:
    """Seconds of a request's own work, the smaller of two runs."""
    best = math.inf
    for _ in range(2):
        own, since = 0.0, painter.pipeline.now()
        with suppress(BadRequest):
            for rows in painter.painting(replace(REQUEST, num_inference_steps=1)):
                own += painter.pipeline.now() - since
                if rows:
                    tick(painter.pipeline, cast("Sequence[Row]", rows))
                since = painter.pipeline.now()
        best = min(best, own + painter.pipeline.now() - since)
    return best
