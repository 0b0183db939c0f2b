"""Checkpoints that resume exactly: model, EMA, optimizer, schedule, random states, position."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from accelerate import Accelerator

from training.paths import writing


@runtime_checkable
class Stateful(Protocol):
    """A task with a state that checkpoints include."""

    def state_dict(self) -> dict[str, Any]:
        """The state for a checkpoint."""
        ...

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore the state of a checkpoint."""
        ...


@dataclass
class Progress:
    """How far a run has come. Registered with accelerate, so every checkpoint includes it."""

    updates: int = 0
    samples: int = 0
    seconds: float = 0.0

    def state_dict(self) -> dict[str, Any]:
        """The state for a checkpoint."""
        return vars(self).copy()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore the state of a checkpoint."""
        vars(self).update(state)


class Checkpoints:
    """The last two checkpoints of one run, as `update-00001200/` and so on in `folder`.

    A checkpoint is written to a temporary folder and renamed, so an interrupted one is never used.
    """

    KEEP = 2

    def __init__(self, folder: Path, accelerator: Accelerator) -> None:
        self._folder = folder
        self._accelerator = accelerator

    def latest(self) -> Path | None:
        """The newest complete checkpoint, or None."""
        return max(self._folder.glob("update-*"), default=None)

    def save(self, progress: Progress) -> None:
        """Write a checkpoint. Raises Unavailable if the disk is full."""
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
        """Load the newest checkpoint. False if there is none."""
        latest = self.latest()
        if latest is None:
            return False
        self._accelerator.load_state(str(latest))
        return True
