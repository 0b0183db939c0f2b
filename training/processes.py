"""The processes that train together, and the device of this one."""

import torch
from accelerate import PartialState
from accelerate.utils import parse_flag_from_env


def processes() -> PartialState:
    """Joins the others where there are some (torchrun, accelerate launch); on a CPU by gloo.

    accelerate's own state joins none on a CPU unless it is told so when it is first made.
    """
    cpu = parse_flag_from_env("ACCELERATE_USE_CPU") or not torch.accelerator.is_available()
    return PartialState(cpu=cpu)
