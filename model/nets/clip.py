"""Stable Diffusion's CLIP text encoder, from transformers (slow to import)."""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from model.errors import Unavailable


def clip_states(
    folder: Path, dtype: torch.dtype, device: torch.device
) -> Callable[[Sequence[str]], Tensor]:
    """A function from texts to CLIP's last hidden states [texts, tokens, width].

    Raises Unavailable if transformers is not installed.
    """
    try:
        from transformers import CLIPTextModel, CLIPTokenizer
    except ImportError as error:
        raise Unavailable(
            "This model reads text with CLIP, which needs a package: pip install transformers."
        ) from error

    tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer")
    encoder = CLIPTextModel.from_pretrained(
        folder / "text_encoder", dtype=dtype, use_safetensors=True
    )
    encoder = encoder.to(device).eval()

    @torch.inference_mode()
    def states(texts: Sequence[str]) -> Tensor:
        tokens = tokenizer(
            list(texts),
            padding="max_length",
            max_length=tokenizer.model_max_length,
            truncation=True,
            return_tensors="pt",
        )
        out: Tensor = encoder(tokens.input_ids.to(device)).last_hidden_state
        return out

    return states
