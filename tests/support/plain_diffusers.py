"""diffusers' own pipeline, called as everybody calls it."""

from pathlib import Path

import numpy as np

from model.image.pixels import Pixels


def painted_plainly(folder: Path) -> Pixels:
    """One picture of a model folder by the plain call, uint8 [resolution, resolution, channels].

    One step instead of 50, for the sake of time; no other argument.
    """
    from diffusers import StableDiffusionPipeline

    pipeline = StableDiffusionPipeline.from_pretrained(folder)
    picture: Pixels = np.asarray(pipeline("lemon", num_inference_steps=1).images[0])
    return picture
