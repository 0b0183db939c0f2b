"""`python -m training sweep`: which steps, guidance and strengths suit a model, as a table."""

import argparse
import itertools
import time
from pathlib import Path

STEPS, GUIDANCE, STRENGTHS = (8, 16), (1.0, 1.5, 2.5), (0.3, 0.45, 0.6, 0.75)
HEAD = """\
| steps | guidance | strength | R@1 of 100 | sharpness | s a picture |
| ---: | ---: | ---: | ---: | ---: | ---: |"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training sweep`."""
    parser.add_argument(
        "--model", type=Path, default=Path("model/bundled"), help="default: %(default)s"
    )
    parser.add_argument("--prompts", type=int, default=50, help="held-out combinations painted")


def run(options: argparse.Namespace) -> None:
    """Paint held-out combinations in every setting and print a Markdown table."""
    from training.evaluation import Evaluation

    evaluation = Evaluation.open(options.model)
    prompts = evaluation.prompt_sets(options.prompts)[-1]
    print(HEAD)
    for steps, guidance, strength in itertools.product(STEPS, GUIDANCE, STRENGTHS):
        start = time.perf_counter()
        drawn = evaluation.painted(prompts, strength, steps, guidance)
        seconds = (time.perf_counter() - start) / len(drawn)
        recall, sharpness = evaluation.recall(prompts, drawn).mean, evaluation.sharpness(drawn)
        print(
            f"| {steps} | {guidance:g} | {strength:g} | {recall:.2f} | {sharpness:.2f} "
            f"| {seconds:.2f} |",
            flush=True,
        )
