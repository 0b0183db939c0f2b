"""Texts -> hidden states for the UNet, and sentence embeddings for reader and judge (MiniLM)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Self

import numpy as np
import numpy.typing as npt
import torch
from pydantic import Field
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from model.errors import BadModel
from model.files.config import Config, read_config, read_json
from model.files.weights import fill
from model.nets.bert import Bert, BertConfig, pooled

BATCH = 256


class TokenizerConfig(Config):
    """The part of a tokenizer's config that is used; transformers writes 1e30 for no limit."""

    model_max_length: Annotated[int, Field(strict=True, ge=4)] = 1 << 31


class TextEncoder:
    """A BERT and its tokenizer, from `text_encoder` and `tokenizer` of a model folder."""

    def __init__(self, bert: Bert, tokenizer: Tokenizer, limit: int) -> None:
        self.bert = bert
        self._tokenizer = tokenizer
        self._limit = limit
        tokenizer.enable_truncation(limit)

    @classmethod
    def open(
        cls,
        folder: Path,
        dtype: torch.dtype = torch.float32,
        device: torch.device | str = "cpu",
    ) -> Self:
        """Load both from a model folder. Raises BadModel if either is missing or damaged."""
        config = read_config(BertConfig, folder / "text_encoder" / "config.json")
        with torch.device("meta"):
            bert = Bert(config)
        bert = fill(bert, folder / "text_encoder", dtype, torch.device(device))
        settings = read_config(TokenizerConfig, folder / "tokenizer" / "tokenizer_config.json")
        limit = min(settings.model_max_length, config.max_position_embeddings)
        return cls(bert, tokenizer_of(folder, config), limit)

    def states(self, texts: Sequence[str]) -> Tensor:
        """The last hidden states [texts, tokens, hidden], including padding.

        The same as diffusers' StableDiffusionPipeline passes to the UNet.
        """
        self._tokenizer.enable_padding(length=self._limit)
        return self._run(self._tokenizer.encode_batch(list(texts)))[0]

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Sentence embeddings of unit length: float32 [texts, hidden]."""
        self._tokenizer.enable_padding()
        found = []
        for start in range(0, len(texts), BATCH):
            encodings = self._tokenizer.encode_batch(list(texts[start : start + BATCH]))
            hidden_states, mask = self._run(encodings)
            found.append(pooled(hidden_states, mask).float().cpu().numpy())
        return np.concatenate(found)

    @torch.inference_mode()
    def _run(self, encodings: Sequence[Encoding]) -> tuple[Tensor, Tensor]:
        device = self.bert.embeddings["word_embeddings"].weight.device
        ids = torch.tensor([e.ids for e in encodings], device=device)  # type: ignore[arg-type]
        mask = torch.tensor([e.attention_mask for e in encodings], device=device)  # type: ignore[arg-type]
        return self.bert(ids, mask), mask


def tokenizer_of(folder: Path, config: BertConfig) -> Tokenizer:
    """The tokenizer in a model folder. Raises BadModel if it is missing, damaged or too large."""
    path = folder / "tokenizer" / "tokenizer.json"
    read_json(path)
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises no narrower class
        raise BadModel(f"{path} is damaged ({error}): fetch the model again.") from error
    if tokenizer.get_vocab_size() > config.vocab_size or not tokenizer.encode("").ids:
        raise BadModel(f"{path} does not fit the text encoder: fetch the model again.")
    return tokenizer
