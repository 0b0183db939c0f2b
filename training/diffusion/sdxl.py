"""Stable Diffusion XL's parts for training: its UNet is called like Stable Diffusion's."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from diffusers import StableDiffusionXLPipeline, UNet2DConditionModel
from torch import Tensor

from model.auto.defaults import RESOLUTION, manifest_of
from model.errors import BadModel
from model.files.config import read_json
from model.files.folders import BUNDLED, INDEX
from model.files.weights import digest, variant_of
from model.nets.text import TextEncoder
from training.diffusion.autoencoder import open_autoencoder, open_part

SDXL = "StableDiffusionXLPipeline"
DEFAULTS = {"num_inference_steps": 50, "guidance_scale": 5.0}
"""Those of the pipeline's call."""


class SdxlUNet(UNet2DConditionModel):  # type: ignore[misc]
    """SDXL's UNet, whose last hidden state is the pooled text, padded with zeros.

    So captions are cached, dropped and drawn as those of Stable Diffusion. `resolution`, in pixels,
    is the picture's size, to which it is conditioned too, without cropping (2307.01952).
    """

    resolution = RESOLUTION

    def forward(self, sample: Tensor, timestep: Any, encoder_hidden_states: Tensor) -> Any:
        """Noised latents [n, c, h, w] at timesteps, and hidden states [n, tokens + 1, width]."""
        size = self.resolution
        config = self.config
        pooled = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
        time_ids = sample.new_tensor([size, size, 0, 0, size, size]).expand(len(sample), 6)
        return super().forward(
            sample,
            timestep,
            encoder_hidden_states=encoder_hidden_states[:, :-1],
            added_cond_kwargs={
                "text_embeds": encoder_hidden_states[:, -1, :pooled],
                "time_ids": time_ids,
            },
        )


# diffusers writes the name of the class into config.json.
SdxlUNet.__name__ = UNet2DConditionModel.__name__


def sdxl_parts(folder: Path, name: str, resolution: int, device: torch.device) -> dict[str, Any]:
    """The fields of ModelParts for an SDXL folder. Raises BadModel."""
    manifest = manifest_of(folder, name, read_json(folder / INDEX), DEFAULTS)
    unet = open_part(SdxlUNet, folder / "unet")
    unet.resolution = resolution or manifest.image_size or RESOLUTION
    pipe = _text_pipeline(folder, device)
    return {
        "folder": folder,
        "manifest": manifest,
        "unet": unet,
        "autoencoder": open_autoencoder(folder / "vae").requires_grad_(False).eval().to(device),
        "hidden_states": _hidden_states(pipe, device),
        "words": TextEncoder.open(BUNDLED),
        "length": lambda text: len(pipe.tokenizer(text, verbose=False).input_ids),
        "scheduler": read_json(folder / "scheduler" / "scheduler_config.json"),
        "resolution": unet.resolution,
        "digest": digest(folder),
    }


def _text_pipeline(folder: Path, device: torch.device) -> Any:
    """The pipeline without UNet and autoencoder: it encodes texts."""
    try:
        pipe = StableDiffusionXLPipeline.from_pretrained(
            folder,
            unet=None,
            vae=None,
            variant=variant_of(folder / "text_encoder"),
            use_safetensors=True,
            local_files_only=True,
        )
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        first = str(error).strip().partition("\n")[0]
        raise BadModel(f"{folder} cannot be trained ({first}): fetch the model again.") from error
    return pipe.to(device, torch.float32)


def _hidden_states(pipe: Any, device: torch.device) -> Callable[[Sequence[str]], Tensor]:
    """Both encoders' hidden states, then the pooled text: float32 [n, tokens + 1, width]."""

    @torch.no_grad()
    def hidden_states(texts: Sequence[str]) -> Tensor:
        text, _, pooled, _ = pipe.encode_prompt(
            list(texts), device=device, do_classifier_free_guidance=False
        )
        last = F.pad(pooled, (0, text.shape[-1] - pooled.shape[-1]))[:, None]
        packed: Tensor = torch.cat([text, last], dim=1)
        if pipe.config.force_zeros_for_empty_prompt:
            packed[[not each for each in texts]] = 0
        return packed

    return hidden_states
