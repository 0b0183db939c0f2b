"""Pictures as latents of unit spread, the statistics folded into the autoencoder itself."""

from collections.abc import Iterator

import torch
from diffusers import AutoencoderKL


def reduction(autoencoder: AutoencoderKL) -> int:
    """By how much a latent's side is smaller than its picture's."""
    return 1 << (len(autoencoder.config.block_out_channels) - 1)


@torch.no_grad()
def encode(autoencoder: AutoencoderKL, x: torch.Tensor) -> torch.Tensor:
    """The posterior's mode of [n, 3 or 4, h, w] in [-1, 1]: latents [n, c, h / r, w / r]."""
    mode: torch.Tensor = autoencoder.encode(x).latent_dist.mode()
    return mode


@torch.no_grad()
def fold_statistics(autoencoder: AutoencoderKL, batches: Iterator[torch.Tensor]) -> None:
    """Make the latents of `batches` zero-mean and unit-variance by channel, in place.

    Encoding then subtracts and divides inside `quant_conv`, decoding undoes it inside
    `post_quant_conv`, so a plain diffusers pipeline needs to know nothing of it.
    """
    latents = torch.cat([encode(autoencoder, x) for x in batches])
    mean = latents.mean(dim=(0, 2, 3))
    spread = latents.std(dim=(0, 2, 3))
    channels = len(mean)
    into, out = autoencoder.quant_conv, autoencoder.post_quant_conv
    into.bias[:channels] = (into.bias[:channels] - mean) / spread
    into.weight[:channels] /= spread[:, None, None, None]
    into.bias[channels:] -= 2 * spread.log()
    # The shift goes in before the scale is folded: W (s z + m) + b = (W s) z + (W m + b).
    out.bias += out.weight[:, :, 0, 0] @ mean
    out.weight *= spread[None, :, None, None]
