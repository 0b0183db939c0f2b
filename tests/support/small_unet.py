"""A small UNet with a LoRA, and what trains it: base data and an empty sheet."""

from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from PIL import Image

from training.diffusion.lora import add_lora

SHAPE, TOKENS, WIDTH = (4, 8, 8), 3, 8
BASE = 7.0


def new_unet() -> UNet2DConditionModel:
    """The same random weights at each call; only the LoRA is trained."""
    with torch.random.fork_rng():
        torch.manual_seed(3)
        unet = UNet2DConditionModel(
            sample_size=8,
            in_channels=4,
            out_channels=4,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            block_out_channels=(8, 16),
            layers_per_block=1,
            cross_attention_dim=WIDTH,
            attention_head_dim=4,
            norm_num_groups=4,
        )
        add_lora(unet, rank=4)
    return unet


def replay(count: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Base data that differs from all that people voted on: every latent is `BASE`."""
    return torch.full((count, *SHAPE), BASE), torch.ones(count, TOKENS, WIDTH)


def sheet(model: torch.nn.Module, path: Path) -> None:
    """Write one pixel where a training paints a contact sheet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (1, 1)).save(path)


def frozen(unet: UNet2DConditionModel) -> dict[str, torch.Tensor]:
    """Copies of the weights that are not trained."""
    return {
        name: value.clone() for name, value in unet.named_parameters() if not value.requires_grad
    }
