"""Low-rank adapters (LoRA, 2106.09685) on a UNet, by PEFT: add, merge, save."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from peft import LoraConfig, get_peft_model_state_dict

from model.errors import BadRequest

ATTENTION = ("to_q", "to_k", "to_v", "to_out.0")
EVERYWHERE = (
    *ATTENTION,
    "conv1",
    "conv2",
    "conv_in",
    "proj_in",
    "proj_out",
    "ff.net.0.proj",
    "ff.net.2",
)
"""A small UNet has little attention, so its convolutions get adapters too."""
SMALL = 50_000_000
"""A UNet with fewer parameters is small."""
NAME = "emoji"


def add_lora(unet: UNet2DConditionModel, rank: int) -> None:
    """Freeze a UNet and add a trainable LoRA of `rank`, which has no effect at first.

    Raises BadRequest if the UNet has adapters already.
    """
    if getattr(unet, "peft_config", None):
        raise BadRequest("This UNet already has adapters: merge them first.")
    size = sum(parameter.numel() for parameter in unet.parameters())
    unet.requires_grad_(False)
    targets = EVERYWHERE if size < SMALL else ATTENTION
    unet.add_adapter(
        LoraConfig(r=rank, lora_alpha=rank, target_modules=list(targets)), adapter_name=NAME
    )


def merge_lora(unet: UNet2DConditionModel) -> None:
    """Merge the LoRA, if there is one, into the weights; the UNet is a plain one afterwards."""
    if getattr(unet, "peft_config", None):
        unet.fuse_lora()
        unet.unload_lora()


@contextmanager
def without_lora(unet: UNet2DConditionModel) -> Iterator[UNet2DConditionModel]:
    """The UNet with its LoRA switched off, and without gradients."""
    unet.disable_adapters()
    try:
        with torch.no_grad():
            yield unet
    finally:
        unet.enable_adapters()


def save_lora(unet: UNet2DConditionModel, folder: Path) -> None:
    """Write the LoRA in half precision, in the format that diffusers pipelines load."""
    state = get_peft_model_state_dict(unet, adapter_name=NAME)
    StableDiffusionPipeline.save_lora_weights(
        folder, unet_lora_layers={name: tensor.half() for name, tensor in state.items()}
    )
