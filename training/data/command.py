"""`python -m training data`: build the data set, print its summary, show samples."""

import argparse
from pathlib import Path

from training.data import COMPOSITES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `python -m training data`."""
    parser.add_argument(
        "--composites",
        type=int,
        default=COMPOSITES,
        metavar="N",
        help="number of composed images (default: %(default)s)",
    )
    parser.add_argument(
        "--seed", type=int, default=0, help="seed of the composites' random Scenes (default: 0)"
    )
    parser.add_argument(
        "--processes", type=int, metavar="N", help="worker processes (default: one per core)"
    )
    parser.add_argument(
        "--show", type=Path, metavar="SHEET.png", help="write a contact sheet with captions"
    )


def run(options: argparse.Namespace) -> None:
    """Build the data set unless it exists, and print its summary. Raises Unavailable."""
    from datasets import disable_progress_bars

    from training.data.build import Options, Summary, build
    from training.data.contact_sheet import write_sheet
    from training.data.dataset import load
    from training.reports import left_out

    disable_progress_bars()  # of copies that take a second
    folder = build(Options(options.composites, options.seed), options.processes)
    summary = Summary.read(folder)
    for name, count in summary.counts.items():
        print(f"{count:7,}  {name}")
    print(f"{summary.rows:7,}  rows, built in {summary.seconds:,.0f} s: {folder}")
    for line in left_out.lines(summary.failures):
        print(line)
    if options.show:
        write_sheet(load(folder), options.show)
        print(f"Sheet: {options.show}")
