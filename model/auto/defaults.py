"""Steps, guidance and resolution of a model that has no `emojismith.json`."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.files.config import read_json
from model.files.manifest import NAME, Manifest

FEW_STEPS, NO_GUIDANCE = 4, 1.0
DISTILLED = re.compile(r"turbo|lightning|schnell|hyper|lcm|klein|distill|few-?step", re.IGNORECASE)
"""Names of models that were distilled to paint in few steps, without guidance."""
BASE = re.compile(r"base", re.IGNORECASE)
RESOLUTION = 1024


def manifest_of(
    folder: Path, name: str, index: Mapping[str, Any], call: Mapping[str, Any]
) -> Manifest:
    """The folder's manifest, or one with the defaults of the model's pipeline.

    `name` is what the settings call the model; `call` has the defaults of the pipeline's
    arguments. A distilled model gets few steps and no guidance.
    """
    if (folder / NAME).exists():
        return Manifest.read(folder)
    if is_distilled(folder, name, index):
        return Manifest(steps=FEW_STEPS, guidance=NO_GUIDANCE)
    steps, guidance = call.get("num_inference_steps"), call.get("guidance_scale")
    usual = Manifest()
    return Manifest(
        steps=steps if isinstance(steps, int) else usual.steps,
        guidance=max(float(guidance), 1.0) if isinstance(guidance, int | float) else NO_GUIDANCE,
    )


def is_distilled(folder: Path, name: str, index: Mapping[str, Any]) -> bool:
    """Whether a model paints in few steps: its index, its scheduler or its name says so.

    SD-Turbo, SDXL-Turbo and SDXL-Lightning sample Euler steps with trailing timesteps.
    """
    if isinstance(index.get("is_distilled"), bool):
        return bool(index["is_distilled"])
    config = folder / "scheduler" / "scheduler_config.json"
    scheduler = read_json(config) if config.is_file() else {}
    kind = str(scheduler.get("_class_name", ""))
    trailing = scheduler.get("timestep_spacing") == "trailing" and kind.startswith("Euler")
    if trailing or kind.startswith(("LCM", "TCD")):
        return True
    return bool(DISTILLED.search(name)) and not BASE.search(name)


def default_resolution(pipe: Any) -> int:
    """The resolution that a pipeline paints at by default, pixels."""
    factor = getattr(pipe, "vae_scale_factor", 8)
    size = getattr(pipe, "default_sample_size", None)
    for network in ("unet", "transformer"):
        config = getattr(getattr(pipe, network, None), "config", {})
        size = size or config.get("sample_size")
    return size * factor if isinstance(size, int) else RESOLUTION
