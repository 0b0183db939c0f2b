"""`python -m training pretrain`: the bundled model from scratch, stage by stage.

Each stage has a folder in the run's folder, goes on from its newest checkpoint, and is skipped
when its output is there, unless it is named.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.pretrain.stages import Run

STAGES = (
    "crops",
    "autoencoder",
    "decoder",
    "painter",
    "distillation",
    "ranker",
    "scorer",
    "closer",
    "bundle",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training pretrain`."""
    parser.add_argument(
        "--stage",
        choices=STAGES,
        help="go on with this stage alone; without it every stage runs that is not finished",
    )
    parser.add_argument("--minutes", type=float, help="stop each stage after so many minutes")
    parser.add_argument("--updates", type=int, help="optimizer updates of the stage in all")
    parser.add_argument("--batch", type=int, help="examples in an optimizer update")
    parser.add_argument("--run", default="bundled", help="the run's name (default: %(default)s)")
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        help="start from the weights of this model folder, such as model/bundled",
    )
    parser.add_argument("--out", type=Path, help="where the stage `bundle` writes the model folder")


def run(options: argparse.Namespace) -> None:
    """Train what is asked for. Raises EmojismithError, and KeyboardInterrupt after a checkpoint."""
    from training.pretrain.stages import Run

    overrides = {
        name: value
        for name in ("updates", "batch")
        if (value := getattr(options, name)) is not None
    }
    training = Run.open(options.run, options.source, options.minutes, overrides)
    if options.stage:
        _work(training, options)[options.stage]()
        return
    for stage, work in _work(training, options).items():
        if training.is_finished(stage):
            print(f"{stage}: finished before, in {training.folder / stage}")
        else:
            work()


def _work(training: "Run", options: argparse.Namespace) -> dict[str, Callable[[], None]]:
    return {
        "crops": training.train_on_crops,
        "autoencoder": training.train_autoencoder,
        "decoder": training.train_decoder,
        "painter": training.train_painter,
        "distillation": training.distil,
        "ranker": lambda: training.train_judge("ranker"),
        "scorer": lambda: training.train_judge("scorer"),
        "closer": lambda: training.train_judge("closer"),
        "bundle": lambda: training.bundle(options.out or training.folder / "bundle"),
    }
