"""A model folder opened for training, as diffusers' modules (the engine's have no gradients)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import torch
from diffusers import UNet2DConditionModel

from model.configs import Configs
from model.files.config import read_json
from model.files.folders import INDEX, find
from model.files.manifest import Manifest
from model.files.weights import digest
from model.nets.bert import BertConfig
from model.nets.clip import ClipConfig, clip_tokenizer
from model.nets.text import TextEncoder, tokenizer_of
from model.pipeline import texts_of
from model.sketch.library import Library
from model.solver import Diffusion
from training.diffusion.autoencoder import (
    Autoencoder,
    downscale_factor,
    open_autoencoder,
    open_part,
)
from training.diffusion.sdxl import SDXL, sdxl_parts


@dataclass(frozen=True, slots=True, eq=False)
class ModelParts:
    """The parts of one model.

    `hidden_states(texts)` is float32 [n, tokens, width], padding included. `words` embeds prompts
    for the sketches of contact sheets. `length(text)` counts tokens before truncation, with the
    start and end tokens. `resolution` is in pixels; `digest` identifies the weights.
    """

    folder: Path
    manifest: Manifest
    unet: UNet2DConditionModel
    autoencoder: Autoencoder
    hidden_states: Callable[[Sequence[str]], torch.Tensor]
    words: TextEncoder
    length: Callable[[str], int]
    scheduler: dict[str, object]
    resolution: int
    digest: str

    @classmethod
    def open(cls, model: str, resolution: int, device: torch.device) -> Self:
        """Open a model, named as in config.toml; a `resolution` of 0 means the model's own.

        The UNet is in single precision and on the CPU; the other parts are on `device`. Raises
        BadModel, or Unavailable if the hub cannot be reached.
        """
        folder = find(model)
        if read_json(folder / INDEX).get("_class_name") == SDXL:
            return cls(**sdxl_parts(folder, model, resolution, device))
        configs = Configs.read(folder)
        unet = open_part(UNet2DConditionModel, folder / "unet")
        autoencoder = open_autoencoder(folder / "vae")
        hidden_states, words = texts_of(folder, configs.text_encoder, torch.float32, device)
        return cls(
            folder=folder,
            manifest=configs.manifest,
            unet=unet,
            autoencoder=autoencoder.requires_grad_(False).eval().to(device),
            hidden_states=hidden_states,
            words=words,
            length=_length(folder, configs.text_encoder),
            scheduler=read_json(folder / "scheduler" / "scheduler_config.json"),
            resolution=resolution or configs.resolution,
            digest=digest(folder),
        )

    @property
    def latent_shape(self) -> tuple[int, int, int]:
        """(c, h, w) of one picture's latents."""
        size = self.resolution // downscale_factor(self.autoencoder)
        return self.autoencoder.config.latent_channels, size, size

    @property
    def diffusion(self) -> Diffusion:
        """The noise schedule, for the engine's solver."""
        return Diffusion.from_dict(self.scheduler)

    @property
    def library(self) -> Library:
        """The library of parts for sketches: the model's own, or the bundled one."""
        own = self.folder / "library"
        return Library(own) if own.is_dir() else Library()


def _length(folder: Path, config: BertConfig | ClipConfig) -> Callable[[str], int]:
    if isinstance(config, ClipConfig):
        clip = clip_tokenizer(folder, config)
        return lambda text: len(clip(text, verbose=False).input_ids)
    tokenizer = tokenizer_of(folder, config)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text).ids)
