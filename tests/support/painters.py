"""Painters in a precision of the test's choice, whatever the CPU would choose."""

from pathlib import Path
from unittest import mock

import torch

from model import pipeline
from model.painter import Painter


def painter_in(precision: torch.dtype, folder: Path) -> Painter:
    """A model folder's painter, its UNet and autoencoder in this precision."""
    with mock.patch.object(pipeline, "precision", return_value=precision):
        return Painter.open(pipeline.load(folder))
