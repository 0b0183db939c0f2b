"""Saves fp16 weights without local paths."""

import json
from pathlib import Path

from diffusers import ModelMixin

from training.paths import write_json

CONFIG = "config.json"


def load_in_single(folder: Path) -> None:
    """Set float32 in the config of every part of a model folder that transformers loads.

    transformers uses the precision in the config, or else that of the weights; diffusers uses
    float32. The parts of a pipeline that is loaded without a dtype must have the same precision.
    """
    for path in folder.glob(f"*/{CONFIG}"):
        config = json.loads(path.read_text())
        wanted = {name: value for name, value in config.items() if name != "torch_dtype"}
        wanted["dtype"] = "float32"
        if "model_type" in config and config != wanted:
            write_json(path, wanted)


def save_half(part: ModelMixin, folder: Path) -> None:
    """Write `part` in half precision, in diffusers' layout; `part` itself stays float32."""
    part.half().save_pretrained(folder)
    part.float()
    config = json.loads((folder / CONFIG).read_text())
    config.pop("_name_or_path", None)  # the local folder that it was loaded from
    write_json(folder / CONFIG, config)
