"""Low-rank adapters (2106.09685) on a UNet, by PEFT, and their way into its weights."""

from diffusers import UNet2DConditionModel
from peft import LoraConfig

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
