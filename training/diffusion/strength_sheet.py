"""A contact sheet of fixed prompts, painted from their sketches at several strengths."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from diffusers import UNet2DConditionModel

from model import solver
from model.image.pixels import to_network
from model.recipe import conditioning
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.language.parse import Reader
from model.sketch.library import Library
from model.solver import Diffusion
from training.diffusion.autoencoder import Autoencoder, encode
from training.diffusion.hidden_states import Encode
from training.reports.sheets import on_white, save_rows

PROMPTS = (
    ("Angry Unicorn", "fluent"),
    ("Dancing Lemon with Sunglasses", "fluent"),
    ("Cat with a Top Hat", "noto"),
    ("Jealous Face", "twemoji"),
    ("crying pizza", "noto"),
    ("robot holding a rose", "fluent"),
    ("strawberry with a crown", "twemoji"),
    ("penguin wearing a scarf", "noto"),
)
STRENGTHS = (0.25, 0.4, 0.6, 0.8, 1.0)
NUM_INFERENCE_STEPS, GUIDANCE_SCALE = 16, 2.0


def strength_sheet(
    autoencoder: Autoencoder,
    hidden_states: Encode,
    reader: Reader,
    library: Library,
    diffusion: Diffusion,
    resolution: int = 128,
) -> Callable[[UNet2DConditionModel, Path], None]:
    """A function that writes a sheet of PROMPTS at STRENGTHS, painted by the UNet it is given.

    `hidden_states(texts)` is float32 [n, tokens, width].
    """
    sketches = np.stack(
        [
            rasterize(compose(library, reader.read(prompt), style, seed=0).svg, resolution)
            for prompt, style in PROMPTS
        ]
    )
    device = next(autoencoder.parameters()).device
    x = to_network(sketches)[:, : autoencoder.config.in_channels].to(device)
    factor = autoencoder.config.scaling_factor
    x0 = encode(autoencoder, x) * factor
    text = hidden_states([conditioning(*prompt) for prompt in PROMPTS])
    empty = hidden_states([""]).expand_as(text)

    def draw(unet: UNet2DConditionModel, path: Path) -> None:
        noise = torch.randn(x0.shape, generator=torch.Generator().manual_seed(0)).to(device)
        columns = [x]
        for strength in STRENGTHS:
            latents = _paint(unet, diffusion, x0, noise, strength, torch.cat([text, empty]))
            columns.append(autoencoder.decode(latents / factor).sample)
        pictures = [on_white(column) for column in columns]
        save_rows([np.stack(row) for row in zip(*pictures, strict=True)], path)

    return draw


def _paint(
    unet: UNet2DConditionModel,
    diffusion: Diffusion,
    x0: torch.Tensor,
    noise: torch.Tensor,
    strength: float,
    hidden_states: torch.Tensor,
) -> torch.Tensor:
    schedule = solver.schedule(diffusion, NUM_INFERENCE_STEPS, strength)
    latents = solver.noised(x0, noise, float(schedule.alpha[0]), float(schedule.sigma[0]))
    previous = torch.zeros_like(latents)
    count = len(latents)
    for at, timestep in enumerate(schedule.timesteps.tolist()):
        output = unet(
            torch.cat([latents] * 2), timestep, encoder_hidden_states=hidden_states
        ).sample
        v = output[count:] + GUIDANCE_SCALE * (output[:count] - output[count:])
        alpha, sigma = (
            torch.full((count, 1, 1, 1), float(values[at]), device=latents.device)
            for values in (schedule.alpha, schedule.sigma)
        )
        predicted = solver.predicted_x0(latents, v, alpha, sigma, diffusion.velocity)
        step = torch.tensor(schedule.coefficients[at], dtype=torch.float32).to(latents.device)
        latents = solver.update(latents, predicted, previous, step.expand(count, 3))
        previous = predicted
    return latents
