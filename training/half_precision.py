"""A trained part as it ships: half precision, and no word of the machine that it was made on."""

import json
from pathlib import Path

from diffusers import AutoencoderKL, UNet2DConditionModel

from training.paths import write_json

CONFIG = "config.json"


def save_half(part: AutoencoderKL | UNet2DConditionModel, folder: Path) -> None:
    """Write the part to `folder` in diffusers' layout; the part itself stays float32."""
    part.half().save_pretrained(folder)
    part.float()
    config = json.loads((folder / CONFIG).read_text())
    # The folder that it was loaded from.
    config.pop("_name_or_path", None)
    write_json(folder / CONFIG, config)
