"""What a run ran on, for its receipt."""

import resource
from typing import Any

import torch

from training.loop import Loop
from training.receipt import commit

GIB = 2**30


def ran_on(loop: Loop) -> dict[str, Any]:
    """The optimizer and precision that really ran, processes, peak memory in GiB, versions."""
    accelerator = loop.accelerator
    device = accelerator.device
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / GIB
    facts = {
        "optimizer": loop.optimizer,
        "precision": accelerator.mixed_precision,
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else device.type,
        "processes": accelerator.num_processes,
        "threads": torch.get_num_threads(),
        "peak_memory_gib": round(peak, 2),
        "saved_memory": loop.memory.taken,
        "torch": torch.__version__,
        "commit": commit(),
    }
    if device.type == "cuda":
        facts["peak_gpu_memory_gib"] = round(torch.cuda.max_memory_allocated(device) / GIB, 2)
    return facts
