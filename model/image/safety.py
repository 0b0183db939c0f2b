"""The safety checker that some models include: it checks each picture before it is shown."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import torch
from pydantic import Field

from model.errors import BadModel
from model.files.config import Config, Depth, Resolution, Width, read_config, read_json
from model.files.folders import INDEX
from model.files.weights import read_weights, variant_of
from model.image.pixels import Floats
from model.library_logs import quiet

if TYPE_CHECKING:
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
    from transformers import CLIPImageProcessor

Checker = Callable[[Floats], bool]
FOLDER = "safety_checker"


class VisionConfig(Config):
    """The sizes of the checker's network, with transformers' defaults."""

    hidden_size: Width = 768
    intermediate_size: Width = 3072
    num_hidden_layers: Depth = 12
    num_attention_heads: Depth = 12
    image_size: Resolution = 224
    patch_size: Annotated[int, Field(strict=True, ge=4, le=256)] = 32
    num_channels: Annotated[int, Field(strict=True, ge=3, le=3)] = 3


class CheckerConfig(Config):
    """The part of the checker's `config.json` that decides its size."""

    vision_config: VisionConfig = VisionConfig()
    projection_dim: Width = 512


def safety_checker(folder: Path, device: torch.device) -> Checker | None:
    """A function that is True for pictures to withhold; None if the model has no checker.

    A picture is float32 [height, width, channels] in [0, 1]. Raises BadModel if the model's index
    is missing, or names a checker that cannot be loaded, because such a model must not paint
    without it. A checker that the index leaves out counts; one that it names as null does not.
    """
    index = folder / INDEX
    names = read_json(index)
    absent = names.get(FOLDER) in (None, [None, None])
    if absent and (FOLDER in names or not (folder / FOLDER).exists()):
        return None
    try:
        network, prepare = _parts(folder)
    except Exception as error:  # the libraries raise errors of many kinds
        first = str(error).partition("\n")[0]
        raise BadModel(
            f"{index} names a safety checker that cannot be loaded from {folder / FOLDER}: fetch "
            f"the model again ({first})."
        ) from error
    network = network.eval().to(device)

    def flagged(picture: Floats) -> bool:
        levels = (picture[..., :3] * 255).round().astype(np.uint8)
        pixels = prepare(levels, return_tensors="pt").pixel_values.to(device)
        _, found = network(clip_input=pixels, images=[levels])
        return bool(found[0])

    return flagged


def _parts(folder: Path) -> "tuple[StableDiffusionSafetyChecker, CLIPImageProcessor]":
    own = folder / FOLDER
    config = read_config(CheckerConfig, own / "config.json")
    weights = read_weights(own)
    _check_sizes(config, weights, own)
    if not all(tensor.isfinite().all() for tensor in weights.values()):
        raise BadModel(f"The weights in {own} are not finite.")
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
    from transformers import CLIPImageProcessor

    with quiet():
        network, found = StableDiffusionSafetyChecker.from_pretrained(
            own,
            use_safetensors=True,
            variant=variant_of(own),
            local_files_only=True,
            output_loading_info=True,
        )
    if lacking := sorted(found["missing_keys"]):  # transformers would fill these at random
        raise BadModel(f"The weights in {own} lack {lacking[0]}.")
    read_json(folder / "feature_extractor" / "preprocessor_config.json")
    prepare = CLIPImageProcessor.from_pretrained(
        folder / "feature_extractor", local_files_only=True
    )
    shape = prepare(np.zeros((64, 64, 3), np.uint8), return_tensors="pt").pixel_values.shape
    side = network.config.vision_config.image_size
    if shape[-2:] != (side, side):
        raise BadModel(f"The pictures of {folder / 'feature_extractor'} do not fit the checker.")
    return network, prepare


def _check_sizes(config: CheckerConfig, weights: Mapping[str, torch.Tensor], own: Path) -> None:
    """Raises BadModel if the weights have other sizes than their config.

    transformers builds the network of the config first: many gigabytes if a size in it is wrong.
    """
    vision = config.vision_config
    width, last = vision.hidden_size, f"layers.{vision.num_hidden_layers - 1}"
    patches = (vision.image_size // vision.patch_size) ** 2
    expected = {
        "patch_embedding.weight": (
            width,
            vision.num_channels,
            vision.patch_size,
            vision.patch_size,
        ),
        "position_embedding.weight": (patches + 1, width),
        f"{last}.mlp.fc1.weight": (vision.intermediate_size, width),
        "visual_projection.weight": (config.projection_dim, width),
    }
    for end, shape in expected.items():
        found = [tensor.shape for name, tensor in weights.items() if name.endswith(end)]
        if not found:
            raise BadModel(f"The weights in {own} lack {end}.")
        if found != [shape]:
            raise BadModel(f"The weights in {own} do not fit its config.json: {end}.")
