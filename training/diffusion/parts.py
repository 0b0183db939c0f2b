"""A model folder opened for training: diffusers' own modules, which have gradients."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from tokenizers import Tokenizer
from transformers import CLIPTokenizer

from model.errors import BadModel
from model.files.folders import find
from model.files.manifest import Manifest, read_json
from model.files.weights import digest
from model.nets.text import TextEncoder
from model.pipeline import texts_of
from model.sketch.library import Library
from model.solver import Diffusion
from training.diffusion.statistics import reduction


@dataclass(frozen=True, slots=True, eq=False)
class ModelParts:
    """The parts of one model. `states(texts)` is float32 [n, tokens, width], padding included.

    `words` reads prompts for the sketches of contact sheets; `length(text)` is in tokens, ends
    included, before anything is cut off; `digest` names the weights.
    """

    folder: Path
    manifest: Manifest
    unet: UNet2DConditionModel
    autoencoder: AutoencoderKL
    states: Callable[[Sequence[str]], torch.Tensor]
    words: TextEncoder
    length: Callable[[str], int]
    scheduler: dict[str, object]
    side: int
    digest: str

    @classmethod
    def open(cls, model: str, side: int, device: torch.device) -> Self:
        """Open a model, named as in config.toml; `side` of 0 is the model's own.

        The UNet is in single precision, on the CPU until it is trained. Raises BadModel, or
        Unavailable where the hub is out of reach.
        """
        folder = find(model)
        manifest = Manifest.read(folder)
        try:
            unet = UNet2DConditionModel.from_pretrained(
                folder / "unet", torch_dtype=torch.float32, use_safetensors=True
            )
            autoencoder = AutoencoderKL.from_pretrained(
                folder / "vae", torch_dtype=torch.float32, use_safetensors=True
            )
        except (OSError, ValueError, RuntimeError, json.JSONDecodeError) as error:
            raise BadModel(f"{folder} is no whole model ({str(error).splitlines()[0]}).") from error
        states, words = texts_of(folder, torch.float32, device)
        own = manifest.image_size or unet.config.sample_size * reduction(autoencoder)
        return cls(
            folder=folder,
            manifest=manifest,
            unet=unet,
            autoencoder=autoencoder.requires_grad_(False).eval().to(device),
            states=states,
            words=words,
            length=_length(folder),
            scheduler=read_json(folder / "scheduler" / "scheduler_config.json"),
            side=side or own,
            digest=digest(folder),
        )

    @property
    def latent_shape(self) -> tuple[int, int, int]:
        """Channels and sides of one picture's latents."""
        side = self.side // reduction(self.autoencoder)
        return self.autoencoder.config.latent_channels, side, side

    @property
    def diffusion(self) -> Diffusion:
        """The schedule as the engine's solver reads it."""
        return Diffusion.from_dict(self.scheduler)

    @property
    def library(self) -> Library:
        """The parts that sketches are composed of."""
        own = self.folder / "library"
        return Library(own) if own.is_dir() else Library()


def _length(folder: Path) -> Callable[[str], int]:
    path = folder / "tokenizer" / "tokenizer.json"
    if path.exists():
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return lambda text: len(tokenizer.encode(text).ids)
    clip = CLIPTokenizer.from_pretrained(folder / "tokenizer")
    return lambda text: len(clip(text, verbose=False).input_ids)
