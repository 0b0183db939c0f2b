"""Estimates of the GPU memory that training Stable Diffusion v1.4 takes. They need no GPU.

Weights, gradients and Adam's states are counted from their sizes, activations with torch's hooks
for saved tensors on fake GPU tensors. The CUDA context, the workspace of kernels and
fragmentation are not counted.
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
"""Bytes per number, and per parameter for both moments."""
PRESETS = ("sd14", "sd14-lora")


@dataclass(frozen=True, slots=True)
class MemoryEstimate:
    """Bytes of the weights of all three models, of gradients, of Adam's states, and `kept`: what
    the forward keeps for the backward pass.

    `kept` includes autocast's copies of the weights, which live until the end of the step.
    """

    weights: int
    gradients: int
    optimizer: int
    kept: int

    @classmethod
    def of(cls, form: SdForm, batch: int, rank: int, checkpointing: bool) -> "MemoryEstimate":
        """In bf16 autocast. With `rank` 0 the whole UNet is trained, else a LoRA of this rank."""
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
        """The sum in GiB."""
        return (self.weights + self.gradients + self.optimizer + self.kept) / GIB


def estimates() -> dict[str, dict[str, float]]:
    """GiB by preset, batch size and gradient checkpointing. `sd14-gentle` takes as much as
    `sd14`.
    """
    found = {}
    for name in PRESETS:
        plan = preset(name)
        for batch, checkpointing in ((plan.batch, False), (plan.batch, True), (1, True)):
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
    """Bytes that a forward keeps in addition to the weights, with their copies in bf16."""
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
    """Autocast as on a GPU, which `torch.autocast` refuses on a machine without one."""
    torch.set_autocast_enabled("cuda", True)
    torch.set_autocast_dtype("cuda", torch.bfloat16)
    torch.autocast_increment_nesting()
    try:
        yield
    finally:
        torch.autocast_decrement_nesting()
        torch.clear_autocast_cache()
        torch.set_autocast_enabled("cuda", False)
