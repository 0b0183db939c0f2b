"""The fastest precision on this machine, measured once: CPU flags alone do not tell.

On a CPU with AVX512-BF16 a UNet trains 1.3 to 1.7 times as fast in bf16 autocast as in fp32; on one
without, bf16 is a hundred times slower.
"""

import time
from functools import cache
from typing import Literal

import torch
from torch.nn import functional

Precision = Literal["no", "bf16", "fp16"]


@cache
def fastest_precision(device: torch.device) -> Precision:
    """The mixed precision for accelerate: "bf16", "fp16" (CUDA without bf16) or "no" (fp32).

    Measured once per process, because accelerate keeps the first value that it gets.
    """
    if device.type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported() else "fp16"
    return "bf16" if _seconds(torch.bfloat16) < _seconds(torch.float32) else "no"


def _seconds(dtype: torch.dtype) -> float:
    """Seconds of the fastest of six convolutions in `dtype` on the CPU."""
    pixels = torch.zeros(8, 128, 16, 16, dtype=dtype)
    kernel = torch.zeros(128, 128, 3, 3, dtype=dtype)
    timings = []
    for _ in range(6):
        start = time.perf_counter()
        functional.conv2d(pixels, kernel, padding=1)
        timings.append(time.perf_counter() - start)
    return min(timings)
