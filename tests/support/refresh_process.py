"""`python -m training refresh`, with less work: `python -m tests.support.refresh_process WORDS`.

It paints no contact sheets and few prompts, traces nothing, and its gate always passes.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from model import candidates
from training.__main__ import main
from training.evaluation import evaluate
from training.refresh import run as running
from training.refresh.run import Refresh
from training.reports.verdict import Check, Verdict

PASSED = Verdict((Check("everything", True, "As it was."),))


@contextmanager
def small() -> Iterator[None]:
    """No contact sheets, few fixed prompts and seeds, no tracing."""
    with (
        mock.patch.object(running, "sheet_painter"),
        mock.patch.object(evaluate, "FIXED", evaluate.FIXED[:1]),
        mock.patch.object(evaluate, "SEEDS", 2),
        mock.patch.object(candidates, "TRACEABLE", -1.0),
    ):
        yield


@contextmanager
def passing() -> Iterator[None]:
    """The comparison paints at one strength, and the gate always passes."""
    with (
        mock.patch.object(Refresh.compare, "__defaults__", ((0.5,),)),
        mock.patch("training.evaluation.comparison.gate", return_value=PASSED),
    ):
        yield


if __name__ == "__main__":
    with small(), passing():
        sys.exit(main(["refresh", *sys.argv[1:]]))
