"""Benchmarks of painting and of the bot: `make bench`.

Writes `artifacts/bench.json` and `artifacts/bench.html`, and prints a table.
"""

# ruff: noqa: E402  torch is imported after the call.
import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from model.threads import sleep_while_waiting

sleep_while_waiting()

import torch

from tests.benchmarks import bot, bundled, busy, moving, page, roofline, serving, start, steps14
from tests.benchmarks.measure import calibration

ARMS: dict[str, Callable[[], dict[str, Any]]] = {
    "bundled": bundled.measured,
    "sd14": steps14.measured,
    "serving": serving.measured,
    "start": start.measured,
    "busy": busy.measured,
    "bot": bot.measured,
    "moving": moving.measured,
    "roofline": roofline.measured,
}
FOLDER = Path("artifacts")


def run(names: list[str]) -> Iterator[dict[str, Any]]:
    """Run these arms; yields all results after each of them.

    The speed of a matrix product is measured before and after each.
    """
    found: dict[str, Any] = {"machine": machine()}
    for name in names:
        print(f"{name} …", file=sys.stderr)
        began, before = time.perf_counter(), calibration()
        own = ARMS[name]()
        seconds = time.perf_counter() - began
        found[name] = {
            **own,
            "seconds of this arm": seconds,
            "GEMM, GFLOP/s": {"before": before, "after": calibration()},
        }
        yield found


def machine() -> dict[str, Any]:
    """The machine that this runs on."""
    return {
        "processor": torch.cpu.get_capabilities()["cpu_name"],
        "cores": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "python": platform.python_version(),
    }


def main() -> None:
    """Run the chosen arms, write both files and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--arms", nargs="+", choices=ARMS, default=None, help="default: all")
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder for the results")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for found in run(options.arms or list(ARMS)):
        (options.out / "bench.json").write_text(json.dumps(found, indent=2, default=float) + "\n")
        (options.out / "bench.html").write_text(page.html(found))
    print(page.text(found))


if __name__ == "__main__":
    main()
