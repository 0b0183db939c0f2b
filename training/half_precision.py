"""Trained parts as they ship: weights in half precision, without the paths of this machine."""

import json
from pathlib import Path

from diffusers import AutoencoderKL, UNet2DConditionModel

from training.paths import write_json

CONFIG = "config.json"


def load_in_single(folder: Path) -> None:
    """Name float32 in the config of every part of a model folder that transformers loads.

    transformers takes the precision that a config names, or else that of the weights; diffusers
    loads its parts in float32. Only with the same precision do they run without a dtype argument.
    """
    for path in folder.glob(f"*/{CONFIG}"):
        config = json.loads(path.read_text())
        wanted = {name: value for name, value in config.items() if name != "torch_dtype"}
        wanted["dtype"] = "float32"
        if "model_type" in config and config != wanted:
            path.unlink()  # Its bytes may be another folder's as well.
            write_json(path, wanted)


def save_half(part: AutoencoderKL | UNet2DConditionModel, folder: Path) -> None:
    """Write the part to `folder` in diffusers' layout; the part itself stays float32."""
    part.half().save_pretrained(folder)
    part.float()
    config = json.loads((folder / CONFIG).read_text())
    # The folder that it was loaded from.
    config.pop("_name_or_path", None)
    write_json(folder / CONFIG, config)
