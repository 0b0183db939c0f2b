"""The metrics of each update: JSON lines for the report, and TensorBoard."""

import json
from pathlib import Path
from types import TracebackType
from typing import Self

from accelerate import Accelerator

from training.loop.checkpoints import Progress
from training.paths import writing

NAME = "scalars.jsonl"


class MetricsLog:
    """Appends a line for each update to `scalars.jsonl` in `folder`; only the main process does."""

    def __init__(self, folder: Path, accelerator: Accelerator) -> None:
        self._folder = folder
        self._accelerator = accelerator

    def __enter__(self) -> Self:
        self._lines = None
        if self._accelerator.is_main_process:
            with writing(self._folder):
                self._lines = (self._folder / NAME).open("a", encoding="utf-8", buffering=1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._lines is not None:
            self._lines.close()

    def write(self, progress: Progress, metrics: dict[str, float]) -> None:
        """Write the metrics of an update. Raises Unavailable if the disk is full."""
        self._accelerator.log(metrics, step=progress.samples)
        if self._lines is None:
            return
        line = {
            "updates": progress.updates,
            "samples": progress.samples,
            "seconds": round(progress.seconds, 3),
            **{key: float(f"{value:.6g}") for key, value in metrics.items()},
        }
        with writing(self._folder):
            self._lines.write(json.dumps(line) + "\n")
