"""`python -m training queue`: simulate how long people wait, for a load and some replicas."""

import argparse
from pathlib import Path

from model.errors import BadRequest, Unavailable

REPLICAS = (1, 4, 16, 64)
REQUESTS, PEOPLE = 6000, 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `python -m training queue`."""
    parser.add_argument(
        "--seconds", type=float, required=True, help="seconds that one request takes alone"
    )
    parser.add_argument(
        "--at-once", type=int, default=1, help="requests a replica paints at once (default: 1)"
    )
    parser.add_argument(
        "--gain", type=float, default=1.0, help="their throughput, compared with one at a time"
    )
    parser.add_argument(
        "--write-ms",
        type=float,
        default=5.0,
        help="milliseconds that the database takes for a request (default: %(default)s)",
    )
    parser.add_argument("--replicas", type=int, nargs="+", default=REPLICAS)
    parser.add_argument("--requests", type=int, default=REQUESTS, help="requests simulated")
    parser.add_argument("--people", type=int, default=PEOPLE, help="people who ask")
    parser.add_argument("--plot", type=Path, help="also write a plot (SVG)")


def run(options: argparse.Namespace) -> None:
    """Print a table. Raises BadRequest or Unavailable."""
    from training.simulation.queue_page import plot, simulate, table
    from training.simulation.queueing import Costs

    numbers = (options.at_once, options.requests, options.people, *options.replicas)
    if min(numbers) < 1 or min(options.seconds, options.gain) <= 0 or options.write_ms < 0:
        raise BadRequest("All numbers must be positive.")
    costs = Costs([options.seconds], options.at_once, options.gain, options.write_ms / 1000)
    rows = simulate(costs, options.replicas, options.people, options.requests)
    print(table(rows))
    if options.plot:
        try:
            options.plot.write_text(plot(rows), encoding="utf-8")
        except OSError as error:
            raise Unavailable(f"{options.plot} cannot be written: {error.strerror}.") from error
