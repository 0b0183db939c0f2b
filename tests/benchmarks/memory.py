"""Estimates of the GPU memory for training SD v1.4, computed without a GPU.

They add up the sizes of weights, gradients, Adam's state, and the tensors that a forward stores for
the backward pass (counted by torch's hooks on fake CUDA tensors). The CUDA context, workspaces of
kernels and fragmentation are not included.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from diffusers import UNet2DConditionModel
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.func import functional_call

from tests.benchmarks.sd import SD14, TOKENS, SdForm
from tests.benchmarks.workload import preset
from training.diffusion.lora import add_lora
from training.loop.batch_size import kept_bytes

GIB = 2**30
FP32, BF16, EIGHT_BIT_ADAM = 4, 2, 2
"""Bytes of a number in fp32 and bf16, and of a parameter's two moments in 8-bit Adam."""
PRESETS = ("sd14", "sd14-lora")


@dataclass(frozen=True, slots=True)
class MemoryEstimate:
    """Bytes of all three models' weights, gradients, Adam's state, and stored activations.

    Activations include autocast's copies of the weights, which are freed only at the end.
    """

    weights: int
    gradients: int
    optimizer: int
    kept: int

    @classmethod
    def of(cls, form: SdForm, batch: int, rank: int, checkpointing: bool) -> "MemoryEstimate":
        """With bf16 autocast; a `rank` of 0 trains the whole UNet."""
        with torch.device("meta"):
            unet = form.unet().train()
            frozen = _numbers(form.autoencoder()) + _numbers(form.text_encoder())
            if rank:
                add_lora(unet, rank)
        if checkpointing:
            unet.enable_gradient_checkpointing()
        trained = _numbers(unet, trained=True)
        return cls(
            weights=FP32 * (_numbers(unet) + frozen),
            gradients=FP32 * trained,
            optimizer=EIGHT_BIT_ADAM * trained,
            kept=_kept(unet, form, batch) + (BF16 * trained if checkpointing else 0),
        )

    @property
    def gib(self) -> float:
        """The total in GiB."""
        return (self.weights + self.gradients + self.optimizer + self.kept) / GIB


def estimates() -> dict[str, dict[str, float]]:
    """GiB by preset, batch size and gradient checkpointing; `sd14-gentle` is like `sd14`."""
    found = {}
    for name in PRESETS:
        plan = preset(name)
        for batch, checkpointing in ((plan.batch_size, False), (plan.batch_size, True), (1, True)):
            memory = MemoryEstimate.of(SD14, batch, plan.lora_rank, checkpointing)
            label = f"{name}, batch {batch}{', checkpointing' if checkpointing else ''}"
            found[label] = {
                "all": memory.gib,
                **{part: getattr(memory, part) / GIB for part in MemoryEstimate.__slots__},
            }
    return found


def _numbers(module: torch.nn.Module, trained: bool = False) -> int:
    return sum(p.numel() for p in module.parameters() if p.requires_grad or not trained)


def _kept(unet: UNet2DConditionModel, form: SdForm, batch: int) -> int:
    """Bytes that a forward stores, with bf16 copies of the weights but without the weights."""
    with FakeTensorMode(), torch.device("cuda"), _bf16_of_a_gpu():
        weights = {
            name: torch.empty(weight.shape, requires_grad=weight.requires_grad)
            for name, weight in unet.named_parameters()
        }
        noised, t = torch.zeros(batch, *form.latent_shape), torch.zeros(batch, dtype=torch.long)
        states = torch.zeros(batch, TOKENS, form.text_width)
        return kept_bytes(
            lambda: functional_call(unet, weights, (noised, t, states)).sample, weights.values()
        )


@contextmanager
def _bf16_of_a_gpu() -> Iterator[None]:
    """CUDA's autocast to bf16; `torch.autocast` refuses it on a machine without a GPU."""
    torch.set_autocast_enabled("cuda", True)
    torch.set_autocast_dtype("cuda", torch.bfloat16)
    torch.autocast_increment_nesting()
    try:
        yield
    finally:
        torch.autocast_decrement_nesting()
        torch.clear_autocast_cache()
        torch.set_autocast_enabled("cuda", False)
