"""The CLIP text encoder of Stable Diffusion, through transformers (which takes seconds to import)."""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor


def clip_states(
    folder: Path, dtype: torch.dtype, device: torch.device
) -> Callable[[Sequence[str]], Tensor]:
    """A function from texts to CLIP's last hidden states [texts, tokens, width]."""
    from transformers import CLIPTextModel, CLIPTokenizer

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
