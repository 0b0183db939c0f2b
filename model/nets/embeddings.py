"""Embeddings of timestep and pooled text for the UNet; parameters named as in diffusers."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class TimeEmbedding(nn.Module):
    """Two linear maps over the timestep's sinusoids."""

    def __init__(self, width_in: int, width: int) -> None:
        super().__init__()
        self.linear_1 = nn.Linear(width_in, width)
        self.linear_2 = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.linear_2(F.silu(self.linear_1(x)))
        return out


class TextPool(nn.Module):
    """Attention pooling by the mean token, as in DeepFloyd IF: [n, tokens, width] -> [n, width]."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.positional_embedding = nn.Parameter(torch.zeros(1, width))
        self.k_proj = nn.Linear(width, width)
        self.q_proj = nn.Linear(width, width)
        self.v_proj = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        token = x.mean(dim=1, keepdim=True) + self.positional_embedding
        x = torch.cat([token, x], dim=1)
        q, k, v = self.q_proj(token), self.k_proj(x), self.v_proj(x)
        q, k, v = (t.unflatten(-1, (self.heads, -1)).transpose(1, 2) for t in (q, k, v))
        return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)[:, 0]


class TextTimeEmbedding(nn.Module):
    """The pooled text, [n, tokens, width_in] -> [n, width], added to the time embedding."""

    def __init__(self, width_in: int, width: int, heads: int) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(width_in)
        self.pool = TextPool(width_in, heads)
        self.proj = nn.Linear(width_in, width)
        self.norm2 = nn.LayerNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.norm2(self.proj(self.pool(self.norm1(x))))
        return out


def sinusoids(timestep: Tensor, width: int) -> Tensor:
    """Timesteps [batch] -> cosines and sines [batch, width] of frequencies from 1 to 1/10000."""
    half = width // 2
    exponent = torch.arange(half, dtype=torch.float32, device=timestep.device) / half
    angle = timestep.float()[:, None] * torch.exp(-9.210340371976184 * exponent)
    return torch.cat([angle.cos(), angle.sin()], dim=-1)
