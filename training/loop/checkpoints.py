"""Checkpoints that resume exactly: model, EMA, optimizer, schedule, random states, position."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from accelerate import Accelerator

from training.paths import writing


@runtime_checkable
class Stateful(Protocol):
    """What has something of its own to keep in a checkpoint."""

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        ...

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what a checkpoint kept."""
        ...


@dataclass
class Progress:
    """Where a run stands. Registered with accelerate, so it is stored in every checkpoint."""

    updates: int = 0
    samples: int = 0
    seconds: float = 0.0

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return vars(self).copy()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what a checkpoint kept."""
        vars(self).update(state)


class Checkpoints:
    """The checkpoints of one run, in `folder`: `update-00001200/` and so on, the last two kept.

    A checkpoint is written beside and renamed, so that one cut short is never taken for whole.
    """

    KEEP = 2

    def __init__(self, folder: Path, accelerator: Accelerator) -> None:
        self._folder = folder
        self._accelerator = accelerator

    def latest(self) -> Path | None:
        """The newest whole checkpoint, or None."""
        return max(self._folder.glob("update-*"), default=None)

    def save(self, progress: Progress) -> None:
        """Write a checkpoint of everything that is prepared or registered. Raises Unavailable."""
        accelerator, partial = self._accelerator, self._folder / "partial"
        if accelerator.is_main_process:
            shutil.rmtree(partial, ignore_errors=True)
        accelerator.wait_for_everyone()
        with writing(self._folder):
            accelerator.save_state(str(partial))
        accelerator.wait_for_everyone()
        if accelerator.is_main_process:
            self._keep(partial, progress)

    def _keep(self, partial: Path, progress: Progress) -> None:
        whole = self._folder / f"update-{progress.updates:08d}"
        shutil.rmtree(whole, ignore_errors=True)
        partial.rename(whole)
        for old in sorted(self._folder.glob("update-*"))[: -self.KEEP]:
            shutil.rmtree(old)

    def resume(self) -> bool:
        """Take up the newest checkpoint. False where there is none."""
        latest = self.latest()
        if latest is None:
            return False
        self._accelerator.load_state(str(latest))
        return True
