"""The receipt of a fine-tune or a refresh."""

import resource
from typing import Any

import torch

from training.diffusion.parts import ModelParts
from training.loop.loop import Loop
from training.loop.receipt import commit
from training.runs.plan import Plan
from training.runs.training_data import TrainingData

GIB = 2**30


def receipt_of(plan: Plan, parts: ModelParts, data: TrainingData, loop: Loop) -> dict[str, Any]:
    """The plan, the base model, the data, the progress, and the software and hardware used."""
    progress = loop.progress
    return {
        "plan": plan.model_dump(mode="json"),
        "base": {"model": plan.model, "digest": parts.digest},
        "data": _data(data),
        "samples": progress.samples,
        "updates": progress.updates,
        "hours": round(progress.seconds / 3600, 4),
        **_environment(loop),
    }


def _data(data: TrainingData) -> dict[str, Any]:
    reading = data.reading
    return {
        "digest": reading.digest,
        "pictures": len(reading.rows),
        "left_out": dict(reading.skipped),
        "enlarged": sum(reading.rows["enlarged"]),
        "captions_cut_off": data.truncated,
        "licence": reading.licence,
        "attribution": reading.attribution,
    }


def _environment(loop: Loop) -> dict[str, Any]:
    """Optimizer and precision in use, processes, peak memory in GiB, versions."""
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
        "pictures_at_once": loop.memory.batch_size,
        "saved_memory": loop.memory.taken,
        "torch": torch.__version__,
        "commit": commit(),
    }
    if device.type == "cuda":
        facts["peak_gpu_memory_gib"] = round(torch.cuda.max_memory_allocated(device) / GIB, 2)
    return facts
