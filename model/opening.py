"""Opens any model: the in-flight engine's own kind, or any that diffusers paints from words."""

from pathlib import Path
from typing import Any

import torch

from model.candidates import CandidatePainter
from model.files.folders import BUNDLED, find
from model.files.form import runs_in_flight
from model.painter import Painter
from model.pipeline import NOTHING, Extras, load


def open_painter(model: str | Path = BUNDLED, extras: Extras = NOTHING) -> CandidatePainter[Any]:
    """The painter of a model, named as `model.files.folders.find` says.

    Raises BadModel, or Unavailable if the hub cannot be reached or the memory is too small.
    """
    folder = find(model)
    if runs_in_flight(folder, str(model)):
        return Painter.open(load(folder, extras=extras))
    # It imports PIL's and diffusers' modules, which the bundled model does without.
    from model.auto.model import open_auto
    from model.auto.painter import AutoPainter

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return AutoPainter.open(open_auto(folder, str(model), device, extras))
