"""Encodes the pictures that people voted on, and their prompts, as examples."""

import io

import numpy as np
import torch
from PIL import Image

from model.image.pixels import to_network
from model.recipe import conditioning
from training.diffusion.autoencoder import encode
from training.diffusion.parts import ModelParts
from training.feedback import Rows
from training.feedback.examples import normalised
from training.refresh.vote_examples import VoteExamples


def encode_votes(parts: ModelParts, rows: Rows) -> VoteExamples:
    """Encode each distinct picture and prompt once; all of them stay in main memory."""
    encoded = {png: _encoded(parts, png) for png in dict.fromkeys(row.png for row in rows.rows)}
    latents = torch.cat([encoded[row.png] for row in rows.rows])
    texts = [conditioning(row.prompt, row.style) for row in rows.rows]
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    known = torch.cat([parts.hidden_states([text]).float().cpu() for text in numbers])
    captions = torch.tensor([numbers[text] for text in texts])
    prompts = [normalised(row.prompt) for row in rows.rows]
    places = {prompt: place for place, prompt in enumerate(dict.fromkeys(prompts))}
    return VoteExamples(
        latents=lambda some: latents[list(some)],
        hidden_states=lambda some: known[captions[list(some)]],
        rewards=torch.tensor([row.reward for row in rows.rows]),
        desirable=torch.tensor([row.desirable for row in rows.rows]),
        weights=torch.tensor([row.weight for row in rows.rows]),
        prompts=torch.tensor([places[prompt] for prompt in prompts]),
        pairs=rows.pairs,
    )


def _encoded(parts: ModelParts, png: bytes) -> torch.Tensor:
    """The latents of one picture: float32 [1, c, h, w]."""
    size = (parts.resolution, parts.resolution)
    with Image.open(io.BytesIO(png)) as image:
        rgba = image.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    autoencoder = parts.autoencoder
    x = to_network(np.asarray(rgba)[None])[:, : autoencoder.config.in_channels]
    factor: float = autoencoder.config.scaling_factor
    return (encode(autoencoder, x.to(autoencoder.device)) * factor).float().cpu()
