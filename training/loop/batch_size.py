"""How many micro-batches fit into memory at once, estimated before the first update."""

import os
from collections.abc import Callable, Iterable, Sequence

import torch
from accelerate import Accelerator
from torch.autograd.graph import saved_tensors_hooks

from model.rows import is_out_of_memory

SHARE = 0.5
"""The share of all memory to use. Free memory varies: a resumed run must get the same result."""
GRADIENT, MOMENTS = 4, 8
"""Bytes of a parameter's gradient and of Adam's two moments, in 32 bits."""


def most_at_once(
    forward: Callable[[], object],
    gradient_accumulation_steps: int,
    weights: Sequence[torch.Tensor],
    accelerator: Accelerator,
) -> int:
    """The largest divisor of `gradient_accumulation_steps` whose micro-batches fit into memory.

    `forward` computes one micro-batch. All processes get the smallest result of any of them.
    """
    try:
        kept = kept_bytes(forward, weights)
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        found = 1
    else:
        found = _fitting(kept, gradient_accumulation_steps, weights, _memory(accelerator))
    counts: torch.Tensor = accelerator.gather(torch.tensor([found], device=accelerator.device))
    return int(counts.min())


def kept_bytes(forward: Callable[[], object], weights: Iterable[torch.Tensor]) -> int:
    """Bytes that a forward stores for the backward pass, without the weights themselves.

    They include autocast's copies of the weights.
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


def _fitting(kept: int, steps: int, weights: Sequence[torch.Tensor], memory: float) -> int:
    trained = sum(weight.numel() for weight in weights if weight.requires_grad)
    fixed = sum(weight.nbytes for weight in weights) + (GRADIENT + MOMENTS) * trained
    divisors = (n for n in range(steps, 1, -1) if steps % n == 0)
    return next((n for n in divisors if fixed + n * kept <= SHARE * memory), 1)


def _memory(accelerator: Accelerator) -> float:
    """Bytes of the GPU's memory, or of this process's share of the machine's."""
    if accelerator.device.type == "cuda":
        return float(torch.cuda.get_device_properties(accelerator.device).total_memory)
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return float(machine / accelerator.num_processes)
