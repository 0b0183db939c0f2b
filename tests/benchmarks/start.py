"""Time and memory from the start of a process to its first emoji."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from model.files.folders import BUNDLED
from tests.benchmarks.measure import interleaved

STARTS = 3

COLD = """
import json, sys, time
start = time.perf_counter()
from model.painter import Painter
from model.pipeline import load
from model.recipe import Recipe
imported = time.perf_counter()
painter = Painter.open(load(sys.argv[1]))
loaded = time.perf_counter()
painter.paint(Recipe("angry unicorn"))
painted = time.perf_counter()
painter.paint(Recipe("sad robot"))
painted_again = time.perf_counter()
# Not getrusage: its peak includes the memory of the parent at the fork.
status = open("/proc/self/status").read()
print(json.dumps({
    "import s": imported - start,
    "load s": loaded - imported,
    "first request s": painted - loaded,
    "second request s": painted_again - painted,
    "peak MiB": int(status.split("VmHWM:")[1].split()[0]) / 1024,
}))
"""


def measured(folder: Path = BUNDLED, starts: int = STARTS) -> dict[str, Any]:
    """The figures of the fastest start. "whole s" is the lifetime of the process."""
    found: list[dict[str, float]] = []
    timing = interleaved({"start": lambda: found.append(_started(folder))}, starts)["start"]
    best = min(found, key=lambda one: one["import s"] + one["load s"] + one["first request s"])
    return {**best, "whole s": timing.best}


def _started(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-c", COLD, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    started: dict[str, float] = json.loads(done.stdout)
    return started
