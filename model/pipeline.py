"""A diffusers folder (or a hub id) -> its parts, in the right precision on the right device.

The parts are plain-torch twins of diffusers' and transformers' classes: importing those two alone
takes longer than painting an emoji may take from the start of the program.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from model.errors import BadModel, Unavailable
from model.manifest import Manifest, read_json
from model.solver import Diffusion
from model.text import TextEncoder
from model.unet import UNet, UNetConfig
from model.vae import VAE, VAEConfig
from model.weights import digest, fill

BUNDLED = Path(__file__).parent / "bundled"

# The names of instructions that multiply in bfloat16, as torch gives them.
CPU_BFLOAT16 = ("avx512_bf16", "amx_bf16")

Conditioning = Callable[[Sequence[str]], Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class Pipeline:
    """The parts of one model.

    `conditioning` maps texts to the UNet's context [texts, tokens, width]. `words` understands
    prompts; it is the model's own encoder where that is a sentence encoder, else the bundled one.
    `digest` is the SHA-256 of the weight files, 64 hex digits. `dtype` is that of what passes
    between the parts; UNet and autoencoder have their own (see `precision`).
    """

    folder: Path
    manifest: Manifest
    unet: UNet
    vae: VAE
    conditioning: Conditioning
    words: TextEncoder
    diffusion: Diffusion
    digest: str
    device: torch.device
    dtype: torch.dtype

    @property
    def side(self) -> int:
        """Pixels along one side of a picture."""
        return self.manifest.image_size or self.unet.config.sample_size * self.vae.config.factor

    @property
    def latent_shape(self) -> tuple[int, int, int]:
        """Channels and sides of one picture's latents."""
        side = self.side // self.vae.config.factor
        return self.unet.config.in_channels, side, side


def load(model: str | Path = BUNDLED, device: str | None = None) -> Pipeline:
    """Open a model folder, or fetch one from the hub by its "owner/name".

    Raises BadModel, or Unavailable where the hub is out of reach.
    """
    folder = find(model)
    manifest = Manifest.read(folder)
    place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    dtype = torch.float32 if place.type == "cpu" else torch.bfloat16
    painting = precision(place)
    configs = [read_json(folder / part / "config.json") for part in ("unet", "vae")]
    with torch.device("meta"):
        unet = UNet(_understood(UNetConfig.from_dict, configs[0], folder / "unet"))
        vae = VAE(_understood(VAEConfig.from_dict, configs[1], folder / "vae"))
    wanted = 4 if manifest.alpha else 3
    if vae.config.in_channels != wanted:
        raise BadModel(f"The autoencoder in {folder} should have {wanted} colour channels.")
    conditioning, words = texts_of(folder, dtype, place)
    return Pipeline(
        folder=folder,
        manifest=manifest,
        unet=fill(unet, folder / "unet", painting, place, _layout(place)),
        vae=fill(vae, folder / "vae", painting, place),
        conditioning=conditioning,
        words=words,
        diffusion=Diffusion.from_dict(read_json(folder / "scheduler" / "scheduler_config.json")),
        digest=digest(folder),
        device=place,
        dtype=dtype,
    )


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


def find(model: str | Path) -> Path:
    """The folder that a path or a hub id names."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    parts = str(model).split("/")
    if isinstance(model, Path) or len(parts) != 2 or not all(parts) or parts[0] in (".", "..", "~"):
        raise BadModel(f"There is no model folder {model}: check the path.")
    return _fetched(str(model))


def _fetched(hub_id: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
    )

    try:
        patterns = ["*.json", "*.txt", "*/*.json", "*/*.txt", "*/*.safetensors", "LICENSE*"]
        return Path(snapshot_download(hub_id, allow_patterns=patterns))
    except GatedRepoError as error:
        raise Unavailable(
            f"{hub_id} is gated: accept its licence on its page, and put a token of yours into "
            "HF_TOKEN in the environment."
        ) from error
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise Unavailable(
            f"There is no folder {hub_id}, and the hub has no such model or is out of reach."
        ) from error


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
    from model.clip import clip_states

    return clip_states(folder, dtype, device), TextEncoder.open(BUNDLED)
