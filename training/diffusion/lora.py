"""Low-rank adapters (2106.09685) on a UNet, by PEFT, and their way into its weights."""

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
"""A small UNet has attention in few places only, so its convolutions take part."""
SMALL = 50_000_000
NAME = "emoji"


def add_lora(unet: UNet2DConditionModel, rank: int) -> None:
    """Freeze a UNet and lay trainable matrices of `rank` beside its weights, without effect yet.

    Raises BadRequest where it has some already.
    """
    if getattr(unet, "peft_config", None):
        raise BadRequest("This UNet has adapters already: merge them first.")
    size = sum(parameter.numel() for parameter in unet.parameters())
    unet.requires_grad_(False)
    targets = EVERYWHERE if size < SMALL else ATTENTION
    unet.add_adapter(
        LoraConfig(r=rank, lora_alpha=rank, target_modules=list(targets)), adapter_name=NAME
    )


def merge_lora(unet: UNet2DConditionModel) -> None:
    """Add the matrices to the weights they lie beside; the UNet is a plain one again."""
    if getattr(unet, "peft_config", None):
        unet.fuse_lora()
        unet.unload_lora()


@contextmanager
def without_lora(unet: UNet2DConditionModel) -> Iterator[UNet2DConditionModel]:
    """The UNet as it was before it got its LoRA. Without gradients."""
    unet.disable_adapters()
    try:
        with torch.no_grad():
            yield unet
    finally:
        unet.enable_adapters()


def save_lora(unet: UNet2DConditionModel, folder: Path) -> None:
    """Write the matrices in half precision, as a diffusers pipeline loads them."""
    state = get_peft_model_state_dict(unet, adapter_name=NAME)
    StableDiffusionPipeline.save_lora_weights(
        folder, unet_lora_layers={name: tensor.half() for name, tensor in state.items()}
    )
