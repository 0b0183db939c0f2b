"""The text-conditional UNet of Stable Diffusion 1 and 2 in plain torch.

Parameters are named as in diffusers.
"""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

import torch
import torch.nn.functional as F
from pydantic import Field, model_validator
from torch import Tensor, nn

from model.files.config import Config, Small, Stages, Width
from model.nets.blocks import (
    Downsample,
    ResnetBlock,
    SpatialTransformer,
    Upsample,
    like_weights,
)
from model.nets.embeddings import TextTimeEmbedding, TimeEmbedding, sinusoids

DownBlock = Literal["CrossAttnDownBlock2D", "DownBlock2D"]
UpBlock = Literal["CrossAttnUpBlock2D", "UpBlock2D"]


class UNetConfig(Config):
    """The part of a diffusers `unet/config.json` that decides the architecture.

    Defaults are those of diffusers' UNet2DConditionModel.
    """

    in_channels: Width = 4
    out_channels: Width = 4
    sample_size: Annotated[int, Field(strict=True, ge=1, le=256)] | None = None
    block_out_channels: Stages = (320, 640, 1280, 1280)
    down_block_types: tuple[DownBlock, ...] = (
        "CrossAttnDownBlock2D",
        "CrossAttnDownBlock2D",
        "CrossAttnDownBlock2D",
        "DownBlock2D",
    )
    up_block_types: tuple[UpBlock, ...] = (
        "UpBlock2D",
        "CrossAttnUpBlock2D",
        "CrossAttnUpBlock2D",
        "CrossAttnUpBlock2D",
    )
    layers_per_block: Annotated[int, Field(strict=True, ge=1, le=8)] = 2
    attention_head_dim: Width | tuple[Width, ...] = 8
    cross_attention_dim: Width = 1280
    norm_num_groups: Width = 32
    norm_eps: Small = 1e-5
    use_linear_projection: Annotated[bool, Field(strict=True)] = False
    addition_embed_type: Literal["text"] | None = None
    addition_embed_type_num_heads: Width = 64
    center_input_sample: Literal[False] = False
    flip_sin_to_cos: Literal[True] = True
    freq_shift: Literal[0] = 0
    act_fn: Literal["silu"] = "silu"
    mid_block_type: Literal["UNetMidBlock2DCrossAttn"] = "UNetMidBlock2DCrossAttn"
    only_cross_attention: Literal[False] = False
    transformer_layers_per_block: Literal[1] = 1
    encoder_hid_dim: Literal[None] = None
    class_embed_type: Literal[None] = None
    resnet_time_scale_shift: Literal["default"] = "default"
    time_embedding_type: Literal["positional"] = "positional"
    dual_cross_attention: Literal[False] = False

    @model_validator(mode="after")
    def _check_fit(self) -> Self:
        widths = self.block_out_channels
        for name in ("down_block_types", "up_block_types", "heads"):
            if len(getattr(self, name)) != len(widths):
                raise ValueError(f"{name} and block_out_channels must have the same length")
        if widths[0] % 2 or any(width % self.norm_num_groups for width in widths):
            raise ValueError("block_out_channels must be multiples of 2 and of norm_num_groups")
        if any(width % heads for width, heads in zip(widths, self.heads, strict=True)):
            raise ValueError("block_out_channels must be multiples of attention_head_dim")
        if self.text_time and self.cross_attention_dim % self.addition_embed_type_num_heads:
            raise ValueError(
                "cross_attention_dim must be a multiple of addition_embed_type_num_heads"
            )
        return self

    @property
    def heads(self) -> tuple[int, ...]:
        """Attention heads at each resolution, which diffusers calls `attention_head_dim`."""
        heads = self.attention_head_dim
        return (heads,) * len(self.block_out_channels) if isinstance(heads, int) else heads

    @property
    def text_time(self) -> bool:
        """Whether the pooled text is added to the time embedding."""
        return self.addition_embed_type == "text"


