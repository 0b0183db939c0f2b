"""Stable Diffusion v1.4's architecture with random weights, as a model folder."""

import json
from pathlib import Path

import torch
from transformers import CLIPTokenizer

from tests.benchmarks.sd import SCHEDULER, TOKENS, SdForm

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789,"


def build(form: SdForm, folder: Path) -> Path:
    """Write the folder, its weights in half precision."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        parts = {
            "unet": form.unet(),
            "vae": form.autoencoder(),
            "text_encoder": form.text_encoder(),
        }
    for name, part in parts.items():
        part.half().save_pretrained(folder / name)
    _tokenizer(folder / "tokenizer")
    (folder / "scheduler").mkdir()
    _json(
        folder / "scheduler" / "scheduler_config.json", {"_class_name": "PNDMScheduler"} | SCHEDULER
    )
    classes = {"unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]}
    classes |= {"text_encoder": ["transformers", "CLIPTextModel"]}
    classes |= {"tokenizer": ["transformers", "CLIPTokenizer"]}
    index = {"_class_name": "StableDiffusionPipeline", "scheduler": ["diffusers", "PNDMScheduler"]}
    _json(folder / "model_index.json", index | classes)
    return folder


def _tokenizer(folder: Path) -> None:
    """Reads letters: with random weights any ids will do."""
    folder.mkdir()
    words = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS)]
    words += ["<|startoftext|>", "<|endoftext|>"]
    _json(folder / "vocab.json", {word: i for i, word in enumerate(words)})
    (folder / "merges.txt").write_text("#version: 0.2\n")
    files = (str(folder / "vocab.json"), str(folder / "merges.txt"))
    CLIPTokenizer(*files, model_max_length=TOKENS).save_pretrained(folder)


def _json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=2))
