"""How many requests are best painted side by side on this device: measured once, then a rule."""

import logging
import math
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import numpy as np

from model import solver
from model.errors import BadRequest
from model.inflight import Capacity
from model.painter import Painter
from model.pipeline import Pipeline
from model.recipe import Candidate, Recipe
from model.rows import Row, is_out_of_memory, tick
from model.strengths import strengths

log = logging.getLogger(__name__)

REQUEST = Recipe("angry unicorn", seed=1)
REPEATS = 3
PATIENCE = 1.0
"""Seconds after which no larger batch is tried: a start is not held up for long."""
SLOW = 0.2
"""Seconds of one row's tick beyond which nothing is measured: it would take minutes."""

Ticks = Callable[[int], tuple[float, float] | None]


def pays(own: float, one: float, two: float) -> bool:
    """Whether two equal requests are better painted side by side than one after the other.

    `own` is the seconds of what each needs for itself alone (sketches, encoding, decoding,
    judging), `one` and `two` those of all ticks of one of them and of both together.

    One after the other, k requests of T = own + one seconds each are done after T, 2 T, ... k T, on
    average after (k + 1) T / 2. Side by side all are done after k T / gain, where gain is how many
    times as much is done in a second. That is sooner where gain > 2 k / (k + 1): 4/3 for two.
    """
    gain = 2 * (own + one) / (2 * own + two)
    return gain > 4 / 3


def side_by_side(own: float, ticks: Ticks) -> int:
    """How many equal requests to paint side by side, a power of two.

    `ticks(k)` gives the seconds of all ticks of k requests together and of 2 k, None where 2 k
    cannot be had. What is side by side already counts as one request, which is doubled as long as
    that `pays`. So k = 2^n gain more than (4/3)^n, which is never less than 2 k / (k + 1): they
    are on average done sooner than k that are painted one after the other.
    """
    count = 1
    while (found := ticks(count)) is not None and pays(count * own, *found):
        count *= 2
    return count


def room(painter: Painter) -> Capacity:
    """The room that pays on this device, measured with requests of the default size.

    No more rows get room than were run here, so they fit into memory. One request at a time where
    requests do not share forwards, for then nothing is gained.
    """
    start, pipeline = time.perf_counter(), painter.pipeline
    if not pipeline.shares_forwards:
        return Capacity()
    spread = [s for s in _strengths(painter) if s]
    row = _row(painter)
    if not spread or _fastest(pipeline, row, 1)[0] > SLOW:
        return Capacity()
    own = _own(painter)
    steps = max(len(_schedule(pipeline, strength)) for strength in spread)

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

    count = side_by_side(own, ticks)
    took = time.perf_counter() - start
    log.info("requests painted side by side: %d (measured in %.1f s)", count, took)
    return Capacity(count, count * REQUEST.candidates)


def _strengths(painter: Painter) -> tuple[float, ...]:
    defaults = painter.pipeline.manifest.strengths
    return strengths(REQUEST.wildness, REQUEST.candidates, 0, defaults)


def _schedule(pipeline: Pipeline, strength: float) -> solver.Schedule:
    manifest = pipeline.manifest
    return solver.schedule(pipeline.diffusion, manifest.steps, strength, manifest.solver)


def _row(painter: Painter) -> Row:
    """A row that begins with noise: how long a tick takes depends on no picture."""
    blank = np.zeros((painter.pipeline.side, painter.pipeline.side, 4), np.uint8)
    return painter.start(REQUEST, Candidate(blank, 1.0, 0, 0.0, "", ()))


def _fastest(pipeline: Pipeline, row: Row, *sizes: int) -> list[float]:
    """The fewest seconds that a tick of so many rows took, of REPEATS in turn."""
    best = [math.inf] * len(sizes)
    for _ in range(REPEATS):
        for i, size in enumerate(sizes):
            rows = [replace(row) for _ in range(size)]
            start = pipeline.now()
            tick(pipeline, rows)
            best[i] = min(best[i], pipeline.now() - start)
    return best


def _own(painter: Painter) -> float:
    """The seconds of what a request needs for itself alone, the lesser of two runs."""
    best = math.inf
    for _ in range(2):
        own, since = 0.0, painter.pipeline.now()
        with suppress(BadRequest):
            for rows in painter.painting(replace(REQUEST, steps=1)):
                own += painter.pipeline.now() - since
                if rows:
                    tick(painter.pipeline, rows)
                since = painter.pipeline.now()
        best = min(best, own + painter.pipeline.now() - since)
    return best
