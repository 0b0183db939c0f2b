"""Training speed compared with diffusers' script: `make bench-training`.

All arms train the same small Stable Diffusion with the batches of the `sd14` preset. Each has its
own process; they take turns in alternating order, so that other load affects all of them alike.
Writes JSON to stdout and a table to stderr.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest import mock

import torch

from tests.benchmarks import arms, memory, pretraining, sd14
from tests.benchmarks.arms import Arm, Cost
from tests.benchmarks.sd import SD14, SMALL
from tests.benchmarks.workload import Workload, preset
from training.__main__ import HUGE_PAGES

ARMS: dict[str, Arm] = {
    "diffusers' script": arms.script,
    "+ caches": arms.cached,
    "+ bf16": arms.mixed,
    "+ at once": arms.joined,
    "+ huge pages": arms.joined,
    "+ 8-bit Adam": arms.eight_bit,
}
ON_HUGE_PAGES = ("+ huge pages", "+ 8-bit Adam", *pretraining.ARMS)
PICTURES, REPEATS = 16, 5


def measured(
    compared: Mapping[str, Arm], workload: Workload, repeats: int
) -> dict[str, list[Cost]]:
    """The costs of updates by arm; each round has one update of every arm."""
    costs: dict[str, list[Cost]] = {name: [] for name in compared}
    with ExitStack() as stack:
        lines = {}
        for name, arm in compared.items():
            lines[name] = stack.enter_context(_started(arm, workload, name in ON_HUGE_PAGES))
            lines[name].recv()
        for round_ in range(repeats):
            for name in list(compared)[:: -1 if round_ % 2 else 1]:
                lines[name].send(True)
                costs[name].append(lines[name].recv())
        for line in lines.values():
            line.send(False)
    return costs


def _started(arm: Arm, workload: Workload, huge_pages: bool) -> Connection:
    """Start an arm's process. It ends when it receives False or when the connection is closed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=arms.serve, args=(arm, workload, theirs), daemon=True)
    with mock.patch.dict(os.environ, {HUGE_PAGES: str(int(huge_pages))}):
        process.start()
    theirs.close()
    return ours


def summary(costs: dict[str, list[Cost]], samples: int) -> dict[str, dict[str, Any]]:
    """By arm: samples per second, and the speed-up over the previous and over the first arm.

    Speed-ups are of the medians, of the fastest rounds, of the CPU seconds (medians), and the
    median of the rounds' speed-ups.
    """
    found: dict[str, dict[str, Any]] = {}
    first = before = next(iter(costs.values()))
    for name, own in costs.items():
        found[name] = {
            "samples/s, median": samples / _median(own),
            "samples/s, best": samples / min(cost.wall for cost in own),
            "CPU s a sample, median": _median(own, "cpu") / samples,
            "peak GiB": max(cost.peak_gib for cost in own),
            "precision": own[0].precision,
            "optimizer": own[0].optimizer,
            "times the one before": _gain(before, own),
            "times the script": _gain(first, own),
        }
        before = own
    return found


def _median(costs: Sequence[Cost], clock: str = "wall") -> float:
    return float(statistics.median(getattr(cost, clock) for cost in costs))


def _gain(before: Sequence[Cost], after: Sequence[Cost]) -> dict[str, float]:
    return {
        "median": _median(before) / _median(after),
        "best": min(cost.wall for cost in before) / min(cost.wall for cost in after),
        "CPU": _median(before, "cpu") / _median(after, "cpu"),
        "rounds": statistics.median(
            one.wall / other.wall for one, other in zip(before, after, strict=True)
        ),
    }


def compare(repeats: int) -> dict[str, Any]:
    """Compare all arms on the small Stable Diffusion, with the time to encode the latents."""
    plan = preset("sd14")
    samples = plan.batch_size * plan.gradient_accumulation_steps
    with tempfile.TemporaryDirectory() as name:
        workload = Workload(SMALL, PICTURES, Path(name))
        _, seconds = workload.encoded()
        costs = measured(ARMS, workload, repeats)
    found = summary(costs, samples)
    once = seconds / PICTURES / plan.epochs
    shipped = _median(costs["+ 8-bit Adam"]) / samples
    print(_table(found), file=sys.stderr)
    return {
        "cores": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "GFLOP of a forward": {
            "SD v1.4": {part: count / 1e9 for part, count in SD14.flops().items()},
            "small model": {part: count / 1e9 for part, count in SMALL.flops().items()},
        },
        "samples of an update": samples,
        "rounds": repeats,
        "arms": found,
        "encoding, s a sample": once,
        "times the script, encoding included": (
            _median(costs["diffusers' script"]) / samples / (shipped + once)
        ),
        "costs": {
            name: [(round(cost.wall, 3), round(cost.cpu, 3)) for cost in own]
            for name, own in costs.items()
        },
    }


def painter(repeats: int) -> dict[str, Any]:
    """Compare the ways of training the bundled painter."""
    with tempfile.TemporaryDirectory() as name:
        costs = measured(pretraining.ARMS, Workload(SMALL, PICTURES, Path(name)), repeats)
    return {"cores": os.cpu_count(), "rounds": repeats, "arms": pretraining.summary(costs)}


def _table(found: dict[str, dict[str, Any]]) -> str:
    lines = [f"{'':>18} samples/s  x before  x script  x script (CPU)"]
    for name, row in found.items():
        before, script = row["times the one before"], row["times the script"]
        lines.append(
            f"{name:>18} {row['samples/s, median']:9.3f} {before['median']:9.2f} "
            f"{script['median']:9.2f} {script['CPU']:15.2f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Run the chosen measurement and print it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.training")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="rounds of updates")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--sd14", action="store_true", help="time three updates of SD v1.4")
    only.add_argument(
        "--parts", action="store_true", help="time the parts of a micro-batch of SD v1.4"
    )
    only.add_argument(
        "--painter", action="store_true", help="time updates of the bundled painter's pretraining"
    )
    only.add_argument("--memory", action="store_true", help="estimate the memory on GPUs")
    options = parser.parse_args()
    found: Mapping[str, Any]
    if options.sd14:
        found = sd14.measured()
    elif options.parts:
        found = sd14.parts()
    elif options.painter:
        found = painter(options.repeats)
    elif options.memory:
        found = memory.estimates()
    else:
        found = compare(options.repeats)
    print(json.dumps(found, indent=2, default=float))


if __name__ == "__main__":
    main()
