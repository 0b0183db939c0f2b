"""The text-conditional UNet of Stable Diffusion 1 and 2 in plain torch.

Parameters are named as in diffusers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.errors import BadModel
from model.nets.blocks import (
    Downsample,
    ResnetBlock,
    SpatialTransformer,
    Upsample,
    like_weights,
)
from model.nets.embeddings import TextTimeEmbedding, TimeEmbedding, sinusoids

# Supported values of options of diffusers' UNet2DConditionModel, the default first.
SUPPORTED: Mapping[str, tuple[Any, ...]] = {
    "center_input_sample": (False,),
    "flip_sin_to_cos": (True,),
    "freq_shift": (0,),
    "act_fn": ("silu",),
    "mid_block_type": ("UNetMidBlock2DCrossAttn",),
    "only_cross_attention": (False,),
    "transformer_layers_per_block": (1,),
    "encoder_hid_dim": (None,),
    "class_embed_type": (None,),
    "addition_embed_type": (None, "text"),
    "resnet_time_scale_shift": ("default",),
    "time_embedding_type": ("positional",),
    "dual_cross_attention": (False,),
}


@dataclass(frozen=True, slots=True)
class UNetConfig:
    """The part of a diffusers `unet/config.json` that decides the architecture."""

    in_channels: int
    out_channels: int
    sample_size: int
    block_out_channels: tuple[int, ...]
    down_attention: tuple[bool, ...]
    up_attention: tuple[bool, ...]
    layers_per_block: int
    heads: tuple[int, ...]
    cross_attention_dim: int
    norm_num_groups: int
    norm_eps: float
    linear: bool
    text_time: bool
    text_heads: int

    @classmethod
    def from_dict(cls, config: Mapping[str, Any]) -> Self:
        """Read diffusers' keys. Raises BadModel for an unsupported architecture."""
        for key, allowed in SUPPORTED.items():
            if config.get(key, allowed[0]) not in allowed:
                raise BadModel(f"The UNet's {key} is {config[key]!r}: only {allowed} can be run.")
        width = tuple(config["block_out_channels"])
        heads = config.get("attention_head_dim", 8)
        return cls(
            in_channels=config["in_channels"],
            out_channels=config["out_channels"],
            sample_size=config["sample_size"],
            block_out_channels=width,
            down_attention=_attention(config["down_block_types"]),
            up_attention=_attention(config["up_block_types"]),
            layers_per_block=config["layers_per_block"],
            heads=(heads,) * len(width) if isinstance(heads, int) else tuple(heads),
            cross_attention_dim=config["cross_attention_dim"],
            norm_num_groups=config.get("norm_num_groups", 32),
            norm_eps=config.get("norm_eps", 1e-5),
            linear=config.get("use_linear_projection", False),
            text_time=config.get("addition_embed_type") == "text",
            text_heads=config.get("addition_embed_type_num_heads", 64),
        )


def _attention(blocks: Sequence[str]) -> tuple[bool, ...]:
    known = {"CrossAttnDownBlock2D", "CrossAttnUpBlock2D", "DownBlock2D", "UpBlock2D"}
    if strange := set(blocks) - known:
        raise BadModel(f"The UNet has blocks of type {', '.join(strange)}, which cannot be run.")
    return tuple(block.startswith("CrossAttn") for block in blocks)


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
        cross_dim, linear = config.cross_attention_dim, config.linear
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
        transformers = layers if config.down_attention[i] else 0
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
        transformers = layers + 1 if config.up_attention[i] else 0
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
                config.cross_attention_dim, time, config.text_heads
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
