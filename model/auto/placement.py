"""Where a model's weights go, and in which precision, by the memory that is there."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch

from model.errors import Unavailable

GIB = 2**30
HEADROOM = 1.15
"""Weights times this, and `ACTIVATIONS`, must fit: kernels and fragments need room too."""
ACTIVATIONS = 2 * GIB
"""Bytes for one picture of 1024 px while it is painted and decoded."""
BYTES = {torch.float32: 4, torch.bfloat16: 2}

Offload = Literal["none", "model", "sequential"]


@dataclass(frozen=True, slots=True)
class Memory:
    """Free bytes: of the machine, and of its GPU, None without one."""

    machine: int
    gpu: int | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """`offload` "model" keeps one part at a time on the GPU, "sequential" one layer at a time."""

    precision: torch.dtype
    offload: Offload = "none"


def place(name: str, parts: Mapping[str, int], memory: Memory, preferred: torch.dtype) -> Placement:
    """The placement of a model whose `parts` have so many parameters, the fastest that fits.

    `preferred` is the fastest precision of the device. Raises Unavailable, in one sentence, if
    none fits.
    """
    whole, largest = sum(parts.values()), max(parts.values(), default=0)
    if memory.gpu is None:
        for precision in dict.fromkeys((preferred, torch.bfloat16)):
            if _need(whole, precision) <= memory.machine:
                return Placement(precision)
        raise Unavailable(_sentence(name, _need(whole, torch.bfloat16), memory))
    if _need(whole, preferred) <= memory.gpu:
        return Placement(preferred)
    if whole * BYTES[preferred] * HEADROOM <= memory.machine:
        if _need(largest, preferred) <= memory.gpu:
            return Placement(preferred, "model")
        if memory.gpu >= ACTIVATIONS:
            return Placement(preferred, "sequential")
    raise Unavailable(_sentence(name, _need(whole, preferred), memory))


def free_memory(device: torch.device) -> Memory:
    """The free memory now."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():  # the page cache is free too
        lines = dict(line.split(":") for line in meminfo.read_text().splitlines())
        machine = int(lines["MemAvailable"].split()[0]) * 1024
    gpu = torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else None
    return Memory(machine, gpu)


def _need(parameters: int, precision: torch.dtype) -> int:
    return int(parameters * BYTES[precision] * HEADROOM) + ACTIVATIONS


def _sentence(name: str, need: int, memory: Memory) -> str:
    free = f"this machine has {memory.machine / GIB:.1f} GiB free"
    if memory.gpu is not None:
        free = f"the GPU has {memory.gpu / GIB:.1f} and {free}"
    return (
        f"{name} does not fit: it needs about {need / GIB:.1f} GiB, and {free}; "
        "choose a smaller model."
    )
