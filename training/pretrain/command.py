"""`python -m training pretrain`: train the bundled model from scratch, stage by stage.

Each stage has a folder in the run's folder and resumes from its newest checkpoint. Finished stages
are skipped, unless `--stage` names one.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from training.renamed import add_renamed_options, refuse_renamed

if TYPE_CHECKING:
    from training.pretrain.stages import Pretraining

STAGES = (
    "autoencoder",
    "decoder",
    "painter",
    "distillation",
    "ranker",
    "finish",
    "scorer",
    "closer",
    "bundle",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training pretrain`."""
    parser.add_argument(
        "--stage",
        choices=STAGES,
        help="run or resume only this stage (default: every stage that is not finished)",
    )
    parser.add_argument("--minutes", type=float, help="stop each stage after this time")
    parser.add_argument("--updates", type=int, help="total optimizer updates of the stage")
    parser.add_argument("--batch-size", type=int, help="samples of an optimizer update")
    parser.add_argument("--run", default="bundled", help="name of the run (default: %(default)s)")
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        help="start from the weights of this model folder, for example model/bundled",
    )
    parser.add_argument(
        "--out", type=Path, help="folder for the model that the stage `bundle` writes"
    )
    add_renamed_options(parser, ("batch",))


def run(options: argparse.Namespace) -> None:
    """Run the stages. Raises EmojismithError, and KeyboardInterrupt after a checkpoint."""
    from training.pretrain.stages import Pretraining

    refuse_renamed(options)
    overrides = {
        name: value
        for name in ("updates", "batch_size")
        if (value := getattr(options, name)) is not None
    }
    training = Pretraining.open(options.run, options.source, options.minutes, overrides)
    if options.stage:
        _stages(training, options)[options.stage]()
        return
    for stage, work in _stages(training, options).items():
        if training.folders.is_finished(stage):
            print(f"{stage}: finished before, in {training.folders.of(stage)}")
        else:
            work()


def _stages(training: "Pretraining", options: argparse.Namespace) -> dict[str, Callable[[], None]]:
    return {
        "autoencoder": training.train_autoencoder,
        "decoder": training.train_decoder,
        "painter": training.train_painter,
        "distillation": training.distil,
        "ranker": lambda: training.train_judge("ranker"),
        "finish": training.train_finish,
        "scorer": lambda: training.train_judge("scorer"),
        "closer": lambda: training.train_judge("closer"),
        "bundle": lambda: training.bundle(options.out or training.folders.of("bundle")),
    }
