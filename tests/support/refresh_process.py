"""A quick `python -m training refresh`: `python -m tests.support.refresh_process ARGUMENTS`.

It paints no sheets and few prompts, builds no data set, and its gate accepts everything.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from training.__main__ import main
from training.evaluation import evaluate
from training.refresh import steps as refreshing
from training.refresh.steps import Refreshing
from training.reports.verdict import Check, Verdict

PASSED = Verdict((Check("everything", True, "As it was."),))


@contextmanager
def small() -> Iterator[None]:
    """Paint no sheets, build no data set, and use few prompts and seeds."""
    with (
        mock.patch.object(refreshing, "painted_sheet"),
        mock.patch.object(refreshing, "build"),
        mock.patch.object(evaluate, "FIXED", evaluate.FIXED[:1]),
        mock.patch.object(evaluate, "SEEDS", 2),
    ):
        yield


@contextmanager
def passing() -> Iterator[None]:
    """Compare before and after at one strength, and accept any result."""
    with (
        mock.patch.object(Refreshing.judge, "__defaults__", ((0.5,),)),
        mock.patch("training.evaluation.comparison.gate", return_value=PASSED),
    ):
        yield


if __name__ == "__main__":
    with small(), passing():
        sys.exit(main(["refresh", *sys.argv[1:]]))
