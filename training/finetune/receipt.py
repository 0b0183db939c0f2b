"""What a run was, for its receipt."""

import resource
from typing import Any

import torch

from training.diffusion.parts import ModelParts
from training.finetune.material import Material
from training.finetune.plan import Plan
from training.loop.loop import Loop
from training.loop.receipt import commit

GIB = 2**30


def receipt_of(plan: Plan, parts: ModelParts, material: Material, loop: Loop) -> dict[str, Any]:
    """The plan, the weights it started from, the data, how far it came and what it ran on."""
    progress = loop.progress
    return {
        "plan": plan.model_dump(mode="json"),
        "base": {"model": plan.model, "digest": parts.digest},
        "data": _data(material),
        "samples": progress.samples,
        "updates": progress.updates,
        "hours": round(progress.seconds / 3600, 4),
        **_ran_on(loop),
    }


def _data(material: Material) -> dict[str, Any]:
    reading = material.reading
    return {
        "digest": reading.digest,
        "pictures": len(reading.rows),
        "left_out": dict(reading.skipped),
        "enlarged": sum(reading.rows["enlarged"]),
        "captions_cut_off": material.cut_off,
        "licence": reading.licence,
        "attribution": reading.attribution,
    }


def _ran_on(loop: Loop) -> dict[str, Any]:
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
        "pictures_at_once": loop.memory.batch,
        "saved_memory": loop.memory.taken,
        "torch": torch.__version__,
        "commit": commit(),
    }
    if device.type == "cuda":
        facts["peak_gpu_memory_gib"] = round(torch.cuda.max_memory_allocated(device) / GIB, 2)
    return facts
