"""A model in diffusers layout -> its parts, in the right precision on the right device.

The parts are plain-torch twins of diffusers' and transformers' classes: importing those two alone
takes longer than painting an emoji may take from the start of the program.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from model.errors import BadModel
from model.files.acceleration import Acceleration
from model.files.folders import BUNDLED, find
from model.files.manifest import Manifest, read_json
from model.files.weights import digest, fill, load_into, read_weights
from model.nets.text import TextEncoder
from model.nets.tiny_autoencoder import CLASS_NAME as TINY
from model.nets.tiny_autoencoder import TinyAutoencoder, TinyConfig, TinyDecoder
from model.nets.unet import UNet, UNetConfig
from model.nets.vae import VAE, VAEConfig
from model.solver import Diffusion

# The names of instructions that multiply in bfloat16, as torch gives them.
CPU_BFLOAT16 = ("avx512_bf16", "amx_bf16")

Conditioning = Callable[[Sequence[str]], Tensor]


@dataclass(frozen=True, slots=True)
class Extras:
    """An optional LoRA and decoder, named as models are; "" for none.

    `acceleration` is a LoRA for few steps and replaces the model's own; `decoder` is a small one.
    """

    acceleration: str = ""
    decoder: str = ""


NOTHING = Extras()


@dataclass(frozen=True, slots=True, eq=False)
class Pipeline:
    """The parts of one model.

    `conditioning` maps texts to the UNet's context [texts, tokens, width]. `words` understands
    prompts; it is the model's own encoder where that is a sentence encoder, else the bundled one.
    `digest` is the SHA-256 of the weight files in `folder`, 64 hex digits, and `extras` that of
    what stands beside it, "" without. `dtype` is that of what passes between the parts, `precision`
    what UNet and autoencoder compute in. `decoder` is the autoencoder unless a smaller one stands
    in for it. `manifest` is the folder's, but with the settings of an acceleration.
    """

    folder: Path
    manifest: Manifest
    unet: UNet
    vae: VAE | TinyAutoencoder
    decoder: VAE | TinyAutoencoder | TinyDecoder
    conditioning: Conditioning
    words: TextEncoder
    diffusion: Diffusion
    digest: str
    extras: str
    device: torch.device
    dtype: torch.dtype
    precision: torch.dtype

    @property
    def side(self) -> int:
        """Pixels along one side of a picture."""
        return self.manifest.image_size or self.unet.config.sample_size * self.vae.config.factor

    @property
    def latent_shape(self) -> tuple[int, int, int]:
        """Channels and sides of one picture's latents."""
        side = self.side // self.vae.config.factor
        return self.unet.config.in_channels, side, side

    @property
    def shares_forwards(self) -> bool:
        """Whether rows of several requests may share a forward.

        In bfloat16 a CPU may take another kernel for another batch size, and its rounding shows: by
        8 grey levels with AMX. There each request keeps its own forward, so its bytes are the same
        whoever else is painting. In float32 only the order of sums differs, by at most 2 levels.
        """
        return self.device.type != "cpu" or self.precision is torch.float32

    def now(self) -> float:
        """The clock's seconds once the device has done all that it was told to."""
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
        return time.perf_counter()


def load(
    model: str | Path = BUNDLED, device: str | None = None, extras: Extras = NOTHING
) -> Pipeline:
    """Open a model, named as `model.files.folders.find` says.

    Raises BadModel, or Unavailable if the hub is out of reach.
    """
    folder = find(model)
    place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    dtype = torch.float32 if place.type == "cpu" else torch.bfloat16
    painting = precision(place)
    acceleration = Acceleration.of(folder, extras.acceleration)
    manifest = Manifest.read(folder)
    if acceleration:
        manifest = acceleration.quickened(manifest)
    vae = _vae(folder, painting, place)
    wanted = 4 if manifest.alpha else 3
    if vae.config.in_channels != wanted:
        raise BadModel(f"The autoencoder in {folder} should have {wanted} colour channels.")
    decoder = TinyDecoder.open(extras.decoder, painting, place) if extras.decoder else None
    if decoder and not decoder.suits(vae.config.latent_channels, vae.config.factor):
        raise BadModel(f"The decoder {extras.decoder} is for another model than {folder}.")
    conditioning, words = texts_of(folder, dtype, place)
    apart = [each.folder for each in (extras.acceleration and acceleration, decoder) if each]
    return Pipeline(
        folder=folder,
        manifest=manifest,
        unet=_unet(folder, acceleration, painting, place),
        vae=vae,
        decoder=decoder or vae,
        conditioning=conditioning,
        words=words,
        diffusion=Diffusion.from_dict(read_json(folder / "scheduler" / "scheduler_config.json")),
        digest=digest(folder),
        extras=digest(*apart) if apart else "",
        device=place,
        dtype=dtype,
        precision=painting,
    )


def _unet(
    folder: Path, acceleration: Acceleration | None, dtype: torch.dtype, device: torch.device
) -> UNet:
    own = folder / "unet"
    config = read_json(own / "config.json")
    with torch.device("meta"):
        unet = UNet(_understood(UNetConfig.from_dict, config, own))
    weights = read_weights(own)
    if acceleration:
        weights = acceleration.merged(weights)
    return load_into(unet, weights, own, dtype, device, _layout(device))


def _vae(folder: Path, dtype: torch.dtype, device: torch.device) -> VAE | TinyAutoencoder:
    own = folder / "vae"
    config = read_json(own / "config.json")
    vae: VAE | TinyAutoencoder
    with torch.device("meta"):
        if config.get("_class_name") == TINY:
            vae = TinyAutoencoder(_understood(TinyConfig.from_dict, config, own))
        else:
            vae = VAE(_understood(VAEConfig.from_dict, config, own))
    return fill(vae, own, dtype, device)


def precision(device: torch.device) -> torch.dtype:
    """What UNet and autoencoder are computed in: bfloat16 where the device has instructions for it.

    Without them a CPU takes several times as long in half precision as in single. Asked and not
    measured, for a busy machine must not paint other bytes than an idle one.
    """
    if device.type != "cpu":
        return torch.bfloat16
    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if any(able.get(name) for name in CPU_BFLOAT16) else torch.float32


def _layout(device: torch.device) -> torch.memory_format:
    """That of the UNet: on a CPU channels first.

    There torch's group normalisation of few channels a group takes five times as long with
    channels last.
    """
    return torch.contiguous_format if device.type == "cpu" else torch.channels_last


def _understood(read: Callable[[dict[str, Any]], Any], config: dict[str, Any], folder: Path) -> Any:
    try:
        return read(config)
    except (KeyError, TypeError) as error:
        raise BadModel(f"{folder / 'config.json'} is not what it should be: {error}.") from error


def texts_of(
    folder: Path, dtype: torch.dtype, device: torch.device
) -> tuple[Conditioning, TextEncoder]:
    """What conditions the UNet, and what understands prompts. Raises BadModel."""
    kind = read_json(folder / "text_encoder" / "config.json").get("model_type")
    if kind == "bert":
        own = TextEncoder.open(folder, dtype, device)
        return own.states, own
    if kind != "clip_text_model":
        raise BadModel(f"The text encoder in {folder} is of type {kind!r}: only BERT and CLIP run.")
    from model.nets.clip import clip_states

    return clip_states(folder, dtype, device), TextEncoder.open(BUNDLED)
