"""A tiny CLIP with random weights, saved by transformers."""

import json
from pathlib import Path

import torch
from transformers import (
    CLIPConfig,
    CLIPImageProcessor,
    CLIPModel,
    CLIPProcessor,
    CLIPTokenizer,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-',"
SIDE = 32


def build(folder: Path) -> Path:
    """A model for pictures of 32 px in patches of 16 px; its tokens are letters."""
    words = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS)]
    vocabulary = {word: at for at, word in enumerate([*words, "<|startoftext|>", "<|endoftext|>"])}
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    tokenizer = CLIPTokenizer(
        str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=32
    )
    pictures = CLIPImageProcessor(size={"shortest_edge": SIDE}, crop_size=SIDE)
    CLIPProcessor(pictures, tokenizer).save_pretrained(folder)
    small = {
        "hidden_size": 32,
        "intermediate_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
    }
    end = vocabulary["<|endoftext|>"]
    text = {**small, "vocab_size": len(vocabulary), "max_position_embeddings": 32}
    text |= {"bos_token_id": end - 1, "eos_token_id": end, "pad_token_id": end}
    vision = {**small, "image_size": SIDE, "patch_size": 16}
    with torch.random.fork_rng():
        torch.manual_seed(5)
        config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=16)
        CLIPModel(config).save_pretrained(folder)
    return folder
