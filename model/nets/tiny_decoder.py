"""The decoder of a tiny autoencoder (TAESD, `AutoencoderTiny` in diffusers), in plain torch."""

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

FILES = ("config.json", *(f"{name}.safetensors" for name in NAMES))
ONLY: Mapping[str, tuple[Any, ...]] = {
    "_class_name": ("AutoencoderTiny",),
    "act_fn": ("relu",),
    "upsample_fn": ("nearest",),
    "scaling_factor": (1.0,),
    "shift_factor": (0.0,),
    "out_channels": (3,),
}
"""Options of diffusers' AutoencoderTiny that this one has only in this form."""


@dataclass(frozen=True, slots=True)
class TinyConfig:
    """The part of an AutoencoderTiny's `config.json` that decides the decoder's architecture."""

    latent_channels: int
    widths: tuple[int, ...]
    blocks: tuple[int, ...]

    @classmethod
    def from_dict(cls, config: Mapping[str, Any]) -> Self:
        """Read diffusers' keys. Raises BadModel for another architecture."""
        for key, allowed in ONLY.items():
            if config.get(key, allowed[0]) not in allowed:
                raise BadModel(f"The small decoder's {key} is {config[key]!r}: it cannot be run.")
        return cls(
            latent_channels=config.get("latent_channels", 4),
            widths=tuple(config.get("decoder_block_out_channels", (64, 64, 64, 64))),
            blocks=tuple(config.get("num_decoder_blocks", (3, 3, 3, 1))),
        )


class TinyBlock(nn.Module):
    """Three convolutions and what they began with."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        first, second, third = (nn.Conv2d(wide, wide, 3, padding=1) for _ in range(3))
        self.conv = nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), third)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.conv(x) + x)


class Layers(nn.Module):
    """Latents -> colours in [0, 1], as one sequence."""

    def __init__(self, config: TinyConfig) -> None:
        super().__init__()
        first = nn.Conv2d(config.latent_channels, config.widths[0], 3, padding=1)
        layers: list[nn.Module] = [first, nn.ReLU()]
        for wide, blocks in zip(config.widths[:-1], config.blocks[:-1], strict=True):
            layers += [TinyBlock(wide) for _ in range(blocks)]
            layers += [nn.Upsample(scale_factor=2), nn.Conv2d(wide, wide, 3, padding=1, bias=False)]
        last = config.widths[-1]
        layers += [TinyBlock(last) for _ in range(config.blocks[-1])]
        layers.append(nn.Conv2d(last, 3, 3, padding=1))
        self.layers = nn.Sequential(*layers)

    def forward(self, z: Tensor) -> Tensor:
        out: Tensor = self.layers(torch.tanh(z / 3) * 3)
        return out


class TinyDecoder(nn.Module):
    """Stands in for the decoder of the autoencoder whose latents it was made for."""

    def __init__(self, config: TinyConfig, folder: Path) -> None:
        super().__init__()
        self.config = config
        self.folder = folder
        self.decoder = Layers(config)

    @classmethod
    def open(cls, source: str, dtype: torch.dtype, device: torch.device) -> Self:
        """From a folder or a hub id. Raises BadModel, or Unavailable."""
        folder = find(source, FILES)
        with torch.device("meta"):
            decoder = cls(TinyConfig.from_dict(read_json(folder / "config.json")), folder)
        weights = read_weights(folder)
        own = {name: t for name, t in weights.items() if name.startswith("decoder.")}
        return load_into(decoder, own, folder, dtype, device)

    def suits(self, latent_channels: int, factor: int) -> bool:
        """Whether it is for such latents, each `factor` pixels wide."""
        own = self.config
        return (own.latent_channels, 1 << (len(own.blocks) - 1)) == (latent_channels, factor)

    def decode(self, latents: Tensor) -> Tensor:
        """Latents as the autoencoder scales them [batch, ...] -> pixels in about [-1, 1]."""
        out: Tensor = self.decoder(like_weights(latents, next(self.parameters())))
        return out * 2 - 1
