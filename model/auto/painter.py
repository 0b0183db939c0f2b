"""Paints with diffusers' own pipelines, one call for each strength."""

import math
from typing import cast

import numpy as np
from PIL import Image
from torch import Tensor

from model.auto.batches import RequestBatches
from model.auto.calls import Call
from model.auto.model import AutoModel
from model.auto.pace import room
from model.auto.previews import decoded
from model.candidates import CandidatePainter
from model.flight import Capacity, Denoising
from model.image.pixels import Floats, Pixels
from model.recipe import Candidate, Recipe, conditioning

ON_WHITE = "flat illustration, centered, plain white background"
"""Added to the text for a model that was not trained on emoji, so that they can be cut out."""


class AutoPainter(CandidatePainter[AutoModel]):
    """Denoises by calls of a pipeline that take all their steps at once."""

    first_alone = False

    def start(self, recipe: Recipe, candidate: Candidate) -> Call:
        """The pipeline call of one candidate."""
        model, manifest = self.pipeline, self.pipeline.manifest
        strength = candidate.strength if model.image_to_image is not None else 1.0
        takes_strength = strength < 1 and model.takes("strength", model.image_to_image)
        steps = recipe.num_inference_steps or manifest.steps
        if takes_strength:
            steps = enough_steps(steps, strength)
        guidance_scale = recipe.guidance_scale
        text = conditioning(recipe.prompt, recipe.style)
        return Call(
            prompt=text if model.emoji else f"{text}, {ON_WHITE}",
            image=_on_white(candidate.rgba) if strength < 1 else None,
            strength=strength,
            seed=candidate.seed,
            steps=steps,
            guidance_scale=manifest.guidance if guidance_scale is None else guidance_scale,
            lora=recipe.lora,
            total=int(steps * strength) if takes_strength else steps,
        )

    def spread(self, strengths: tuple[float, ...]) -> tuple[float, ...]:
        """Without an image-to-image pipeline each painting starts from pure noise."""
        if self.pipeline.image_to_image is not None:
            return strengths
        return tuple(1.0 if strength else 0.0 for strength in strengths)

    def picture(self, denoised: Denoising) -> Floats:
        """The picture that the pipeline returned."""
        picture = cast(Call, denoised).picture
        assert picture is not None
        return picture

    def preview(self, latents: Tensor) -> Pixels | None:
        """Predicted latents decoded, None if the pipeline packs them in its own way."""
        return decoded(self.pipeline, latents)

    @property
    def paints_pictures(self) -> bool:
        """Whether it has an image-to-image pipeline."""
        return self.pipeline.image_to_image is not None

    def flight(self) -> RequestBatches:
        """A scheduler of whole pipeline calls."""
        return RequestBatches(self.pipeline)

    def measured_room(self) -> Capacity:
        """The capacity that pays on this device; see `model.auto.pace`."""
        return room(self)


def enough_steps(steps: int, strength: float) -> int:
    """At least `steps`, and enough that diffusers takes one of them at this strength."""
    return max(steps, math.ceil(1 / strength))


def _on_white(rgba: Pixels) -> Image.Image:
    picture = Image.fromarray(np.ascontiguousarray(rgba))
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
