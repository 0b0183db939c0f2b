"""Saving a part in half precision."""

import json
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file

from tests.support import tiny_models as tiny
from training.half_precision import save_half


def test_a_part_is_written_in_half_without_where_it_came_from(tmp_path: Path) -> None:
    source = tiny.build(tmp_path / "source") / "unet"
    unet = UNet2DConditionModel.from_pretrained(source)
    save_half(unet, tmp_path / "unet")
    assert str(tmp_path) not in (tmp_path / "unet" / "config.json").read_text()
    assert json.loads((tmp_path / "unet" / "config.json").read_text())["_class_name"]
    assert unet.dtype == torch.float32
    weights = load_file(tmp_path / "unet" / "diffusion_pytorch_model.safetensors")
    assert {value.dtype for value in weights.values()} == {torch.float16}
