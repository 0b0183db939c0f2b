"""How many micro-batches have room at once, as counted before the first update."""

import os
from collections.abc import Callable, Iterable, Sequence

import torch
from accelerate import Accelerator
from torch.autograd.graph import saved_tensors_hooks

from model.rows import is_out_of_memory

SHARE = 0.5
"""Of all memory there is, used or not, so that a run that goes on counts the same."""
GRADIENT, MOMENTS = 4, 8
"""Bytes of a parameter's gradient and of Adam's two moments, where they have 32 bits."""


def most_at_once(
    forward: Callable[[], object],
    accumulation: int,
    weights: Sequence[torch.Tensor],
    accelerator: Accelerator,
) -> int:
    """The most micro-batches, a divisor of `accumulation`, that fit into the share of memory.

    `forward` is that of one of them; the least of what all processes find.
    """
    try:
        kept = kept_bytes(forward, weights)
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        found = 1
    else:
        found = _fitting(kept, accumulation, weights, _memory(accelerator))
    counts: torch.Tensor = accelerator.gather(torch.tensor([found], device=accelerator.device))
    return int(counts.min())


def kept_bytes(forward: Callable[[], object], weights: Iterable[torch.Tensor]) -> int:
    """What a forward keeps for the backward pass beside the weights themselves.

    Autocast's copies of the weights are part of it.
    """
    kept: dict[int, torch.UntypedStorage] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        kept[storage._cdata] = storage
        return tensor

    with saved_tensors_hooks(keep, lambda tensor: tensor):
        forward()
    own = {weight.untyped_storage()._cdata for weight in weights}
    return sum(storage.nbytes() for key, storage in kept.items() if key not in own)


def _fitting(kept: int, accumulation: int, weights: Sequence[torch.Tensor], memory: float) -> int:
    trained = sum(weight.numel() for weight in weights if weight.requires_grad)
    fixed = sum(weight.nbytes for weight in weights) + (GRADIENT + MOMENTS) * trained
    divisors = (n for n in range(accumulation, 1, -1) if accumulation % n == 0)
    return next((n for n in divisors if fixed + n * kept <= SHARE * memory), 1)


def _memory(accelerator: Accelerator) -> float:
    """Bytes of a GPU, or a process's part of the machine's."""
    if accelerator.device.type == "cuda":
        return float(torch.cuda.get_device_properties(accelerator.device).total_memory)
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return float(machine / accelerator.num_processes)
