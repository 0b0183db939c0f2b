"""Checkpoints that resume exactly: model, EMA, optimizer, schedule, random states, position."""

import hashlib
import json
import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from accelerate import Accelerator

from model.errors import Unavailable
from model.files.durable import sync, sync_tree
from training.paths import write_json, writing

CHECKSUMS = "checksums.json"

log = logging.getLogger(__name__)


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
        with writing(self._folder):
            write_json(partial / CHECKSUMS, _checksums(partial))
            sync_tree(partial)
        shutil.rmtree(whole, ignore_errors=True)
        partial.rename(whole)
        sync(self._folder)
        for old in sorted(self._folder.glob("update-*"))[: -self.KEEP]:
            shutil.rmtree(old)

    def resume(self) -> bool:
        """Load the newest undamaged checkpoint. False if there is none at all.

        Raises Unavailable if all are damaged.
        """
        found = sorted(self._folder.glob("update-*"), reverse=True)
        for checkpoint in found:
            if _is_whole(checkpoint):
                self._accelerator.load_state(str(checkpoint))
                return True
            log.warning("The checkpoint %s is damaged: the one before it is used.", checkpoint)
        if found:
            raise Unavailable(
                f"All checkpoints in {self._folder} are damaged: remove that folder to start the "
                "training again."
            )
        return False


def _is_whole(checkpoint: Path) -> bool:
    """Whether the files are as they were written. A checkpoint without checksums is trusted."""
    try:
        expected = json.loads((checkpoint / CHECKSUMS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return True
    except ValueError:
        return False
    return bool(_checksums(checkpoint) == expected)


def _checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file, by its path in the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != CHECKSUMS:
            with path.open("rb") as file:
                name = path.relative_to(folder).as_posix()
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
