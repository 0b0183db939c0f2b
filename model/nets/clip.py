"""Stable Diffusion's CLIP text encoder, from transformers (slow to import)."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

import torch
from pydantic import Field
from torch import Tensor

from model.errors import BadModel, Unavailable
from model.files.config import (
    Depth,
    Small,
    TransformerConfig,
    Vocabulary,
    Width,
    read_config,
    read_json,
)
from model.files.weights import load_into, read_weights
from model.nets.text import TokenizerConfig

if TYPE_CHECKING:
    from transformers import CLIPTextModel, CLIPTokenizer

CLIP_PREFIX = "text_model."


class ClipConfig(TransformerConfig):
    """The part of a transformers `config.json` that decides the architecture.

    Defaults are those of transformers' CLIPTextConfig.
    """

    vocab_size: Vocabulary = 49408
    hidden_size: Width = 512
    intermediate_size: Width = 2048
    num_hidden_layers: Depth = 12
    num_attention_heads: Depth = 8
    max_position_embeddings: Annotated[int, Field(strict=True, ge=4, le=8192)] = 77
    layer_norm_eps: Small = 1e-5
    hidden_act: Literal["quick_gelu", "gelu"] = "quick_gelu"


class ClipStates:
    """Texts -> CLIP's last hidden states [texts, tokens, width]."""

    def __init__(self, encoder: "CLIPTextModel", tokenizer: "CLIPTokenizer") -> None:
        self.encoder = encoder
        self._tokenizer = tokenizer

    @classmethod
    def open(
        cls, folder: Path, config: ClipConfig, dtype: torch.dtype, device: torch.device
    ) -> Self:
        """Load both from a model folder.

        Raises BadModel, or Unavailable if transformers is not installed.
        """
        tokenizer = clip_tokenizer(folder, config)
        return cls(_encoder(folder / "text_encoder", config, dtype, device), tokenizer)

    @torch.inference_mode()
    def __call__(self, texts: Sequence[str]) -> Tensor:
        tokens = self._tokenizer(
            list(texts),
            padding="max_length",
            max_length=self._tokenizer.model_max_length,
            truncation=True,
            return_tensors="pt",
        )
        ids = tokens.input_ids.to(self.encoder.device)
        out: Tensor = self.encoder(ids).last_hidden_state
        return out


def clip_tokenizer(folder: Path, config: ClipConfig) -> "CLIPTokenizer":
    """The tokenizer in a model folder. Raises BadModel, or Unavailable without transformers."""
    try:
        from transformers import CLIPTokenizer
    except ImportError as error:
        raise Unavailable(
            "This model reads text with CLIP, which needs a package: pip install transformers."
        ) from error

    own = folder / "tokenizer"
    settings = read_config(TokenizerConfig, own / "tokenizer_config.json")
    # Without these files transformers makes an empty tokenizer.
    if not (own / "tokenizer.json").exists():
        read_json(own / "vocab.json")
        if not (own / "merges.txt").is_file():
            raise BadModel(f"The model folder lacks {own / 'merges.txt'}: fetch the model again.")
    try:
        tokenizer = CLIPTokenizer.from_pretrained(own, local_files_only=True)
        ids = tokenizer(["a cat"], padding="max_length", max_length=4, truncation=True).input_ids[0]
    except Exception as error:  # it raises errors of many kinds for a damaged file
        raise BadModel(f"The tokenizer in {own} is damaged: fetch the model again.") from error
    tokenizer.model_max_length = min(settings.model_max_length, config.max_position_embeddings)
    if len(tokenizer) > config.vocab_size or len(ids) != 4:
        raise BadModel(
            f"The tokenizer in {own} has {len(tokenizer)} tokens, the text encoder "
            f"{config.vocab_size}: fetch the model again."
        )
    return tokenizer


def _encoder(
    folder: Path, config: ClipConfig, dtype: torch.dtype, device: torch.device
) -> "CLIPTextModel":
    from transformers import CLIPTextConfig, CLIPTextModel

    weights = read_weights(folder)
    with torch.device("meta"):
        # These ids only matter for the pooled text, which is not used.
        ids = {"bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0}
        encoder = CLIPTextModel(CLIPTextConfig(**config.model_dump(), **ids))
    # Some versions of transformers have this prefix, others do not.
    prefix = (
        CLIP_PREFIX if any(name.startswith(CLIP_PREFIX) for name in encoder.state_dict()) else ""
    )
    named = {prefix + name.removeprefix(CLIP_PREFIX): tensor for name, tensor in weights.items()}
    places = torch.arange(config.max_position_embeddings)[None]
    embeddings = getattr(encoder, "text_model", encoder).embeddings
    embeddings.register_buffer("position_ids", places, persistent=False)
    load_into(encoder, named, folder, dtype, device)
    return encoder
