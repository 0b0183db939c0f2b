"""Loads a model in diffusers layout: its parts on the right device in the right precision.

The parts are plain-torch versions of diffusers' and transformers' classes, because importing those
two packages takes longer than painting an emoji.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn

from model.configs import Configs
from model.errors import BadModel
from model.files.acceleration import Acceleration
from model.files.folders import BUNDLED, find
from model.files.lora import Lora, LoraFile
from model.files.manifest import Manifest
from model.files.weights import digest, fill, load_into, read_weights
from model.loaded import LoadedModel
from model.nets.adapter import Adapter
from model.nets.bert import BertConfig
from model.nets.clip import ClipConfig, ClipStates
from model.nets.text import TextEncoder
from model.nets.tiny_autoencoder import TinyAutoencoder, TinyConfig, TinyDecoder
from model.nets.unet import UNet, UNetConfig
from model.nets.vae import VAE, VAEConfig
from model.solver import Diffusion

# torch's names of the CPU instructions that multiply in bfloat16.
CPU_BFLOAT16 = ("avx512_bf16", "amx_bf16")

Conditioning = Callable[[Sequence[str]], Tensor]


@dataclass(frozen=True, slots=True)
class Extras:
    """What the settings add to a model.

    `acceleration` is a LoRA for few denoising steps, used instead of the model's own; `decoder` is
    a small decoder that replaces the autoencoder's. Both are named as models are; "" is none.
    `loras` are those that a recipe may name. `steps` and `guidance` replace the model's defaults;
    0 keeps them.
    """

    acceleration: str = ""
    decoder: str = ""
    loras: tuple[Lora, ...] = ()
    steps: int = 0
    guidance: float = 0.0

    def override(self, manifest: Manifest) -> Manifest:
        """The manifest with these steps and this guidance."""
        return replace(
            manifest,
            steps=self.steps or manifest.steps,
            guidance=self.guidance or manifest.guidance,
        )


NOTHING = Extras()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pipeline(LoadedModel):
    """The networks of the bundled model or of Stable Diffusion.

    `conditioning` maps texts to the UNet's encoder hidden states [texts, tokens, width]. `dtype` is
    used between the parts, `precision` inside UNet and autoencoder. `decoder` is the autoencoder or
    a small decoder in its place. `manifest` is the folder's, overridden by the settings of an
    acceleration. `adapters` are the LoRAs by name.
    """

    unet: UNet
    vae: VAE | TinyAutoencoder
    decoder: VAE | TinyAutoencoder | TinyDecoder
    conditioning: Conditioning
    diffusion: Diffusion
    dtype: torch.dtype
    adapters: Mapping[str, Adapter] = field(default_factory=dict)

    @property
    def resolution(self) -> int:
        """Height and width of a picture, pixels."""
        sample_size = self.unet.config.sample_size or 0
        return self.manifest.image_size or sample_size * self.vae.config.factor

    @property
    def latent_shape(self) -> tuple[int, int, int]:
        """Channels, height and width of one picture's latents."""
        size = self.resolution // self.vae.config.factor
        return self.unet.config.in_channels, size, size

    @property
    def shares_forwards(self) -> bool:
        """Whether rows of several requests may share a forward.

        In bfloat16 a CPU may choose another kernel for another batch size, whose rounding differs
        by up to 8 grey levels with AMX. So there each request has a forward of its own, and its
        bytes do not depend on other requests. In float32 only the order of sums differs.
        """
        return self.device.type != "cpu" or self.precision is torch.float32

    @property
    def pipeline_name(self) -> str:
        """The in-flight engine's own pipeline."""
        return "in-flight"

    @property
    def solver(self) -> str:
        """The solver in the manifest."""
        return self.manifest.solver


