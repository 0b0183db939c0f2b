"""The autoencoder without normalisation (TAESD, `AutoencoderTiny` in diffusers), in plain torch.

Parameters are named as in diffusers, so a diffusers folder loads into these classes and back.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

import torch
from pydantic import Field, model_validator
from torch import Tensor, nn

from model.errors import BadModel
from model.files.config import Config, Stages, Width, read_config
from model.files.folders import find
from model.files.weights import NAMES, load_into, read_weights
from model.nets.blocks import like_weights

CLASS_NAME = "AutoencoderTiny"
FILES = ("config.json", *(f"{name}.safetensors" for name in NAMES))

Blocks = Annotated[tuple[Annotated[int, Field(strict=True, ge=0, le=16)], ...], Field(max_length=8)]


class TinyConfig(Config):
    """The part of an AutoencoderTiny's `config.json` that decides the architecture.

    Widths and numbers of blocks are in the order of the layers: from pixels to latents in the
    encoder, from latents to pixels in the decoder. Defaults are those of diffusers.
    """

    class_name: Literal["AutoencoderTiny"] = Field("AutoencoderTiny", alias="_class_name")
    in_channels: Width = 3
    out_channels: Width = 3
    latent_channels: Width = 4
    encoder_block_out_channels: Stages = (64, 64, 64, 64)
    num_encoder_blocks: Blocks = (1, 3, 3, 3)
    decoder_block_out_channels: Stages = (64, 64, 64, 64)
    num_decoder_blocks: Blocks = (3, 3, 3, 1)
    act_fn: Literal["relu"] = "relu"
    upsample_fn: Literal["nearest"] = "nearest"
    upsampling_scaling_factor: Literal[2] = 2
    scaling_factor: float = 1.0
    shift_factor: float = 0.0

    @model_validator(mode="after")
    def _check_fit(self) -> Self:
        if (self.scaling_factor, self.shift_factor) != (1, 0):
            raise ValueError("only a scaling_factor of 1 and a shift_factor of 0 can be run")
        widths = (self.encoder_block_out_channels, self.decoder_block_out_channels)
        if any(len(set(each)) > 1 for each in widths):
            raise ValueError("its layers differ in width: only one width can be run")
        stages = {len(self.num_encoder_blocks), len(self.num_decoder_blocks)}
        if len(stages) > 1 or stages == {0}:
            raise ValueError("num_encoder_blocks and num_decoder_blocks must have the same length")
        return self

    @property
    def factor(self) -> int:
        """Pixels per latent, along one axis."""
        return 1 << (len(self.num_decoder_blocks) - 1)


class TinyBlock(nn.Module):
    """Three convolutions with a shortcut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        first, second, third = (nn.Conv2d(width, width, 3, padding=1) for _ in range(3))
        self.conv = nn.Sequential(first, nn.ReLU(True), second, nn.ReLU(True), third)

    def forward(self, x: Tensor) -> Tensor:
        found: Tensor = self.conv(x).add_(x).relu_()
        return found


class EncoderLayers(nn.Module):
    """Pixels [batch, channels, height, width] in [-1, 1] -> latents."""

    def __init__(self, config: TinyConfig) -> None:
        super().__init__()
        width = config.encoder_block_out_channels[0]
        layers: list[nn.Module] = [nn.Conv2d(config.in_channels, width, 3, padding=1)]
        for stage, blocks in enumerate(config.num_encoder_blocks):
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
        width = config.decoder_block_out_channels[0]
        layers: list[nn.Module] = [nn.Conv2d(config.latent_channels, width, 3, padding=1)]
        layers.append(nn.ReLU(True))
        for blocks in config.num_decoder_blocks[:-1]:
            layers += [TinyBlock(width) for _ in range(blocks)]
            layers.append(nn.Upsample(scale_factor=2))
            layers.append(nn.Conv2d(width, width, 3, padding=1, bias=False))
        layers += [TinyBlock(width) for _ in range(config.num_decoder_blocks[-1])]
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
            decoder = cls(read_config(TinyConfig, folder / "config.json"), folder)
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
