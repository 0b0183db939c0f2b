"""Weights that exist in half precision only train as well as they paint."""

import shutil
from pathlib import Path

import pytest
import torch

from tests.support.damaged_models import files, only_half_precision
from training.diffusion.parts import ModelParts


@pytest.mark.parametrize("form", ["tiny_model", "tiny_clip_model"])
def test_they_open_for_training(form: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    model = request.getfixturevalue(form)
    folder = shutil.copytree(model, tmp_path / "copy")
    for file in files(folder):
        if file.endswith(".safetensors"):
            only_half_precision(folder / file)
    device = torch.device("cpu")
    opened, whole = (ModelParts.open(str(each), 0, device) for each in (folder, model))
    assert opened.unet.dtype is torch.float32
    torch.testing.assert_close(opened.unet.state_dict(), whole.unet.state_dict())
