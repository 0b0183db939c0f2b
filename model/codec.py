"""Between pictures and latents: the autoencoder, and a quick look at what is not finished."""

import numpy as np
import torch
from torch import Tensor

from model.errors import BadModel
from model.image.cutout import cut_out
from model.image.pixels import Floats, Pixels, from_network, to_network, unblended
from model.pipeline import Pipeline

SD1_SCALE = 0.18215
# Red, green and blue in [-1, 1] of each latent channel of Stable Diffusion 1's autoencoder, a
# least-squares fit: `SD15.latent_rgb_factors` in ComfyUI's comfy/latent_formats.py.
SD1_COLOURS = (
    (0.3512, 0.2297, 0.3227),
    (0.3250, 0.4974, 0.2350),
    (-0.2829, 0.1762, 0.2721),
    (-0.2120, -0.2616, -0.7177),
)


@torch.inference_mode()
def encoded(pipeline: Pipeline, rgba: Pixels) -> Tensor:
    """A picture uint8 [side, side, 4] -> latents float32 [channels, side, side]."""
    return pipeline.vae.encode(_seen(pipeline, rgba).to(pipeline.device))[0].float()


def shown(pipeline: Pipeline, rgba: Pixels) -> Floats:
    """A picture uint8 [side, side, 4] as the model would paint it: [side, side, channels]."""
    picture: Floats = from_network(_seen(pipeline, rgba))[0]
    return picture


@torch.inference_mode()
def decoded(pipeline: Pipeline, latents: Tensor) -> Floats:
    """Latents float32 [channels, side, side] -> the raw picture [side, side, channels] in [0, 1].

    Raises BadModel where the model has painted what is no number.
    """
    z = latents[None].to(pipeline.dtype)
    picture: Floats = from_network(pipeline.decoder.decode(z))[0]
    if not np.isfinite(picture).all():
        raise BadModel(f"{pipeline.folder} paints what is no number: train it anew.")
    return picture


def finished(pipeline: Pipeline, picture: Floats) -> Pixels:
    """A raw picture with its ground taken out: uint8 [side, side, 4]."""
    if pipeline.manifest.alpha:
        return unblended(picture[..., :3], picture[..., 3])
    return cut_out(picture)


def preview(pipeline: Pipeline, latents: Tensor) -> Pixels:
    """A look at latents float32 [channels, side, side], uint8 [side, side, 4].

    Stable Diffusion 1's decoder takes longer than several steps, so its latents are mapped to
    colours linearly, at their own small size and with the ground left in; others are decoded, and
    so are they where a small decoder stands in for theirs.
    """
    vae = pipeline.vae.config
    slow = (vae.latent_channels, vae.scaling_factor) == (len(SD1_COLOURS), SD1_SCALE)
    if not slow or pipeline.decoder is not pipeline.vae:
        return finished(pipeline, decoded(pipeline, latents))
    colours = latents.new_tensor(SD1_COLOURS)
    rgb = from_network(torch.einsum("chw,cr->rhw", latents, colours)[None])[0]
    return unblended(rgb, np.ones_like(rgb[..., 0]))


def _seen(pipeline: Pipeline, rgba: Pixels) -> Tensor:
    """A picture with the channels that the autoencoder takes: [1, channels, side, side]."""
    return to_network(rgba[None])[:, : pipeline.vae.config.in_channels]
