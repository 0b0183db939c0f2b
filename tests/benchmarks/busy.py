"""Painting while another process keeps a core busy, against painting alone."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from model.files.folders import BUNDLED
from model.painter import Painter
from model.pipeline import load
from model.recipe import Recipe
from tests.benchmarks.measure import REPEATS, interleaved

LIMIT = 2.5
"""How many times as long a request may take beside one busy process."""
RECIPE = Recipe("angry unicorn", seed=1)


def measured(folder: Path = BUNDLED, repeats: int = REPEATS) -> dict[str, Any]:
    """Seconds of one request alone and beside a busy process, and their ratio by medians.

    The CPU seconds of the second include those of the busy process.
    """
    own = Painter.open(load(folder))

    def beside() -> None:
        with busy_process():
            own.paint(RECIPE)

    timings = interleaved({"alone": lambda: own.paint(RECIPE), "beside": beside}, repeats)
    times = timings["beside"].median / timings["alone"].median
    seconds = {name: timing.summary() for name, timing in timings.items()}
    return {**seconds, "times as long": times, "limit": LIMIT}


@contextmanager
def busy_process() -> Iterator[None]:
    """A process that computes all the time, until the context ends."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        process.kill()
        process.wait()
