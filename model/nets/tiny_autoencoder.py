"""The autoencoder without normalisation (TAESD, `AutoencoderTiny` in diffusers), in plain torch.

Parameters are named as in diffusers, so a diffusers folder loads into these classes and back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import torch
from torch import Tensor, nn

from model.errors import BadModel
from model.files.folders import find
from model.files.manifest import read_json
from model.files.weights import NAMES, load_into, read_weights
from model.nets.blocks import like_weights

CLASS_NAME = "AutoencoderTiny"
FILES = ("config.json", *(f"{name}.safetensors" for name in NAMES))
SUPPORTED: Mapping[str, Any] = {
    "_class_name": CLASS_NAME,
    "act_fn": "relu",
    "upsample_fn": "nearest",
    "upsampling_scaling_factor": 2,
    "scaling_factor": 1.0,
    "shift_factor": 0.0,
}
"""Options of diffusers' AutoencoderTiny that are implemented with this value only."""


@dataclass(frozen=True, slots=True)
class TinyConfig:
    """The part of an AutoencoderTiny's `config.json` that decides the architecture.

    Widths and numbers of blocks are in the order of the layers: from pixels to latents in the
    encoder, from latents to pixels in the decoder.
    """

    in_channels: int
    out_channels: int
    latent_channels: int
    encoder_widths: tuple[int, ...]
    encoder_blocks: tuple[int, ...]
    decoder_widths: tuple[int, ...]
    decoder_blocks: tuple[int, ...]

    @classmethod
    def from_dict(cls, config: Mapping[str, Any]) -> Self:
        """Read diffusers' keys. Raises BadModel for an option that is not implemented."""
        for key, value in SUPPORTED.items():
            if config.get(key, value) != value:
                raise BadModel(f"This autoencoder's {key} is {config[key]!r}: only {value!r} runs.")
        read = cls(
            in_channels=config.get("in_channels", 3),
            out_channels=config.get("out_channels", 3),
            latent_channels=config.get("latent_channels", 4),
            encoder_widths=tuple(config.get("encoder_block_out_channels", (64, 64, 64, 64))),
            encoder_blocks=tuple(config.get("num_encoder_blocks", (1, 3, 3, 3))),
            decoder_widths=tuple(config.get("decoder_block_out_channels", (64, 64, 64, 64))),
            decoder_blocks=tuple(config.get("num_decoder_blocks", (3, 3, 3, 1))),
        )
        if len({*read.encoder_widths}) > 1 or len({*read.decoder_widths}) > 1:
            raise BadModel("This autoencoder's layers differ in width: only one width runs.")
        return read

    @property
    def factor(self) -> int:
        """Pixels per latent, along one axis."""
        return 1 << (len(self.decoder_blocks) - 1)

    @property
    def scaling_factor(self) -> float:
        """What diffusers multiplies latents by; they are used as they are."""
        return 1.0


class TinyBlock(nn.Module):
    """Three convolutions with a shortcut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        first, second, third = (nn.Conv2d(width, width, 3, padding=1) for _ in range(3))
        self.conv = nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), third)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.conv(x) + x)


class EncoderLayers(nn.Module):
    """Pixels [batch, channels, height, width] in [-1, 1] -> latents."""

    def __init__(self, config: TinyConfig) -> None:
        super().__init__()
        width = config.encoder_widths[0]
        layers: list[nn.Module] = [nn.Conv2d(config.in_channels, width, 3, padding=1)]
        for stage, blocks in enumerate(config.encoder_blocks):
            if stage:
                layers.append(nn.Conv2d(width, width, 3, padding=1, stride=2, bias=False))
            layers += [TinyBlock(width) for _ in range(blocks)]
        layers.append(nn.Conv2d(width, config.latent_channels, 3, padding=1))
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        latents: Tensor = self.layers((x + 1) / 2)
        return latents


class DecoderLayers(nn.Module):
    """Latents -> pixels in about [-1, 1], not clamped. Latents are squashed to (-3, 3) first."""

    def __init__(self, config: TinyConfig) -> None:
        super().__init__()
        width = config.decoder_widths[0]
        layers: list[nn.Module] = [nn.Conv2d(config.latent_channels, width, 3, padding=1)]
        layers.append(nn.ReLU())
        for blocks in config.decoder_blocks[:-1]:
            layers += [TinyBlock(width) for _ in range(blocks)]
            layers.append(nn.Upsample(scale_factor=2))
            layers.append(nn.Conv2d(width, width, 3, padding=1, bias=False))
        layers += [TinyBlock(width) for _ in range(config.decoder_blocks[-1])]
        layers.append(nn.Conv2d(width, config.out_channels, 3, padding=1))
        self.layers = nn.Sequential(*layers)

    def forward(self, z: Tensor) -> Tensor:
        unit: Tensor = self.layers(torch.tanh(z / 3) * 3)
        return unit * 2 - 1


class TinyAutoencoder(nn.Module):
    """Pixels [batch, channels, height, width] in [-1, 1] <-> latents of about unit variance.

    Inputs may have any precision and memory format; the weights' own are used.
    """

    def __init__(self, config: TinyConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = EncoderLayers(config)
        self.decoder = DecoderLayers(config)

    def encode(self, pixels: Tensor) -> Tensor:
        """The latents; there is no posterior to sample from."""
        latents: Tensor = self.encoder(like_weights(pixels, next(self.parameters())))
        return latents

    def decode(self, latents: Tensor) -> Tensor:
        """Pixels, not clamped."""
        pixels: Tensor = self.decoder(like_weights(latents, next(self.parameters())))
        return pixels


class TinyDecoder(nn.Module):
    """Replaces the decoder of a larger autoencoder that has the same latents."""

    def __init__(self, config: TinyConfig, folder: Path) -> None:
        super().__init__()
        self.config = config
        self.folder = folder
        self.decoder = DecoderLayers(config)

    @classmethod
    def open(cls, source: str, dtype: torch.dtype, device: torch.device) -> Self:
        """From a folder or "hub:owner/name". Raises BadModel, or Unavailable."""
        folder = find(source, FILES)
        with torch.device("meta"):
            decoder = cls(TinyConfig.from_dict(read_json(folder / "config.json")), folder)
        if decoder.config.out_channels != 3:
            raise BadModel(f"The decoder in {folder} should have 3 colour channels.")
        weights = read_weights(folder)
        own = {name: t for name, t in weights.items() if name.startswith("decoder.")}
        return load_into(decoder, own, folder, dtype, device)

    def suits(self, latent_channels: int, factor: int) -> bool:
        """Whether it decodes latents with these channels and this many pixels per latent."""
        return (self.config.latent_channels, self.config.factor) == (latent_channels, factor)

    def decode(self, latents: Tensor) -> Tensor:
        """Latents as the autoencoder scales them [batch, ...] -> pixels in about [-1, 1]."""
        pixels: Tensor = self.decoder(like_weights(latents, next(self.parameters())))
        return pixels
