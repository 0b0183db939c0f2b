"""Pictures to latents and back, and previews of unfinished latents."""

import numpy as np
import torch
from torch import Tensor

from model.errors import BadModel
from model.files.manifest import Manifest
from model.image.cutout import cut_out
from model.image.pixels import Floats, Pixels, from_network, to_network, unblended
from model.pipeline import Pipeline

SD1_SCALE = 0.18215
# RGB in [-1, 1] per latent channel of Stable Diffusion 1's autoencoder, fitted by least squares:
# `SD15.latent_rgb_factors` in ComfyUI's comfy/latent_formats.py.
SD1_COLOURS = (
    (0.3512, 0.2297, 0.3227),
    (0.3250, 0.4974, 0.2350),
    (-0.2829, 0.1762, 0.2721),
    (-0.2120, -0.2616, -0.7177),
)


@torch.inference_mode()
def encode(pipeline: Pipeline, rgba: Pixels) -> Tensor:
    """Encode a picture uint8 [resolution, resolution, 4]: latents float32 [channels, h, w]."""
    return pipeline.vae.encode(_seen(pipeline, rgba).to(pipeline.device))[0].float()


@torch.inference_mode()
def decode(pipeline: Pipeline, latents: Tensor) -> Floats:
    """Decode latents float32 [channels, h, w].

    Returns float32 [resolution, resolution, channels] in [0, 1], RGB on white. Raises BadModel if
    the output contains NaN or infinity.
    """
    z = latents[None].to(pipeline.dtype)
    picture: Floats = from_network(pipeline.decoder.decode(z))[0]
    if not np.isfinite(picture).all():
        raise BadModel(f"{pipeline.folder} paints pictures with NaN or infinity: train it again.")
    return picture


def with_transparency(manifest: Manifest, picture: Floats) -> Pixels:
    """A decoded picture with a transparent background: uint8 [resolution, resolution, 4]."""
    if manifest.alpha:
        return unblended(picture[..., :3], picture[..., 3])
    return cut_out(picture)


def preview(pipeline: Pipeline, latents: Tensor) -> Pixels:
    """Latents float32 [channels, h, w] as an approximate picture, uint8 [height, width, 4].

    Stable Diffusion 1's decoder takes longer than several denoising steps. Without a small decoder
    in its place its latents are mapped to colours linearly, at the latents' own size and with the
    background. Latents of other models are decoded.
    """
    vae = pipeline.vae.config
    is_slow = (vae.latent_channels, vae.scaling_factor) == (len(SD1_COLOURS), SD1_SCALE)
    if not is_slow or pipeline.decoder is not pipeline.vae:
        return with_transparency(pipeline.manifest, decode(pipeline, latents))
    colours = latents.new_tensor(SD1_COLOURS)
    rgb = from_network(torch.einsum("chw,cr->rhw", latents, colours)[None])[0]
    return unblended(rgb, np.ones_like(rgb[..., 0]))


def _seen(pipeline: Pipeline, rgba: Pixels) -> Tensor:
    """The autoencoder's input: float32 [1, channels, resolution, resolution] in [-1, 1]."""
    return to_network(rgba[None])[:, : pipeline.vae.config.in_channels]
