"""The receipt: how a painting was made. Stored with it and shown on request."""

from typing import Any

import torch

from model.loaded import LoadedModel
from model.recipe import Candidate, Painting
from model.sketch.language.describe import describe
from model.sketch.library import Library
from model.sketch.motion import answered


def receipt(painting: Painting, pipeline: LoadedModel, library: Library) -> dict[str, Any]:
    """Plain data. Contains all that is needed for the same bytes: model, torch, precision, …"""
    recipe, manifest, scene = painting.recipe, pipeline.manifest, painting.scene
    guidance_scale = recipe.guidance_scale
    if guidance_scale is None:
        guidance_scale = manifest.guidance
    return {
        "prompt": recipe.prompt,
        "style": recipe.style,
        "seed": recipe.seed,
        "wildness": recipe.wildness,
        "model": painting.model_hash,
        "beside": pipeline.extras[:12],
        "pipeline": pipeline.pipeline_name,
        "lora": str(pipeline.loras[recipe.lora]) if recipe.lora else "",
        "steps": recipe.num_inference_steps or manifest.steps,
        "guidance": guidance_scale,
        "solver": pipeline.solver,
        "read_by": recipe.read_by,
        "language": recipe.language,
        **_source(painting, library),
        "unread": list(scene.unread),
        "unread_but_moving": sorted(answered(scene)),
        "candidates": [_line(candidate) for candidate in painting.candidates],
        "seconds": round(painting.seconds, 2),
        "torch": torch.__version__,
        "device": str(pipeline.device),
        "precision": str(pipeline.precision).removeprefix("torch."),
        "threads": torch.get_num_threads(),
    }


def _source(painting: Painting, library: Library) -> dict[str, Any]:
    """What the sketches show: the Scene that was read, or somebody's picture."""
    scene, best = painting.scene, painting.candidates[0].mix
    if (picture := painting.recipe.picture) is not None:
        return {"read_as": "a picture", "picture": picture.says}
    read_as = describe(library, scene) if best is None else best.says
    return {"read_as": read_as if scene.is_understood else "", "scene": scene.to_dict()}


def _line(candidate: Candidate) -> dict[str, Any]:
    start = "sketch" if candidate.parts else "picture"
    made = start if candidate.is_sketch else "painted"
    mixed = (
        {}
        if candidate.mix is None
        else {
            "mix": candidate.mix.says,
            "scene": candidate.mix.scene.to_dict(),
        }
    )
    return {
        **mixed,
        "made": made,
        "strength": candidate.strength,
        "traced": candidate.is_traced,
        "seed": candidate.seed,
        "score": round(candidate.score, 4),
        "finish": round(candidate.finish, 2),
        "mottle": round(candidate.mottle, 2),
        "parts": list(candidate.parts),
    }
