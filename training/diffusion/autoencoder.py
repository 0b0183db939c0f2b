"""Encoding with an autoencoder, and normalizing its latents inside its own weights."""

from collections.abc import Iterator

import torch
from diffusers import AutoencoderKL


def downscale_factor(autoencoder: AutoencoderKL) -> int:
    """Pixels of a picture for each pixel of its latents, along one axis."""
    return 1 << (len(autoencoder.config.block_out_channels) - 1)


@torch.no_grad()
def encode(autoencoder: AutoencoderKL, x: torch.Tensor) -> torch.Tensor:
    """The posterior's mode of [n, 3 or 4, h, w] in [-1, 1]: latents [n, c, h / r, w / r]."""
    mode: torch.Tensor = autoencoder.encode(x).latent_dist.mode()
    return mode


@torch.no_grad()
def fold_statistics(autoencoder: AutoencoderKL, batches: Iterator[torch.Tensor]) -> None:
    """Make the latents of `batches` zero-mean and unit-variance by channel, in place.

    The normalization becomes part of `quant_conv` and its inverse part of `post_quant_conv`, so
    that a plain diffusers pipeline needs no extra step.
    """
    latents = torch.cat([encode(autoencoder, x) for x in batches])
    mean = latents.mean(dim=(0, 2, 3))
    std = latents.std(dim=(0, 2, 3))
    channels = len(mean)
    into, out = autoencoder.quant_conv, autoencoder.post_quant_conv
    into.bias[:channels] = (into.bias[:channels] - mean) / std
    into.weight[:channels] /= std[:, None, None, None]
    into.bias[channels:] -= 2 * std.log()
    # The shift goes in before the scale is folded: W (s z + m) + b = (W s) z + (W m + b).
    out.bias += out.weight[:, :, 0, 0] @ mean
    out.weight *= std[None, :, None, None]
