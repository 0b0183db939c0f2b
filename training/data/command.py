"""`python -m training data`: make the data set, say what is in it, show it."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--composites", type=int, default=30_000, metavar="N", help="how many (default 30000)"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the composites' random Scenes")
    parser.add_argument("--processes", type=int, metavar="N", help="default: one a core")
    parser.add_argument(
        "--show", type=Path, metavar="SHEET.png", help="write a contact sheet with captions"
    )


def run(options: argparse.Namespace) -> None:
    """Build the data set where it is not there yet and print its summary."""
    from datasets import disable_progress_bars

    from training.data.build import Options, Summary, build
    from training.data.contact_sheet import write_sheet
    from training.data.dataset import load

    disable_progress_bars()  # of copies that take a second
    folder = build(Options(options.composites, options.seed), options.processes)
    summary = Summary.read(folder)
    for name, count in summary.counts.items():
        print(f"{count:7,}  {name}")
    print(f"{summary.rows:7,}  rows, made in {summary.seconds:,.0f} s: {folder}")
    for reason in sorted(set(summary.failures.values())):
        names = [name for name, why in summary.failures.items() if why == reason]
        print(f"{len(names):7,}  left out, {reason}: {', '.join(names)}")
    if options.show:
        write_sheet(load(folder), options.show)
        print(f"Sheet: {options.show}")