def load(
    model: str | Path = BUNDLED, device: str | None = None, extras: Extras = NOTHING
) -> Pipeline:
    """Open a model, named as `model.files.folders.find` says.

    `device` is torch's name of one; None is the GPU if there is one, else the CPU. Raises BadModel,
    or Unavailable if the hub cannot be reached.
    """
    folder = find(model)
    place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    dtype = torch.float32 if place.type == "cpu" else torch.bfloat16
    painting = precision(place)
    acceleration = Acceleration.of(folder, extras.acceleration)
    configs = Configs.read(folder, partial(_overridden, acceleration, extras))
    vae = _vae(configs.vae, folder / "vae", painting, place)
    decoder = TinyDecoder.open(extras.decoder, painting, place) if extras.decoder else None
    if decoder and not decoder.suits(vae.config.latent_channels, vae.config.factor):
        raise BadModel(f"The decoder {extras.decoder} is for another model than {folder}.")
    conditioning, words = texts_of(folder, configs.text_encoder, dtype, place)
    text_encoder = conditioning.encoder if isinstance(conditioning, ClipStates) else words.bert
    used = [each.folder for each in (extras.acceleration and acceleration, decoder) if each]
    unet = _unet(configs.unet, folder / "unet", acceleration, painting, place)
    loras = {lora.name: LoraFile.find(lora) for lora in extras.loras}
    networks: dict[str, nn.Module] = {"unet": unet, "text_encoder": text_encoder}
    return Pipeline(
        folder=folder,
        manifest=configs.manifest,
        unet=unet,
        vae=vae,
        decoder=decoder or vae,
        conditioning=conditioning,
        words=words,
        diffusion=configs.diffusion,
        digest=digest(folder),
        extras=digest(*used) if used else "",
        device=place,
        dtype=dtype,
        precision=painting,
        loras=loras,
        adapters={name: Adapter.open(file, networks) for name, file in loras.items()},
    )


def _overridden(acceleration: Acceleration | None, extras: Extras, manifest: Manifest) -> Manifest:
    """The manifest with the settings of a LoRA for few steps, then with those of the extras."""
    return extras.override(acceleration.override(manifest) if acceleration else manifest)


def _unet(
    config: UNetConfig,
    folder: Path,
    acceleration: Acceleration | None,
    dtype: torch.dtype,
    device: torch.device,
) -> UNet:
    with torch.device("meta"):
        unet = UNet(config)
    weights = read_weights(folder)
    if acceleration:
        weights = acceleration.merged(weights)
    return load_into(unet, weights, folder, dtype, device, _layout(device))


def _vae(
    config: VAEConfig | TinyConfig, folder: Path, dtype: torch.dtype, device: torch.device
) -> VAE | TinyAutoencoder:
    vae: VAE | TinyAutoencoder
    with torch.device("meta"):
        vae = VAE(config) if isinstance(config, VAEConfig) else TinyAutoencoder(config)
    return fill(vae, folder, dtype, device)


def precision(device: torch.device) -> torch.dtype:
    """The precision of UNet and autoencoder: bfloat16 if the device has instructions for it.

    Without them a CPU is several times slower in half precision than in single. This is looked up,
    not measured, so that a busy machine paints the same bytes as an idle one.
    """
    if device.type != "cpu":
        return torch.bfloat16
    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if any(able.get(name) for name in CPU_BFLOAT16) else torch.float32


def _layout(device: torch.device) -> torch.memory_format:
    """The UNet's memory format: channels first on a CPU, channels last elsewhere.

    On a CPU torch's group normalisation with few channels per group is five times slower with
    channels last.
    """
    return torch.contiguous_format if device.type == "cpu" else torch.channels_last


def texts_of(
    folder: Path, config: BertConfig | ClipConfig, dtype: torch.dtype, device: torch.device
) -> tuple[Conditioning, TextEncoder]:
    """The function that conditions the UNet, and the encoder that embeds prompts.

    Raises BadModel, or Unavailable if a package for the text encoder is missing.
    """
    if isinstance(config, ClipConfig):
        return ClipStates.open(folder, config, dtype, device), TextEncoder.open(BUNDLED)
    own = TextEncoder.open(folder, dtype, device)
    return own.states, own
