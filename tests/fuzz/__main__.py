"""`python -m tests.fuzz`: all generated inputs, in ten minutes. Exit code 1 on a fault."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from multiprocessing import get_context

from tests.fuzz.cases import KINDS, run_named

CHUNK = 50
MINUTES = 10.0


def main() -> int:
    """Run all kinds, one process per core; print a line for each kind, and its faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(KINDS)}; default: all")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first input")
    parser.add_argument(
        "--minutes", type=float, default=MINUTES, help="start nothing after this time"
    )
    options = parser.parse_args()
    failed = False
    os.environ["OMP_NUM_THREADS"] = "1"
    end = time.monotonic() + 60 * options.minutes
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for name in options.kinds or KINDS:
            started, count = time.monotonic(), KINDS[name].count
            last = count if options.seed < count else options.seed + count
            chunks = (range(at, min(at + CHUNK, last)) for at in range(options.seed, last, CHUNK))
            tried, faults = _run(pool, name, chunks, end)
            took = time.monotonic() - started
            print(f"{name}: {tried} inputs, {len(faults)} faults, {took:.0f} s")
            if options.seed + tried < last:
                print(f"  out of time: go on with `{name} --seed {options.seed + tried}`")
            print("".join(f"  {fault}\n" for fault in faults), end="", flush=True)
            failed |= bool(faults)
    return failed


def _run(
    pool: ProcessPoolExecutor, name: str, chunks: Iterator[range], end: float
) -> tuple[int, list[str]]:
    """How many inputs were tried before the time `end`, in order, and their faults."""
    tried, faults = 0, list[str]()
    running: dict[Future[list[str]], int] = {}
    while True:
        if time.monotonic() < end:
            for chunk in islice(chunks, 2 * (os.cpu_count() or 1) - len(running)):
                running[pool.submit(run_named, name, chunk)] = len(chunk)
        if not running:
            return tried, faults
        for done in wait(running, return_when=FIRST_COMPLETED).done:
            tried += running.pop(done)
            faults += done.result()


if __name__ == "__main__":
    sys.exit(main())
