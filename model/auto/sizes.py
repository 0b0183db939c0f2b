"""Checks that the weights of a pipeline's parts have the sizes of their configs.

The libraries build a network before they look at its weights: without this check a damaged config
allocates terabytes, or builds layers for hours.
"""

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from pathlib import Path
from typing import Any, cast

import torch
from safetensors import safe_open
from torch import nn

from model.errors import BadModel
from model.files.config import read_json
from model.library_logs import IMPORT_NAMES

DEPTHS = (
    *("layers_per_block", "transformer_layers_per_block", "num_layers", "num_single_layers"),
    *("num_hidden_layers", "num_decoder_layers", "n_layers", "n_refiner_layers"),
)
"""Numbers of layers; each layer has at least one tensor."""
MOST_TIMESTEPS = 100_000
"""Of the noise schedule; the libraries allocate several tensors of this length."""
SLACK = 4.0
"""Tied weights are stored once, quantised ones are packed."""


def check_sizes(folder: Path, index: Mapping[str, Any], sizes: Mapping[str, Sequence[int]]) -> None:
    """Check each part of a pipeline; `sizes` are those of its tensors.

    Raises BadModel, or what the libraries raise for an invalid config.
    """
    schedule = folder / "scheduler" / "scheduler_config.json"
    if any(number > MOST_TIMESTEPS for number in _timesteps(read_json(schedule))):
        raise BadModel(f"{schedule} is not valid: num_train_timesteps is too large.")
    for part, tensors in sizes.items():
        path = folder / part / "config.json"
        config = read_json(path)
        for key in DEPTHS:
            if any(depth > len(tensors) for depth in _numbers(config.get(key))):
                raise BadModel(f"{path} is not valid: {key} is more than its weights have.")
        library, kind = index[part]
        network = _unfilled(library, kind, folder / part)
        if network is not None:
            built = sum(parameter.numel() for parameter in network.parameters())
            if built > SLACK * sum(tensors):
                raise BadModel(f"The weights in {folder / part} do not fit its config.json.")


def tensor_sizes(files: Iterable[Path]) -> list[int]:
    """The parameters of each tensor in safetensors files, counted from their headers."""
    sizes = list[int]()
    for path in files:
        with safe_open(path, framework="pt") as file:
            names = file.keys()
            sizes += [prod(file.get_slice(name).get_shape()) for name in names]
    return sizes


def _timesteps(schedule: Mapping[str, Any]) -> Iterator[int]:
    return _numbers([value for key, value in schedule.items() if key.endswith("timesteps")])


def _numbers(value: Any) -> Iterator[int]:
    """The integers in a value of a config, also in its lists."""
    if isinstance(value, int):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _numbers(each)


def _unfilled(library: str, kind: str, folder: Path) -> nn.Module | None:
    """The network of a config, without memory for its weights; None if it is no network."""
    if library not in IMPORT_NAMES:
        return None
    network = getattr(importlib.import_module(library), kind)
    if not (isinstance(network, type) and issubclass(network, nn.Module)):
        return None
    own: Any = network
    with torch.device("meta"):
        if library == "diffusers":
            built = own.from_config(own.load_config(folder, local_files_only=True))
        else:
            built = own(own.config_class.from_pretrained(folder, local_files_only=True))
    return cast("nn.Module", built)
