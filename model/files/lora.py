"""Low-rank adapters (LoRA, arXiv:2106.09685) in the formats of diffusers and kohya's scripts."""

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from model.errors import BadModel
from model.files.weights import read_file

NAME = "pytorch_lora_weights.safetensors"
PAIRS = (("lora_A.weight", "lora_B.weight"), ("lora_down.weight", "lora_up.weight"))


def merged(weights: Mapping[str, Tensor], folder: Path) -> dict[str, Tensor]:
    """A UNet's weights, by diffusers' names, with the adapter in `folder` added: W + a/r B A.

    a is the file's alpha, or the rank r if it has none. Changed weights become float32. Raises
    BadModel if a part of the adapter matches none of the weights.
    """
    path = folder / NAME
    if not path.is_file():
        raise BadModel(f"{folder} has no {NAME}: fetch the LoRA again.")
    adapter = read_file(path)
    together = dict(weights)
    for name, weight in weights.items():
        layer = name.removesuffix(".weight")
        for known_as in (f"unet.{layer}", f"lora_unet_{layer.replace('.', '_')}"):
            try:
                delta = _delta(adapter, known_as, path)
            except (IndexError, RuntimeError, ValueError) as error:
                raise BadModel(
                    f"{path} is damaged: the matrices of {known_as} do not fit."
                ) from error
            if delta is not None:
                if delta.numel() != weight.numel():
                    raise BadModel(f"{path} is for another model: its {known_as} does not fit.")
                together[name] = weight.float() + delta.view_as(weight)
    if adapter:
        raise BadModel(f"{path} is for another model: this one has no {min(adapter)}.")
    return together


def _delta(adapter: dict[str, Tensor], layer: str, path: Path) -> Tensor | None:
    """A layer's update as a matrix [out, in ...]; removes its tensors from the adapter."""
    found = next((pair for pair in PAIRS if f"{layer}.{pair[0]}" in adapter), None)
    if found is None:
        return None
    if f"{layer}.{found[1]}" not in adapter:
        raise BadModel(f"{path} is damaged: {layer} has only one of its two matrices.")
    down, up = (adapter.pop(f"{layer}.{part}").float().flatten(1) for part in found)
    alpha = adapter.pop(f"{layer}.alpha", None)
    scale = 1.0 if alpha is None else float(alpha) / len(down)
    return scale * (up @ down)
