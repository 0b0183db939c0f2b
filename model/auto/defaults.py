"""Steps, guidance and resolution of a model that has no `emojismith.json`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.files.form import is_distilled
from model.files.manifest import NAME, Manifest

FEW_STEPS, NO_GUIDANCE = 4, 1.0
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


def default_resolution(pipe: Any) -> int:
    """The resolution that a pipeline paints at by default, pixels."""
    factor = getattr(pipe, "vae_scale_factor", 8)
    size = getattr(pipe, "default_sample_size", None)
    for network in ("unet", "transformer"):
        config = getattr(getattr(pipe, network, None), "config", {})
        size = size or config.get("sample_size")
    return size * factor if isinstance(size, int) else RESOLUTION
