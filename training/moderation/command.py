"""`python -m training moderation`: train the classifier of harmful prompts."""

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from model.files.folders import BUNDLED
from model.harm.classifier import SCALE, WEIGHTS
from model.nets.text import TextEncoder
from model.sketch.library import Library
from training.moderation.texts import Labelled, emoji_names, open_data, own_texts

HIDDEN, EPOCHS, BATCH, LEARNING_RATE, WEIGHT_DECAY, DROPOUT = 128, 30, 256, 2e-3, 0.05, 0.3
THRESHOLD = 0.1
"""The logit above which a prompt is refused: tests/bot/moderation/*.toml show what it costs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--data", type=Path, help="a folder with the open data that model/harm/README.md names"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the file to write")


def run(options: argparse.Namespace) -> int:
    """Train on a CPU, in about ten minutes, and write the weights."""
    rng = random.Random(0)
    texts = [*own_texts(rng), *emoji_names(Library(), rng)]
    if options.data:
        texts += open_data(options.data, rng)
    print(f"{len(texts)} texts, {sum(text.harmful for text in texts)} of them harmful")
    head = train(_embedded(texts), texts)
    save_file(head, options.out)
    print(f"wrote {options.out}")
    return 0


def train(embeddings: Tensor, texts: list[Labelled]) -> dict[str, np.ndarray]:
    """The layers' weights in half precision; `embeddings` float32 [texts, 384], scaled."""
    torch.manual_seed(0)
    wanted = torch.tensor([float(text.harmful) for text in texts])
    weights = torch.tensor([text.weight for text in texts])
    layers = {"hidden": nn.Linear(embeddings.shape[1], HIDDEN), "out": nn.Linear(HIDDEN, 1)}
    net = nn.Sequential(layers["hidden"], nn.ReLU(), nn.Dropout(DROPOUT), layers["out"])
    optimizer = torch.optim.AdamW(net.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    for _ in range(EPOCHS):
        for rows in torch.split(torch.randperm(len(texts)), BATCH):
            logits = net(embeddings[rows]).squeeze(1)
            loss = F.binary_cross_entropy_with_logits(logits, wanted[rows], weights[rows])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    found = {f"{name}.{key}": value for name in layers for key, value in _of(layers[name])}
    found["out.weight"] = found["out.weight"][0]
    found["out.bias"] = found["out.bias"] - THRESHOLD
    return {name: np.ascontiguousarray(tensor, np.float16) for name, tensor in found.items()}


def _of(layer: nn.Linear) -> list[tuple[str, np.ndarray]]:
    return [(name, tensor.detach().numpy()) for name, tensor in layer.named_parameters()]


def _embedded(texts: list[Labelled]) -> Tensor:
    """Scaled sentence embeddings, in batches of similar length."""
    encoder = TextEncoder.open(BUNDLED)
    order = sorted(range(len(texts)), key=lambda index: len(texts[index].text))
    found = encoder.embed([texts[index].text for index in order])
    back = np.empty_like(found)
    back[order] = found
    return torch.from_numpy(SCALE * back)
