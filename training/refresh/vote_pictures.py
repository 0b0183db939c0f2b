"""The pictures that were voted on, encoded, as examples to learn from."""

import io

import numpy as np
import torch
from PIL import Image

from model.image.pixels import to_network
from model.recipe import conditioning
from training.diffusion.parts import ModelParts
from training.diffusion.statistics import encode
from training.feedback import Rows
from training.feedback.examples import normalised
from training.refresh.votes import VoteExamples


def examples_of(parts: ModelParts, rows: Rows) -> VoteExamples:
    """The voted pictures as latents, and their words as states; encoded once, kept in memory."""
    # Many vote on one picture.
    encoded = {png: _encoded(parts, png) for png in dict.fromkeys(row.png for row in rows.rows)}
    latents = torch.cat([encoded[row.png] for row in rows.rows])
    texts = {conditioning(row.prompt, row.style): None for row in rows.rows}
    numbers = {text: number for number, text in enumerate(texts)}
    known = torch.cat([parts.states([text]).float().cpu() for text in texts])
    captions = torch.tensor([numbers[conditioning(row.prompt, row.style)] for row in rows.rows])
    prompts = {row.prompt: normalised(row.prompt) for row in rows.rows}
    places = {prompt: place for place, prompt in enumerate(dict.fromkeys(prompts.values()))}
    return VoteExamples(
        latents=lambda some: latents[list(some)],
        states=lambda some: known[captions[list(some)]],
        rewards=torch.tensor([row.reward for row in rows.rows]),
        desirable=torch.tensor([row.desirable for row in rows.rows]),
        weights=torch.tensor([row.weight for row in rows.rows]),
        prompts=torch.tensor([places[prompts[row.prompt]] for row in rows.rows]),
        pairs=rows.pairs,
    )


def _encoded(parts: ModelParts, png: bytes) -> torch.Tensor:
    """The latents of one picture: float32 [1, c, h, w]."""
    with Image.open(io.BytesIO(png)) as image:
        rgba = image.convert("RGBA").resize((parts.side, parts.side), Image.Resampling.LANCZOS)
    autoencoder = parts.autoencoder
    x = to_network(np.asarray(rgba)[None])[:, : autoencoder.config.in_channels]
    factor: float = autoencoder.config.scaling_factor
    return (encode(autoencoder, x.to(autoencoder.device)) * factor).float().cpu()
