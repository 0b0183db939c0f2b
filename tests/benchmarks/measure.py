"""Fair timing on a machine where other processes run too."""

import math
import os
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

WARM, REPEATS = 1, 7
QUIET = 0.05
"""Above this share of the cores used by other processes a sample is discarded."""
PATIENCE = 2
"""If samples are discarded, run at most this many times the requested rounds."""
GEMM_SIDE = 1024
CORES = os.cpu_count() or 1

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Sample:
    """Wall seconds, CPU seconds of this process and its children, and the share of the cores that
    other processes used."""

    wall: float
    cpu: float
    foreign: float


@dataclass(frozen=True, slots=True)
class Timing:
    """The samples that count, and the number that were taken.

    `quiet` is False if too few were undisturbed; then the least disturbed ones count.
    """

    samples: tuple[Sample, ...]
    made: int
    quiet: bool

    @classmethod
    def of(cls, made: Sequence[Sample], repeats: int) -> "Timing":
        """Keep the undisturbed samples, or the `repeats` least disturbed ones."""
        kept = [sample for sample in made if sample.foreign <= QUIET]
        if len(kept) >= min(repeats, 3):
            return cls(tuple(kept), len(made), True)
        kept = sorted(made, key=lambda sample: sample.foreign)[:repeats]
        return cls(tuple(kept), len(made), False)

    @property
    def median(self) -> float:
        """Median wall seconds."""
        return statistics.median(sample.wall for sample in self.samples)

    @property
    def best(self) -> float:
        """Lowest wall seconds."""
        return min(sample.wall for sample in self.samples)

    @property
    def cpu(self) -> float:
        """Median CPU seconds."""
        return statistics.median(sample.cpu for sample in self.samples)

    @property
    def best_cpu(self) -> float:
        """Lowest CPU seconds."""
        return min(sample.cpu for sample in self.samples)

    def summary(self) -> dict[str, Any]:
        """These figures as JSON."""
        return {
            "median s": self.median,
            "best s": self.best,
            "CPU s": self.cpu,
            "best CPU s": self.best_cpu,
            "samples": len(self.samples),
            "discarded": self.made - len(self.samples),
            "foreign load": statistics.median(sample.foreign for sample in self.samples),
            "quiet": self.quiet,
        }


def sample(work: Work) -> Sample:
    """Run it once."""
    busy, cpu, start = _busy(), _own(), time.perf_counter()
    work()
    wall, own = time.perf_counter() - start, _own() - cpu
    foreign = (_busy() - busy - own) / (wall * CORES)
    return Sample(wall, own, max(foreign, 0.0))


def interleaved(works: Mapping[str, Work], repeats: int = REPEATS) -> dict[str, Timing]:
    """Run all in turn, forwards and backwards (A B B A), so that disturbances affect all alike."""
    names = list(works)
    for name in names:
        for _ in range(WARM):
            works[name]()
    made: dict[str, list[Sample]] = {name: [] for name in names}
    for round_ in range(repeats * PATIENCE):
        for name in names[:: -1 if round_ % 2 else 1]:
            made[name].append(sample(works[name]))
        if round_ + 1 >= repeats and all(_enough(own, repeats) for own in made.values()):
            break
    return {name: Timing.of(own, repeats) for name, own in made.items()}


def _enough(samples: Sequence[Sample], repeats: int) -> bool:
    return sum(sample.foreign <= QUIET for sample in samples) >= repeats


def ratios(before: Timing, after: Timing) -> dict[str, float]:
    """The speed-up of `after` over `before`, by each kind of seconds."""
    return {
        "median": before.median / after.median,
        "best": before.best / after.best,
        "CPU": before.cpu / after.cpu,
        "best CPU": before.best_cpu / after.best_cpu,
    }


def gemm(dtype: torch.dtype, side: int) -> Work:
    """The product of two square matrices: 2 side^3 operations."""
    left, right = (torch.randn(side, side).to(dtype) for _ in range(2))
    return lambda: left @ right


def calibration(repeats: int = REPEATS) -> dict[str, float]:
    """The speed of matrix products on this machine at this moment, in GFLOP/s."""
    found = {}
    for dtype in (torch.float32, torch.bfloat16):
        work, best, best_cpu = gemm(dtype, GEMM_SIDE), math.inf, math.inf
        for _ in range(repeats):
            one = sample(work)
            best, best_cpu = min(best, one.wall), min(best_cpu, one.cpu)
        name = str(dtype).removeprefix("torch.")
        found[name] = 2 * GEMM_SIDE**3 / best / 1e9
        found[f"{name} per CPU second"] = 2 * GEMM_SIDE**3 / best_cpu / 1e9
    return found


def _own() -> float:
    """CPU seconds of this process and of its finished children."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _busy() -> float:
    """Busy seconds of all cores since boot, for any process, time stolen by the host included."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    user, nice, system, _idle, _wait, irq, softirq, steal = fields
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")
