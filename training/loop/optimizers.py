"""The optimizer that was asked for, where it runs on this device, and else the next best."""

import logging
from collections.abc import Sequence
from typing import Any, Literal

import torch
from torch.nn import Parameter

log = logging.getLogger(__name__)

OptimizerName = Literal["adamw", "adamw8bit"]
PROBED = 8192
"""Elements of the tensor that is stepped to see whether 8 bits run: smaller ones stay at 32."""


def new_optimizer(
    name: OptimizerName, parameters: Sequence[Parameter], device: torch.device, **settings: Any
) -> tuple[OptimizerName, torch.optim.Optimizer]:
    """AdamW (1711.05101), its state in 8 bits (2110.02861) where asked for and bitsandbytes runs.

    The name says which it is.
    """
    if name == "adamw8bit":
        eight_bit = _eight_bit()
        if eight_bit is not None and _steps(eight_bit, device):
            return "adamw8bit", eight_bit(parameters, **settings)
        log.warning("8-bit Adam does not run here: AdamW with its state in 32 bits is used")
    # Torch fuses by itself on no device; a fused step takes a quarter of the time on a CPU.
    fused = device.type == "cpu" or None
    return "adamw", torch.optim.AdamW(parameters, fused=fused, **settings)


def _eight_bit() -> Any:
    # It says at import what of its other work a CPU lacks.
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
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
