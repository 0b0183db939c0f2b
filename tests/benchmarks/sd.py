"""Stable Diffusion v1.4's architecture with random weights, at full size and smaller."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch.utils.flop_counter import FlopCounterMode
from transformers import CLIPTextConfig, CLIPTextModel

TOKENS = 77
SCHEDULER = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "epsilon",
}


@dataclass(frozen=True, slots=True)
class SdForm:
    """Stable Diffusion v1.4 at `resolution` pixels, with all widths and heads divided."""

    resolution: int = 256
    division: int = 1

    @property
    def latent_shape(self) -> tuple[int, int, int]:
        """(c, h, w) of one picture's latents."""
        return 4, self.resolution // 8, self.resolution // 8

    @property
    def text_width(self) -> int:
        """The width of a hidden state."""
        return 768 // self.division

    def unet(self) -> UNet2DConditionModel:
        """The UNet, on torch's default device."""
        return UNet2DConditionModel(
            sample_size=self.resolution // 8,
            block_out_channels=tuple(width // self.division for width in (320, 640, 1280, 1280)),
            layers_per_block=2,
            cross_attention_dim=self.text_width,
            attention_head_dim=8 // self.division,
            norm_num_groups=32 // self.division,
        )

    def autoencoder(self) -> AutoencoderKL:
        """The autoencoder, on torch's default device."""
        return AutoencoderKL(
            block_out_channels=tuple(width // self.division for width in (128, 256, 512, 512)),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            layers_per_block=2,
            norm_num_groups=32 // self.division,
            sample_size=self.resolution,
        ).requires_grad_(False)

    def text_encoder(self) -> CLIPTextModel:
        """CLIP's text encoder, on torch's default device."""
        config = CLIPTextConfig(
            hidden_size=self.text_width,
            intermediate_size=4 * self.text_width,
            num_hidden_layers=12,
            num_attention_heads=12 // self.division,
            hidden_act="quick_gelu",
        )
        return CLIPTextModel(config).requires_grad_(False)

    def flops(self) -> dict[str, int]:
        """FLOPs of one forward of the UNet, the autoencoder's encoder and the text encoder."""
        with torch.device("meta"), torch.no_grad():
            unet, autoencoder, encoder = self.unet(), self.autoencoder(), self.text_encoder()
            noised, t = torch.zeros(1, *self.latent_shape), torch.zeros(1)
            hidden_states = torch.zeros(1, TOKENS, self.text_width)
            picture = torch.zeros(1, 3, self.resolution, self.resolution)
            ids = torch.zeros(1, TOKENS, dtype=torch.long)
            return {
                "unet": _counted(lambda: unet(noised, t, hidden_states)),
                "autoencoder": _counted(lambda: autoencoder.encode(picture)),
                "text": _counted(lambda: encoder(ids)),
            }


SD14 = SdForm()
SMALL = SdForm(division=4)


def _counted(forward: Callable[[], Any]) -> int:
    with FlopCounterMode(display=False) as counter:
        forward()
    return int(counter.get_total_flops())
