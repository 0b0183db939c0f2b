"""The processes of a distributed training, and the device of this one."""

import torch
from accelerate import PartialState
from accelerate.utils import parse_flag_from_env


def processes() -> PartialState:
    """accelerate's state; it joins the processes of torchrun or accelerate launch, on CPU by gloo.

    accelerate itself joins CPU processes only if `cpu` is set when its state is first created.
    """
    cpu = parse_flag_from_env("ACCELERATE_USE_CPU") or not torch.accelerator.is_available()
    return PartialState(cpu=cpu)
