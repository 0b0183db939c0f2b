"""`python -m tests.fuzz`: all generated inputs, in ten minutes. Exit code 1 on a fault."""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.fuzz.cases import KINDS, run_named

CHUNK = 50


def main() -> int:
    """Run all kinds, one process per core; print a line for each kind, and its faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(KINDS)}; default: all")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first input")
    options = parser.parse_args()
    failed = False
    os.environ["OMP_NUM_THREADS"] = "1"
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for name in options.kinds or KINDS:
            started = time.monotonic()
            last = options.seed + KINDS[name].count
            chunks = [range(at, min(at + CHUNK, last)) for at in range(options.seed, last, CHUNK)]
            faults = [fault for chunk in pool.map(run_named, [name] * len(chunks), chunks)
                      for fault in chunk]  # fmt: skip
            took = time.monotonic() - started
            print(f"{name}: {KINDS[name].count} inputs, {len(faults)} faults, {took:.0f} s")
            print("".join(f"  {fault}\n" for fault in faults), end="", flush=True)
            failed |= bool(faults)
    return failed


if __name__ == "__main__":
    sys.exit(main())
