"""Paints with the in-flight engine's own networks: the bundled model and Stable Diffusion."""

from collections.abc import Callable
from functools import cached_property, lru_cache, partial
from typing import cast

import torch
from torch import Tensor

from model import pace, solver
from model.candidates import TEXTS_KEPT, CandidatePainter
from model.codec import decode, encode, preview
from model.flight import Capacity, Denoising
from model.image.pixels import Floats, Pixels
from model.inflight import InFlight
from model.nets.adapter import applied
from model.pipeline import Pipeline
from model.recipe import Candidate, Recipe, conditioning
from model.rows import Row


class Painter(CandidatePainter[Pipeline]):
    """Denoises rows that share forwards with those of other requests."""

    @cached_property
    def states(self) -> Callable[[str, str], Tensor]:
        """Text and LoRA -> the UNet's encoder hidden states [tokens, width]."""
        return lru_cache(TEXTS_KEPT)(_states(self.pipeline))

    def start(self, recipe: Recipe, candidate: Candidate) -> Row:
        """A row that starts from the candidate's sketch, noised to its strength.

        At strength 1 it starts from pure noise, drawn from the seed.
        """
        pipeline, manifest = self.pipeline, self.pipeline.manifest
        steps = recipe.num_inference_steps or manifest.steps
        guidance_scale = recipe.guidance_scale
        if guidance_scale is None:
            guidance_scale = manifest.guidance
        schedule = solver.schedule(pipeline.diffusion, steps, candidate.strength, manifest.solver)
        noise = partial(self._noise, torch.Generator().manual_seed(candidate.seed))
        latents = noise()
        if candidate.strength < 1:
            alpha, sigma = float(schedule.alpha[0]), float(schedule.sigma[0])
            latents = solver.noised(encode(pipeline, candidate.rgba), latents, alpha, sigma)
        return Row(
            schedule=schedule,
            latents=latents,
            denoised=torch.zeros_like(latents),
            hidden_states=self.states(conditioning(recipe.prompt, recipe.style), recipe.lora),
            empty_hidden_states=self.states("", recipe.lora),
            guidance_scale=guidance_scale,
            noise=noise,
            adapter=pipeline.adapters.get(recipe.lora),
        )

    def picture(self, denoised: Denoising) -> Floats:
        """Decode a finished row. Raises BadModel if the output contains NaN or infinity."""
        return decode(self.pipeline, cast(Row, denoised).latents)

    def preview(self, latents: Tensor) -> Pixels:
        """Predicted latents [channels, h, w] as an approximate picture."""
        return preview(self.pipeline, latents)

    @property
    def paints_pictures(self) -> bool:
        """True for Stable Diffusion; models that paint alpha were trained on emoji alone."""
        return not self.pipeline.manifest.alpha

    def flight(self) -> InFlight:
        """A scheduler that batches rows in flight."""
        return InFlight(self.pipeline)

    def measured_room(self) -> Capacity:
        """The capacity that pays on this device; see `model.pace`."""
        return pace.room(self)

    def _noise(self, generator: torch.Generator) -> Tensor:
        """Unit noise [channels, h, w], the same on every device."""
        return torch.randn(self.pipeline.latent_shape, generator=generator).to(self.pipeline.device)


def _states(pipeline: Pipeline) -> Callable[[str, str], Tensor]:
    # Not a method: the cache would keep the painter alive, and with it the model's memory.
    def states(text: str, lora: str) -> Tensor:
        with applied(pipeline.adapters.get(lora)):
            return pipeline.conditioning([text])[0]

    return states
