"""Pipeline calls: pictures that are alike are painted by one call of a diffusers pipeline."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from model.auto.defaults import pipeline_scale
from model.auto.loras import switch
from model.auto.model import AutoModel
from model.errors import BadModel
from model.image.pixels import Floats
from model.rows import is_out_of_memory

log = logging.getLogger(__name__)

Key = tuple[str, float, int, float, bool]


@dataclass(slots=True, eq=False)
class Call:
    """One picture to paint. `image` is the sketch that it starts from, None for pure noise.

    `at` is the number of steps taken of `total`; `latents` those after the last step, packed as the
    pipeline packs them; `denoised` the predicted x0. `picture` is float32 [height, width, 3] in
    [0, 1] once it is painted.
    """

    prompt: str
    image: Image.Image | None
    strength: float
    seed: int
    steps: int
    guidance_scale: float
    lora: str
    total: int
    at: int = 0
    latents: Tensor | None = None
    denoised: Tensor | None = None
    picture: Floats | None = None

    @property
    def done(self) -> bool:
        """Whether it is painted."""
        return self.picture is not None

    @property
    def key(self) -> Key:
        """Equal for calls that one pipeline call can paint."""
        return self.lora, self.strength, self.steps, self.guidance_scale, self.image is None


def batches(model: AutoModel, call: Call) -> bool:
    """Whether a pipeline call may paint other pictures with this one.

    Not if the picture is a reference, of which one serves a whole call.
    """
    return call.image is None or model.takes("strength", model.image_to_image)


def run(model: AutoModel, calls: Sequence[Call], stepped: Callable[[], None]) -> None:
    """Paint pictures of one `key` by one pipeline call, or by two halves if memory runs out.

    `stepped` is called after each denoising step; what it raises ends the call. Raises BadModel if
    a picture contains NaN or infinity.
    """
    try:
        _run(model, calls, stepped)
    except (MemoryError, RuntimeError) as error:
        if len(calls) == 1 or not is_out_of_memory(error):
            raise
        log.warning("out of memory: %d pictures are painted in two halves", len(calls))
        middle = len(calls) // 2
        run(model, calls[:middle], stepped)
        run(model, calls[middle:], stepped)


@torch.inference_mode()
def _run(model: AutoModel, calls: Sequence[Call], stepped: Callable[[], None]) -> None:
    pipe = model.text_to_image if calls[0].image is None else model.image_to_image
    switch(pipe, model.loras.get(calls[0].lora))

    def step_ended(pipe: Any, step: int, _: object, tensors: dict[str, Any]) -> dict[str, Any]:
        for i, call in enumerate(calls):
            before, call.latents = call.latents, tensors["latents"][i].detach().clone()
            call.denoised = predicted_x0(pipe.scheduler, before, call.latents)
            call.at = min(step + 1, call.total)
        stepped()
        return {}

    arguments = _arguments(model, pipe, calls)
    if model.takes("callback_on_step_end", pipe):
        arguments["callback_on_step_end"] = step_ended
    try:
        pictures = pipe(**arguments).images
    finally:
        model.text_to_image.maybe_free_model_hooks()
    for call, picture in zip(calls, np.asarray(pictures, np.float32), strict=True):
        if not np.isfinite(picture).all():
            raise BadModel(f"{model.folder} paints pictures with NaN or infinity.")
        call.at, call.picture = call.total, picture


def _arguments(model: AutoModel, pipe: Any, calls: Sequence[Call]) -> dict[str, Any]:
    """The arguments of one pipeline call, those that this pipeline has."""
    first, size = calls[0], model.resolution
    wanted: dict[str, Any] = {
        "prompt": [call.prompt for call in calls],
        "num_inference_steps": first.steps,
        "guidance_scale": pipeline_scale(model.pipeline_name, first.guidance_scale),
        "generator": [torch.Generator().manual_seed(call.seed) for call in calls],
        "output_type": "np",
        "height": size,
        "width": size,
    }
    if first.image is not None:
        wanted["image"] = [call.image for call in calls]
        wanted["strength"] = first.strength
    return {key: value for key, value in wanted.items() if model.takes(key, pipe)}


def predicted_x0(scheduler: Any, before: Tensor | None, after: Tensor) -> Tensor | None:
    """The denoised latents that a step predicted, from the latents before and after it.

    An Euler step goes from sigma to sigma' along d = (x' - x) / (sigma' - sigma), which points away
    from x0 = x' - sigma' d. For other solvers it is x' itself; None before the second step.
    """
    if before is None:
        return None
    sigmas, step = getattr(scheduler, "sigmas", None), getattr(scheduler, "step_index", None)
    if "Euler" not in type(scheduler).__name__ or sigmas is None or not step:
        return after
    if step >= len(sigmas) or sigmas[step] == sigmas[step - 1]:
        return after
    direction = (after - before) / (sigmas[step] - sigmas[step - 1]).to(after)
    x0: Tensor = after - sigmas[step].to(after) * direction
    return x0
