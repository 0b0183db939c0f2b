"""The configured optimizer, or 32-bit AdamW if 8-bit AdamW does not run on this device."""

import logging
from collections.abc import Sequence
from typing import Any, Literal

import torch
from torch.nn import Parameter

log = logging.getLogger(__name__)

OptimizerName = Literal["adamw", "adamw8bit"]
PROBED = 8192
"""Elements of the tensor for a trial step: the 8-bit optimizer keeps 32 bits for smaller ones."""


def new_optimizer(
    name: OptimizerName, parameters: Sequence[Parameter], device: torch.device, **settings: Any
) -> tuple[OptimizerName, torch.optim.Optimizer]:
    """AdamW (1711.05101), or AdamW with an 8-bit state (2110.02861) where bitsandbytes runs.

    Returns the name of the optimizer in use, and the optimizer.
    """
    if name == "adamw8bit":
        eight_bit = _eight_bit()
        if eight_bit is not None and _steps(eight_bit, device):
            return "adamw8bit", eight_bit(parameters, **settings)
        log.warning("8-bit AdamW does not run here: AdamW with a state of 32 bits is used")
    # Torch does not fuse by default; on a CPU a fused step takes a quarter of the time.
    fused = device.type == "cpu" or None
    return "adamw", torch.optim.AdamW(parameters, fused=fused, **settings)


def _eight_bit() -> Any:
    try:
        from bitsandbytes.optim import AdamW8bit
    except (ImportError, OSError, RuntimeError):
        return None
    return AdamW8bit


def _steps(eight_bit: Any, device: torch.device) -> bool:
    """Whether one step on this device changes weights by finite amounts."""
    probe = Parameter(torch.zeros(PROBED, device=device))
    probe.grad = torch.ones_like(probe)
    try:
        eight_bit([probe], lr=1e-3).step()
    except (AttributeError, NotImplementedError, RuntimeError):
        return False
    return bool(torch.isfinite(probe).all() and (probe != 0).all())
