"""Opens autoencoders, Stable Diffusion's (KL) and the bundled one (tiny), and encodes."""

from pathlib import Path
from typing import TypeAlias, TypeVar

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, ModelMixin

from model.errors import BadModel
from model.files.config import read_json
from model.files.weights import read_weights, variant_of
from model.nets.tiny_autoencoder import CLASS_NAME as TINY

Autoencoder: TypeAlias = "AutoencoderKL | AutoencoderTiny"
Part = TypeVar("Part", bound=ModelMixin)


def open_autoencoder(folder: Path) -> Autoencoder:
    """The autoencoder in a diffusers folder, in single precision. Raises BadModel."""
    tiny = read_json(folder / "config.json").get("_class_name") == TINY
    return open_part(AutoencoderTiny if tiny else AutoencoderKL, folder)


def open_part(kind: type[Part], folder: Path) -> Part:
    """A part of a model as diffusers' class `kind`, in single precision. Raises BadModel.

    Its weights may be the usual ones or only those in half precision.
    """
    read_weights(folder)  # its errors say what to do, unlike those of diffusers
    try:
        part: Part = kind.from_pretrained(
            folder,
            torch_dtype=torch.float32,
            use_safetensors=True,
            variant=variant_of(folder),
        )
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        first = str(error).partition("\n")[0]
        raise BadModel(f"{folder} cannot be trained ({first}): fetch the model again.") from error
    return part


def downscale_factor(autoencoder: Autoencoder) -> int:
    """Pixels of a picture for each pixel of its latents, along one axis."""
    config = autoencoder.config
    stages = config.get("block_out_channels") or config.encoder_block_out_channels
    return 1 << (len(stages) - 1)


def posterior(autoencoder: Autoencoder, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and standard deviation of the latents of `x` [n, 3 or 4, h, w] in [-1, 1].

    Both are [n, c, h / r, w / r]. A tiny autoencoder has no posterior: its deviation is 0.
    """
    encoded = autoencoder.encode(x)
    if isinstance(autoencoder, AutoencoderTiny):
        return encoded.latents, torch.zeros_like(encoded.latents)
    return encoded.latent_dist.mean, encoded.latent_dist.std


@torch.no_grad()
def encode(autoencoder: Autoencoder, x: torch.Tensor) -> torch.Tensor:
    """The most likely latents of `x` [n, 3 or 4, h, w] in [-1, 1]: [n, c, h / r, w / r]."""
    return posterior(autoencoder, x)[0]
