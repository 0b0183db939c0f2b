"""Latents of diffusers' pipelines to approximate pictures."""

from typing import Any

import torch
from torch import Tensor

from model.auto.model import AutoModel
from model.codec import with_transparency
from model.image.pixels import Pixels, from_network


@torch.inference_mode()
def decoded(model: AutoModel, latents: Tensor) -> Pixels | None:
    """Latents of one picture, [channels, h, w] or packed, as uint8 [height, width, 4].

    None if the pipeline packs them in a way of its own, or if its networks do not all stay on the
    device, where a preview would cost as much as a step.
    """
    pipe = model.text_to_image
    unpacked = None if model.placement.offload != "none" else _unpacked(model, latents)
    if unpacked is None:
        return None
    config = pipe.vae.config
    z = unpacked.to(pipe.vae.dtype) / config.scaling_factor
    z = z + (getattr(config, "shift_factor", None) or 0.0)
    picture = from_network(pipe.vae.decode(z, return_dict=False)[0])[0]
    return with_transparency(model.manifest, picture)


def _unpacked(model: AutoModel, latents: Tensor) -> Tensor | None:
    """[1, channels, h, w]: the latents as the autoencoder takes them."""
    pipe: Any = model.text_to_image
    if latents.ndim == 2 and hasattr(pipe, "_unpack_latents"):
        size = model.resolution
        latents = pipe._unpack_latents(latents[None], size, size, pipe.vae_scale_factor)[0]
    fits = latents.ndim == 3 and len(latents) == pipe.vae.config.get("latent_channels")
    return latents[None] if fits else None
