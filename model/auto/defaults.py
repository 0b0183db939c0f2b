"""Steps, guidance and resolution of a model that has no `emojismith.json`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.files.form import is_distilled
from model.files.manifest import NAME, Manifest

FEW_STEPS, NO_GUIDANCE = 4, 1.0
RESOLUTION = 1024
ZERO_IS_NONE = ("ZImage", "Krea2")
"""How the names of pipelines start whose guidance scale is 0 without guidance."""


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
    steps, scale = call.get("num_inference_steps"), call.get("guidance_scale")
    usual = Manifest()
    return Manifest(
        steps=steps if isinstance(steps, int) else usual.steps,
        guidance=_guidance(str(index.get("_class_name", "")), scale),
    )


def pipeline_scale(pipeline: str, guidance: float) -> float:
    """A guidance scale, of which 1 is none, as the pipeline of this class takes it.

    Z-Image's and Krea's add scale (conditional - unconditional) to the conditional prediction, so
    0 is none.
    """
    return guidance - 1 if pipeline.startswith(ZERO_IS_NONE) else guidance


def _guidance(pipeline: str, scale: object) -> float:
    """The guidance scale, of which 1 is none, for the default of a pipeline."""
    if not isinstance(scale, int | float):
        return NO_GUIDANCE
    return max(scale + 1.0 if pipeline.startswith(ZERO_IS_NONE) else float(scale), NO_GUIDANCE)


def default_resolution(pipe: Any) -> int:
    """The resolution that a pipeline paints at by default, pixels."""
    factor = getattr(pipe, "vae_scale_factor", 8)
    size = getattr(pipe, "default_sample_size", None)
    for network in ("unet", "transformer"):
        config = getattr(getattr(pipe, network, None), "config", {})
        size = size or config.get("sample_size")
    return size * factor if isinstance(size, int) else RESOLUTION
