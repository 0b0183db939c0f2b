"""Blocks shared by Stable Diffusion's UNet and autoencoder, in plain torch.

Parameters are named as in diffusers, so a diffusers folder loads into them and back. The second
implementation exists because importing diffusers takes three times as long as painting an emoji.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class ResnetBlock(nn.Module):
    """Two times norm, SiLU, convolution, with a shortcut; the time embedding is added between."""

    def __init__(self, width_in: int, width: int, groups: int, eps: float, time: int = 0) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, width_in, eps)
        self.conv1 = nn.Conv2d(width_in, width, 3, padding=1)
        self.time_emb_proj = nn.Linear(time, width) if time else None
        self.norm2 = nn.GroupNorm(groups, width, eps)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(width_in, width, 1) if width_in != width else None

    def forward(self, x: Tensor, time: Tensor | None = None) -> Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        if self.time_emb_proj is not None and time is not None:
            h = h + self.time_emb_proj(F.silu(time))[:, :, None, None]
        h = self.conv2(F.silu(self.norm2(h)))
        shortcut = x if self.conv_shortcut is None else self.conv_shortcut(x)
        out: Tensor = shortcut + h
        return out


class Attention(nn.Module):
    """Multi-head attention of `x` [batch, tokens, width] to itself or to other hidden states."""

    def __init__(
        self, width: int, heads: int, cross_attention_dim: int = 0, bias: bool = False
    ) -> None:
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=bias)
        self.to_k = nn.Linear(cross_attention_dim or width, width, bias=bias)
        self.to_v = nn.Linear(cross_attention_dim or width, width, bias=bias)
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def forward(self, x: Tensor, encoder_hidden_states: Tensor | None = None) -> Tensor:
        source = x if encoder_hidden_states is None else encoder_hidden_states
        q, k, v = self.to_q(x), self.to_k(source), self.to_v(source)
        q, k, v = (t.unflatten(-1, (self.heads, -1)).transpose(1, 2) for t in (q, k, v))
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        out: Tensor = self.to_out[0](mixed)
        return out


class AttentionBlock(Attention):
    """Single-head self-attention over pixels, as in the middle of the autoencoder."""

    def __init__(self, width: int, groups: int, eps: float) -> None:
        super().__init__(width, heads=1, bias=True)
        self.group_norm = nn.GroupNorm(groups, width, eps)

    def forward(self, x: Tensor, encoder_hidden_states: Tensor | None = None) -> Tensor:
        tokens = self.group_norm(x).flatten(2).transpose(1, 2)
        return x + super().forward(tokens).transpose(1, 2).reshape(x.shape)


class GatedLinear(nn.Module):
    """GEGLU: one half of a linear map gates the other half."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.proj = nn.Linear(width, 2 * inner)

    def forward(self, x: Tensor) -> Tensor:
        value, gate = self.proj(x).chunk(2, dim=-1)
        gated: Tensor = value * F.gelu(gate)
        return gated


class TransformerBlock(nn.Module):
    """Self-attention, cross-attention to the text and feed-forward, each with a shortcut."""

    def __init__(self, width: int, heads: int, cross_attention_dim: int) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attn1 = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width)
        self.attn2 = Attention(width, heads, cross_attention_dim)
        self.norm3 = nn.LayerNorm(width)
        inner = nn.ModuleList([GatedLinear(width, 4 * width), nn.Identity()])
        self.ff = nn.ModuleDict({"net": inner.append(nn.Linear(4 * width, width))})

    def forward(self, x: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        x = x + self.attn1(self.norm1(x))
        x = x + self.attn2(self.norm2(x), encoder_hidden_states)
        h = self.norm3(x)
        for layer in self.ff["net"]:  # type: ignore[attr-defined]
            h = layer(h)
        out: Tensor = x + h
        return out


class SpatialTransformer(nn.Module):
    """Transformer blocks over pixels; `linear` projections as in Stable Diffusion 2."""

    def __init__(
        self, width: int, heads: int, cross_attention_dim: int, groups: int, linear: bool
    ) -> None:
        super().__init__()
        self.linear = linear
        self.norm = nn.GroupNorm(groups, width, 1e-6)
        self.proj_in = nn.Linear(width, width) if linear else nn.Conv2d(width, width, 1)
        self.transformer_blocks = nn.ModuleList(
            [TransformerBlock(width, heads, cross_attention_dim)]
        )
        self.proj_out = nn.Linear(width, width) if linear else nn.Conv2d(width, width, 1)

    def forward(self, x: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        h = self.norm(x)
        if not self.linear:
            h = self.proj_in(h)
        tokens = h.flatten(2).transpose(1, 2)
        if self.linear:
            tokens = self.proj_in(tokens)
        tokens = self.transformer_blocks[0](tokens, encoder_hidden_states)
        if self.linear:
            tokens = self.proj_out(tokens)
        h = tokens.transpose(1, 2).reshape(x.shape)
        out: Tensor = x + (h if self.linear else self.proj_out(h))
        return out


class Downsample(nn.Module):
    """A convolution with stride 2; the autoencoder pads at the bottom and the right only."""

    def __init__(self, width: int, padding: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, stride=2, padding=padding)

    def forward(self, x: Tensor) -> Tensor:
        padded = x if self.conv.padding[0] else F.pad(x, (0, 1, 0, 1))
        out: Tensor = self.conv(padded)
        return out


class Upsample(nn.Module):
    """Nearest-neighbour upsampling by 2, then a convolution."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))
        return out


def like_weights(x: Tensor, weight: Tensor) -> Tensor:
    """`x` in the precision and memory format (channels first or last) of a convolution's weight."""
    last = weight.is_contiguous(memory_format=torch.channels_last)
    layout = torch.channels_last if last else torch.contiguous_format
    return x.to(weight.dtype, memory_format=layout)
