"""The receipt of a training run, stored and shipped with its weights."""

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from training.loop.checkpoints import Progress
from training.loop.settings import LoopSettings

NAME = "receipt.json"


def write_receipt(
    folder: Path,
    settings: LoopSettings,
    progress: Progress,
    data: str,
    before: dict[str, Any] | None,
) -> None:
    """Write samples, hours, settings, the data's digest and the code's commit as JSON to `folder`.

    `before` is the receipt of the weights that the training started from, None for new weights.
    """
    receipt = {
        "samples": progress.samples,
        "updates": progress.updates,
        "hours": round(progress.seconds / 3600, 3),
        "data": data,
        "settings": asdict(settings),
        "commit": commit(),
        "torch": torch.__version__,
        **({} if before is None else {"went_on_from": before}),
    }
    (folder / NAME).write_text(json.dumps(receipt, indent=2) + "\n")


def read_receipt(folder: Path) -> dict[str, Any]:
    """The receipt in `folder`; empty if there is none."""
    path = folder / NAME
    receipt: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return receipt


def commit() -> str:
    """The Git commit of the code; "unknown" outside a repository."""
    command = ["git", "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(
            command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
