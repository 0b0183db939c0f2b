"""Stable Diffusion's autoencoder (AutoencoderKL) in plain torch; parameters as in diffusers."""

from typing import Annotated, Literal, Self

import torch.nn.functional as F
from pydantic import Field, model_validator
from torch import Tensor, nn

from model.files.config import Config, Stages, Width
from model.nets.blocks import AttentionBlock, Downsample, ResnetBlock, Upsample, like_weights

EPS = 1e-6


class VAEConfig(Config):
    """The part of a diffusers `vae/config.json` that decides the architecture.

    Defaults are those of diffusers' AutoencoderKL.
    """

    in_channels: Width = 3
    out_channels: Width = 3
    latent_channels: Width = 4
    block_out_channels: Stages = (64,)
    layers_per_block: Annotated[int, Field(strict=True, ge=1, le=8)] = 1
    norm_num_groups: Width = 32
    scaling_factor: Annotated[float, Field(strict=True, gt=0, le=1000)] = 0.18215
    use_quant_conv: Annotated[bool, Field(strict=True)] = True
    use_post_quant_conv: Annotated[bool, Field(strict=True)] = True
    mid_block_add_attention: Annotated[bool, Field(strict=True)] = True
    act_fn: Literal["silu"] = "silu"

    @model_validator(mode="after")
    def _check_fit(self) -> Self:
        if any(width % self.norm_num_groups for width in self.block_out_channels):
            raise ValueError("block_out_channels must be multiples of norm_num_groups")
        if self.use_quant_conv != self.use_post_quant_conv:
            raise ValueError("use_quant_conv and use_post_quant_conv must be the same")
        return self

    @property
    def factor(self) -> int:
        """Pixels per latent, along one axis."""
        return 1 << (len(self.block_out_channels) - 1)


class VAEStage(nn.Module):
    """Residual blocks at one resolution, then up- or downsampling if the stage has it."""

    def __init__(self, width_in: int, width: int, layers: int, groups: int) -> None:
        super().__init__()
        self.resnets = nn.ModuleList(
            ResnetBlock(width if i else width_in, width, groups, EPS) for i in range(layers)
        )

    def forward(self, x: Tensor) -> Tensor:
        for resnet in self.resnets:
            x = resnet(x)
        for name in ("downsamplers", "upsamplers"):
            x = getattr(self, name)[0](x) if hasattr(self, name) else x
        return x


class VAEMiddle(nn.Module):
    """Two residual blocks with attention between them."""

    def __init__(self, width: int, groups: int, attention: bool) -> None:
        super().__init__()
        self.resnets = nn.ModuleList(ResnetBlock(width, width, groups, EPS) for _ in range(2))
        if attention:
            self.attentions = nn.ModuleList([AttentionBlock(width, groups, EPS)])

    def forward(self, x: Tensor) -> Tensor:
        x = self.resnets[0](x)
        if hasattr(self, "attentions"):
            x = self.attentions[0](x)
        out: Tensor = self.resnets[1](x)
        return out


class Encoder(nn.Module):
    """Pixels -> mean and log-variance of the latents."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        widths, groups = config.block_out_channels, config.norm_num_groups
        self.conv_in = nn.Conv2d(config.in_channels, widths[0], 3, padding=1)
        self.down_blocks = nn.ModuleList()
        for i, width in enumerate(widths):
            stage = VAEStage(widths[max(i - 1, 0)], width, config.layers_per_block, groups)
            if i < len(widths) - 1:
                stage.downsamplers = nn.ModuleList([Downsample(width, padding=0)])
            self.down_blocks.append(stage)
        self.mid_block = VAEMiddle(widths[-1], groups, config.mid_block_add_attention)
        self.conv_norm_out = nn.GroupNorm(groups, widths[-1], EPS)
        self.conv_out = nn.Conv2d(widths[-1], 2 * config.latent_channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv_in(x)
        for stage in self.down_blocks:
            x = stage(x)
        out: Tensor = self.conv_out(F.silu(self.conv_norm_out(self.mid_block(x))))
        return out


class Decoder(nn.Module):
    """Latents -> pixels."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        widths, groups = config.block_out_channels[::-1], config.norm_num_groups
        self.conv_in = nn.Conv2d(config.latent_channels, widths[0], 3, padding=1)
        self.mid_block = VAEMiddle(widths[0], groups, config.mid_block_add_attention)
        self.up_blocks = nn.ModuleList()
        for i, width in enumerate(widths):
            stage = VAEStage(widths[max(i - 1, 0)], width, config.layers_per_block + 1, groups)
            if i < len(widths) - 1:
                stage.upsamplers = nn.ModuleList([Upsample(width)])
            self.up_blocks.append(stage)
        self.conv_norm_out = nn.GroupNorm(groups, widths[-1], EPS)
        self.conv_out = nn.Conv2d(widths[-1], config.out_channels, 3, padding=1)

    def forward(self, z: Tensor) -> Tensor:
        x = self.mid_block(self.conv_in(z))
        for stage in self.up_blocks:
            x = stage(x)
        out: Tensor = self.conv_out(F.silu(self.conv_norm_out(x)))
        return out


class VAE(nn.Module):
    """Pixels [batch, channels, height, width] in [-1, 1] <-> latents of about unit variance.

    Inputs may have any precision and memory format; the weights' own are used.
    """

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        self.config = config
        width = config.latent_channels
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)
        if config.use_quant_conv:
            self.quant_conv = nn.Conv2d(2 * width, 2 * width, 1)
            self.post_quant_conv = nn.Conv2d(width, width, 1)

    def encode(self, pixels: Tensor) -> Tensor:
        """The posterior's mode times the scaling factor."""
        moments = self.encoder(like_weights(pixels, self.encoder.conv_in.weight))
        if self.config.use_quant_conv:
            moments = self.quant_conv(moments)
        mean: Tensor = moments.chunk(2, dim=1)[0]
        return mean * self.config.scaling_factor

    def decode(self, latents: Tensor) -> Tensor:
        """Pixels, not clamped."""
        z = like_weights(latents / self.config.scaling_factor, self.decoder.conv_in.weight)
        if self.config.use_quant_conv:
            z = self.post_quant_conv(z)
        out: Tensor = self.decoder(z)
        return out
