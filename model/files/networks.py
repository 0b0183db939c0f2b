"""Folders of the project's own small networks: `config.json` and fp16 weights."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import nn

from model.files.weights import fill, save

Network = TypeVar("Network", bound=nn.Module)

CONFIG = "config.json"


def save_network(network: nn.Module, config: Mapping[str, Any], folder: Path) -> None:
    """Write config.json and model.safetensors into an existing or new folder."""
    save(network, folder / "model.safetensors", torch.float16)
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n")


def load_network(build: Callable[[], Network], folder: Path) -> Network:
    """The network that `build` makes, with the weights in `folder`, in single precision.

    Raises BadModel.
    """
    with torch.device("meta"):
        network = build()
    return fill(network, folder, torch.float32, torch.device("cpu"))
