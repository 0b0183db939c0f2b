"""`python -m training evaluate`: how good a model folder is, as JSON and one HTML page."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training evaluate`."""
    parser.add_argument(
        "--model", type=Path, default=Path("model/bundled"), help="default: %(default)s"
    )
    parser.add_argument("--out", type=Path, help="default: evaluations/ under the data folder")
    parser.add_argument(
        "--prompts", type=int, default=100, help="prompts of each set that are painted"
    )


def run(options: argparse.Namespace) -> None:
    """Score and write. Raises BadModel, or Unavailable without a data set."""
    from training.evaluation import Evaluation
    from training.paths import home
    from training.report import write_report

    evaluation = Evaluation.open(options.model)
    out = options.out or home() / "evaluations" / evaluation.digest
    result = evaluation.run(options.prompts)
    write_report(result, out)
    print(f"{out / 'report.html'}\n{out / 'scores.json'}")
