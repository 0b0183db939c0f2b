"""LoRAs of a diffusers pipeline: loaded once by PEFT, switched between two pipeline calls."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from torch import Tensor, nn

from model.errors import BadModel, Unavailable
from model.files.lora import LoraFile
from model.nets.clip import CLIP_PREFIX

DOWN = re.compile(
    r"(?P<layer>.+?)(\.lora_A|\.lora\.down|\.lora_down|_lora\.down|\.lora_linear_layer\.down)\.weight"
)
"""The first matrix of a layer, by all names that diffusers has given it."""


def load_loras(pipe: Any, files: Iterable[LoraFile]) -> None:
    """Load the LoRAs into a pipeline, all switched off.

    Raises BadModel if one is damaged or for another model.
    """
    loaded = False
    for file in files:
        _load(pipe, file)
        loaded = True
    if loaded:
        pipe.disable_lora()


def switch(pipe: Any, file: LoraFile | None) -> None:
    """Paint with this LoRA alone from now on; None is no LoRA."""
    if file is None:
        if getattr(pipe, "get_list_adapters", dict)():
            pipe.disable_lora()
        return
    pipe.enable_lora()
    pipe.set_adapters([adapter_name(file)], [file.lora.weight])


def adapter_name(file: LoraFile) -> str:
    """PEFT's name of a LoRA; the settings' may have a dot, which a module's name may not."""
    return f"lora-{file.lora.name.replace('.', '_')}"


def _load(pipe: Any, file: LoraFile) -> None:
    from diffusers.utils import is_peft_available

    name = file.lora.name
    if not hasattr(pipe, "load_lora_weights"):
        raise BadModel(f"The LoRA {name} cannot be used: {type(pipe).__name__} takes no LoRAs.")
    tensors = file.read()
    if not is_peft_available():
        raise Unavailable(f"The LoRA {name} needs a package: pip install peft.")
    try:
        unet = {"unet_config": pipe.unet.config} if hasattr(pipe, "unet") else {}
        converted = pipe.lora_state_dict(dict(tensors), **unet)
    except Exception as error:  # it raises errors of many kinds for names that it does not know
        raise BadModel(f"The LoRA {name} is for another model than this one.") from error
    state = converted[0] if isinstance(converted, tuple) else converted
    _check(pipe, state, name)
    try:
        pipe.load_lora_weights(dict(tensors), adapter_name=adapter_name(file))
    except Exception as error:
        first = str(error).strip().partition("\n")[0][:160]
        raise BadModel(f"The LoRA {name} does not fit this model: {first}") from error


def _check(pipe: Any, state: Mapping[str, Tensor], name: str) -> None:
    """Raises BadModel unless every layer of a LoRA is one of the model's, of the same width."""

    @cache
    def layers(part: str) -> Mapping[str, nn.Module]:
        network = getattr(pipe, part, None)
        return {} if network is None else dict(network.named_modules())

    found = 0
    for key, tensor in state.items():
        part, _, rest = key.partition(".")
        down = DOWN.fullmatch(rest)
        if down is None:
            continue
        layer = _layer(layers(part), down["layer"].replace(".processor", ""))
        if layer is None:
            raise BadModel(f"The LoRA {name} is for another model: this one has no {key}.")
        weight = getattr(layer, "weight", None)
        if weight is None or tensor[0].numel() != weight[0].numel():
            raise BadModel(f"The LoRA {name} is for another model: its {key} does not fit.")
        if _up(key) not in state:
            raise BadModel(f"The LoRA {name} is damaged: {key} has no second matrix.")
        found += 1
    if not found or found < sum(_is_up(key) for key in state):
        raise BadModel(f"The LoRA {name} is for another model, or a matrix is missing.")


def _up(down: str) -> str:
    """The name of the second matrix of a layer."""
    return down.replace("lora_A", "lora_B").replace(".down.", ".up.").replace("_down.", "_up.")


def _is_up(key: str) -> bool:
    return any(part in key for part in ("lora_B.", ".up.", "_up.")) and key.endswith(".weight")


def _layer(layers: Mapping[str, nn.Module], path: str) -> nn.Module | None:
    """The layer of a network at a path; the layer inside, if PEFT has wrapped it already."""
    # transformers has dropped a prefix, diffusers a list of one layer, from their names.
    names = (path, f"{path}.0", path.removeprefix(CLIP_PREFIX))
    layer = next((layers[name] for name in names if _has_weight(layers.get(name))), None)
    inner = getattr(layer, "base_layer", layer)
    return inner if isinstance(inner, nn.Module) else layer


def _has_weight(layer: nn.Module | None) -> bool:
    return layer is not None and hasattr(getattr(layer, "base_layer", layer), "weight")
