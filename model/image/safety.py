"""The safety checker that some models include: it checks each picture before it is shown."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from model.errors import BadModel
from model.files.manifest import read_json
from model.image.pixels import Floats

Checker = Callable[[Floats], bool]
INDEX = "model_index.json"


def safety_checker(folder: Path, device: torch.device) -> Checker | None:
    """A function that is True for pictures to withhold; None if the model has no checker.

    A picture is float32 [height, width, channels] in [0, 1]. Raises BadModel if the model's index
    names a checker that cannot be loaded, because such a model must not paint without it.
    """
    index = folder / INDEX
    library, _ = (read_json(index).get("safety_checker") if index.exists() else None) or (None, "")
    if library is None:
        return None
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
    from transformers import CLIPImageProcessor

    try:
        network = StableDiffusionSafetyChecker.from_pretrained(folder / "safety_checker")
        prepare = CLIPImageProcessor.from_pretrained(folder / "feature_extractor")
    except (OSError, ValueError) as error:
        raise BadModel(
            f"{index} names a safety checker that cannot be loaded: fetch the model again."
        ) from error
    network = network.eval().to(device)

    def flagged(picture: Floats) -> bool:
        levels = (picture[..., :3] * 255).round().astype(np.uint8)
        pixels = prepare(levels, return_tensors="pt").pixel_values.to(device)
        _, found = network(clip_input=pixels, images=[levels])
        return bool(found[0])

    return flagged
