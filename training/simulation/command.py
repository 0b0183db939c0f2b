"""`python -m training simulate`: test whether the model learns a hidden taste from votes."""

import argparse
from pathlib import Path

from model.errors import BadRequest

REQUESTS, PROMPTS = 240, 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `python -m training simulate`."""
    from training.runs.plan import add_plan_arguments
    from training.simulation.tastes import TASTES

    parser.add_argument("--taste", choices=tuple(TASTES), help="only this one (default: all)")
    parser.add_argument(
        "--requests", type=int, default=REQUESTS, help="emoji to vote on (default: %(default)s)"
    )
    parser.add_argument(
        "--prompts", type=int, default=PROMPTS, help="held-out prompts (default: %(default)s)"
    )
    parser.add_argument(
        "--out", type=Path, help="output folder (default: simulation/ in the data folder)"
    )
    add_plan_arguments(parser, "refresh")


def run(options: argparse.Namespace) -> None:
    """Vote, learn, compare and write a report; promotes nothing. Raises EmojismithError."""
    import asyncio

    from training.paths import home
    from training.runs.plan import read_plan
    from training.simulation.page import lines, write_page
    from training.simulation.run import Simulation
    from training.simulation.tastes import TASTES

    if options.requests < 1 or options.prompts < 1:
        raise BadRequest("--requests and --prompts must be at least 1.")
    plan, origins = read_plan(options, {}, "refresh")
    tastes = [options.taste] if options.taste else list(TASTES)
    out = options.out or home() / "simulation"
    simulation = Simulation(plan, origins, options.requests, options.prompts, out)
    asyncio.run(simulation.vote(tastes))
    outcomes = []
    for taste in tastes:
        outcomes.append(simulation.learn(taste))
        print(lines(outcomes[-1]), flush=True)
        write_page(outcomes, simulation.held_out, out / "report.html")
    print(out / "report.html")
