"""`python -m tests.fuzz`: all generated inputs, in ten minutes. Exit code 1 on a fault."""

import argparse
import sys
import time

from tests.fuzz.cases import KINDS, run


def main() -> int:
    """Run all kinds; print a line for each and its faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(KINDS)}; default: all")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first input")
    options = parser.parse_args()
    failed = False
    for name in options.kinds or KINDS:
        started = time.monotonic()
        kind = KINDS[name]
        faults = run(kind, range(options.seed, options.seed + kind.count))
        print(f"{name}: {kind.count} inputs, {len(faults)} faults, "
              f"{time.monotonic() - started:.0f} s", flush=True)  # fmt: skip
        print("".join(f"  {fault}\n" for fault in faults), end="")
        failed |= bool(faults)
    return failed


if __name__ == "__main__":
    sys.exit(main())
