"""All configs of a model folder, each read once, and checked to fit each other."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from model.errors import BadModel
from model.files.config import read_config, read_json
from model.files.folders import INDEX
from model.files.manifest import Manifest
from model.nets.bert import BertConfig
from model.nets.clip import ClipConfig
from model.nets.tiny_autoencoder import TinyConfig
from model.nets.unet import UNetConfig
from model.nets.vae import VAEConfig
from model.solver import Diffusion, NoiseConfig

LARGEST = 2048
"""Pixels along one axis of the largest picture."""


@dataclass(frozen=True, slots=True)
class Configs:
    """What decides the architecture of each part, and how the model was trained."""

    manifest: Manifest
    unet: UNetConfig
    vae: VAEConfig | TinyConfig
    text_encoder: BertConfig | ClipConfig
    diffusion: Diffusion

    @classmethod
    def read(cls, folder: Path, override: Callable[[Manifest], Manifest] | None = None) -> Self:
        """Read the configs in a model folder; `override` changes its manifest.

        Raises BadModel for a missing or damaged file, an invalid value, or parts that do not fit
        each other.
        """
        read_json(folder / INDEX)
        noise = read_config(NoiseConfig, folder / "scheduler" / "scheduler_config.json")
        manifest = Manifest.read(folder)
        configs = cls(
            manifest=manifest if override is None else override(manifest),
            unet=read_config(UNetConfig, folder / "unet" / "config.json"),
            vae=_autoencoder(folder / "vae" / "config.json"),
            text_encoder=_text_encoder(folder),
            diffusion=Diffusion.of(noise),
        )
        configs._check_fit(folder)
        return configs

    @property
    def resolution(self) -> int:
        """Height and width of a picture, pixels."""
        return self.manifest.image_size or (self.unet.sample_size or 0) * self.vae.factor

    def _check_fit(self, folder: Path) -> None:
        unet, vae, wanted = self.unet, self.vae, 4 if self.manifest.alpha else 3
        if (vae.in_channels, vae.out_channels) != (wanted, wanted):
            raise BadModel(f"The autoencoder in {folder} should have {wanted} colour channels.")
        if {unet.in_channels, unet.out_channels} != {vae.latent_channels}:
            raise BadModel(
                f"The parts in {folder} do not fit each other: the UNet has {unet.in_channels} "
                f"channels in and {unet.out_channels} out, the autoencoder's latents have "
                f"{vae.latent_channels}."
            )
        if unet.cross_attention_dim != self.text_encoder.hidden_size:
            raise BadModel(
                f"The parts in {folder} do not fit each other: the UNet's cross_attention_dim is "
                f"{unet.cross_attention_dim}, the text encoder's hidden_size is "
                f"{self.text_encoder.hidden_size}."
            )
        multiple = vae.factor << (len(unet.block_out_channels) - 1)
        if not 0 < self.resolution <= LARGEST or self.resolution % multiple:
            raise BadModel(
                f"The pictures of {folder} would be {self.resolution} px wide: its image_size must "
                f"be a multiple of {multiple}, at most {LARGEST}."
            )
        self.diffusion.check_steps(self.manifest.steps)


def _autoencoder(path: Path) -> VAEConfig | TinyConfig:
    kinds: dict[str, type[VAEConfig] | type[TinyConfig]]
    kinds = {"AutoencoderKL": VAEConfig, "AutoencoderTiny": TinyConfig}
    name = read_json(path).get("_class_name")
    if not isinstance(name, str) or name not in kinds:
        known = " or ".join(kinds)
        raise BadModel(f"{path} is not valid: _class_name is {name!r:.40}, not {known}.")
    return read_config(kinds[name], path)


def _text_encoder(folder: Path) -> BertConfig | ClipConfig:
    path = folder / "text_encoder" / "config.json"
    kinds: dict[str, type[BertConfig] | type[ClipConfig]]
    kinds = {"bert": BertConfig, "clip_text_model": ClipConfig}
    name = read_json(path).get("model_type")
    if not isinstance(name, str) or name not in kinds:
        raise BadModel(
            f"The text encoder in {folder} is of type {name!r:.40}: only BERT and CLIP run."
        )
    return read_config(kinds[name], path)
