"""LoRAs that are switched on for single forwards: low-rank branches beside the layers of a network.

The weights stay as they are, so a switch costs nothing and leaves no rounding error.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Self

import torch.nn.functional as F
from torch import Tensor, nn

from model.errors import BadModel
from model.files.lora import LoraFile, names_of, take_pair
from model.nets.clip import CLIP_PREFIX

Layer = nn.Linear | nn.Conv2d
Hook = Callable[[nn.Module, tuple[Tensor, ...], Tensor], Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """The branches of one LoRA, each with the layer that it is added to."""

    branches: Sequence[tuple[Layer, Hook]]

    @classmethod
    def open(cls, file: LoraFile, parts: Mapping[str, nn.Module]) -> Self:
        """Read it for the networks "unet" and, if it has any layers for one, "text_encoder".

        Raises BadModel if it is damaged or for another model.
        """
        adapter, branches = file.read(), list[tuple[Layer, Hook]]()
        name = f"The LoRA {file.lora.name}"
        for part, root in parts.items():
            for path, layer in root.named_modules():
                if isinstance(layer, Layer):
                    matrices = _matrices(adapter, part, path, name)
                    if matrices is not None:
                        branches.append((layer, _branch(layer, *matrices, file, path)))
        if adapter:
            raise BadModel(f"{name} is for another model: this one has no {min(adapter)}.")
        return cls(branches)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Add the branches to every forward inside the context."""
        handles = [layer.register_forward_hook(hook) for layer, hook in self.branches]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()


def applied(adapter: Adapter | None) -> AbstractContextManager[None]:
    """A context in which the adapter is on; None is no adapter."""
    return nullcontext() if adapter is None else adapter.applied()


def _matrices(
    adapter: dict[str, Tensor], part: str, path: str, source: str
) -> tuple[Tensor, Tensor] | None:
    """The matrices of a layer, by any of its names."""
    paths = [path]
    if part == "text_encoder" and not path.startswith(CLIP_PREFIX):
        paths.append(CLIP_PREFIX + path)
    try:
        names = [name for each in paths for name in names_of(part, each)]
        found = (take_pair(adapter, name, source) for name in names)
        return next((pair for pair in found if pair is not None), None)
    except (IndexError, RuntimeError, ValueError) as error:
        raise BadModel(f"{source} is damaged: the matrices of {path} do not fit.") from error


def _branch(layer: Layer, up: Tensor, down: Tensor, file: LoraFile, path: str) -> Hook:
    """A hook that adds weight * up down x to a layer's output."""
    weight = layer.weight
    if (up.shape, down.shape) != (
        (weight.shape[0], len(down)),
        (up.shape[1], weight[0].numel()),
    ):
        raise BadModel(f"The LoRA {file.lora.name} is for another model: its {path} does not fit.")
    down = down.reshape(-1, *weight.shape[1:]).to(weight)
    up = (file.lora.weight * up).to(weight)
    if isinstance(layer, nn.Linear):
        return lambda _, x, y: y + F.linear(F.linear(x[0], down), up)
    up, stride, padding = up[..., None, None], layer.stride, layer.padding
    return lambda _, x, y: y + F.conv2d(F.conv2d(x[0], down, None, stride, padding), up)