class UNetStage(nn.Module):
    """Residual blocks at one resolution, the first `transformers` of them with a transformer."""

    def __init__(
        self,
        widths_in: Sequence[int],
        width: int,
        heads: int,
        transformers: int,
        config: UNetConfig,
    ) -> None:
        super().__init__()
        time = 4 * config.block_out_channels[0]
        groups = config.norm_num_groups
        self.resnets = nn.ModuleList(
            ResnetBlock(width_in, width, groups, config.norm_eps, time) for width_in in widths_in
        )
        cross_dim, linear = config.cross_attention_dim, config.use_linear_projection
        self.attentions = nn.ModuleList(
            SpatialTransformer(width, heads, cross_dim, groups, linear) for _ in range(transformers)
        )

    def layer(self, i: int, x: Tensor, time: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        """Residual block `i`, followed by its transformer if it has one."""
        x = self.resnets[i](x, time)
        if i < len(self.attentions):
            x = self.attentions[i](x, encoder_hidden_states)
        return x


class Down(UNetStage):
    """A downsampling stage: adds every output to `skips`, then halves the resolution."""

    def __init__(self, i: int, config: UNetConfig) -> None:
        widths, layers = config.block_out_channels, config.layers_per_block
        width = widths[i]
        widths_in = [widths[max(i - 1, 0)]] + [width] * (layers - 1)
        transformers = layers if config.down_block_types[i].startswith("CrossAttn") else 0
        super().__init__(widths_in, width, config.heads[i], transformers, config)
        if i < len(widths) - 1:
            self.downsamplers = nn.ModuleList([Downsample(width, padding=1)])

    def forward(
        self, x: Tensor, time: Tensor, encoder_hidden_states: Tensor, skips: list[Tensor]
    ) -> Tensor:
        for i in range(len(self.resnets)):
            x = self.layer(i, x, time, encoder_hidden_states)
            skips.append(x)
        if hasattr(self, "downsamplers"):
            x = self.downsamplers[0](x)
            skips.append(x)
        return x


class UNetMiddle(UNetStage):
    """The stage between the downsampling and the upsampling stages."""

    def __init__(self, config: UNetConfig) -> None:
        width = config.block_out_channels[-1]
        super().__init__([width, width], width, config.heads[-1], 1, config)

    def forward(self, x: Tensor, time: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        for i in range(len(self.resnets)):
            x = self.layer(i, x, time, encoder_hidden_states)
        return x


class Up(UNetStage):
    """An upsampling stage: takes its inputs from `skips`, then doubles the resolution."""

    def __init__(self, i: int, config: UNetConfig) -> None:
        widths, layers = config.block_out_channels[::-1], config.layers_per_block
        width, below, above = widths[i], widths[max(i - 1, 0)], widths[min(i + 1, len(widths) - 1)]
        skips = [width] * layers + [above]
        widths_in = [skip + (width if j else below) for j, skip in enumerate(skips)]
        transformers = layers + 1 if config.up_block_types[i].startswith("CrossAttn") else 0
        super().__init__(widths_in, width, config.heads[::-1][i], transformers, config)
        if i < len(widths) - 1:
            self.upsamplers = nn.ModuleList([Upsample(width)])

    def forward(
        self, x: Tensor, time: Tensor, encoder_hidden_states: Tensor, skips: list[Tensor]
    ) -> Tensor:
        for i in range(len(self.resnets)):
            x = self.layer(i, torch.cat([x, skips.pop()], dim=1), time, encoder_hidden_states)
        return self.upsamplers[0](x) if hasattr(self, "upsamplers") else x


class UNet(nn.Module):
    """Predicts noise or v from latents [batch, channels, h, w] at timesteps [batch].

    `encoder_hidden_states` is [batch, tokens, cross_attention_dim]. Inputs may have any precision
    and memory format; the weights' own are used, and the output has them.
    """

    def __init__(self, config: UNetConfig) -> None:
        super().__init__()
        self.config = config
        stages = range(len(config.block_out_channels))
        first, time = config.block_out_channels[0], 4 * config.block_out_channels[0]
        self.conv_in = nn.Conv2d(config.in_channels, first, 3, padding=1)
        self.time_embedding = TimeEmbedding(first, time)
        if config.text_time:
            self.add_embedding = TextTimeEmbedding(
                config.cross_attention_dim, time, config.addition_embed_type_num_heads
            )
        self.down_blocks = nn.ModuleList(Down(i, config) for i in stages)
        self.mid_block = UNetMiddle(config)
        self.up_blocks = nn.ModuleList(Up(i, config) for i in stages)
        self.conv_norm_out = nn.GroupNorm(config.norm_num_groups, first, config.norm_eps)
        self.conv_out = nn.Conv2d(first, config.out_channels, 3, padding=1)

    def forward(self, x: Tensor, timestep: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        x = like_weights(x, self.conv_in.weight)
        text = encoder_hidden_states.to(x.dtype)
        time = sinusoids(timestep, self.config.block_out_channels[0]).to(x.dtype)
        time = self.time_embedding(time)
        if self.config.text_time:
            time = time + self.add_embedding(text)
        x = self.conv_in(x)
        skips = [x]
        for down in self.down_blocks:
            x = down(x, time, text, skips)
        x = self.mid_block(x, time, text)
        for up in self.up_blocks:
            x = up(x, time, text, skips)
        out: Tensor = self.conv_out(F.silu(self.conv_norm_out(x)))
        return out
