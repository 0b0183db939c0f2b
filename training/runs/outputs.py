"""What a run writes: contact sheets, the model folder, its card."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from diffusers import UNet2DConditionModel

from model.files.manifest import Manifest
from model.sketch.language.parse import Reader
from training.diffusion.parts import ModelParts
from training.diffusion.strength_sheet import strength_sheet
from training.reports.model_card import CardFacts, base_of
from training.runs.export import write_model
from training.runs.plan import Plan

MODEL, REPORT = "model", "report.html"
PAINTS = "It paints emoji on white or with alpha, as its base does, and little else."


def sheet_painter(parts: ModelParts) -> Callable[[UNet2DConditionModel, Path], None]:
    """A function that paints fixed prompts with a UNet, at the resolution of the training."""
    library = parts.library
    return strength_sheet(
        parts.autoencoder,
        parts.hidden_states,
        Reader(library, parts.words.embed),
        library,
        parts.diffusion,
        parts.resolution,
    )


def write_run_model(plan: Plan, parts: ModelParts, receipt: dict[str, Any], folder: Path) -> Path:
    """Write the trained UNet as the model folder of the run; `receipt` is added to the manifest."""
    base = parts.manifest
    manifest = replace(base, image_size=parts.resolution, receipt={**base.receipt, **receipt})
    scheduler = {**parts.scheduler, "rescale_betas_zero_snr": True} if plan.zero_snr else None
    return write_model(parts.folder, parts.unet, manifest, folder / MODEL, scheduler)


def card_of(
    title: str,
    plan: Plan,
    base: Manifest,
    receipt: Mapping[str, Any],
    limits: Sequence[str],
) -> CardFacts:
    """The facts for the card of a model that was trained by `plan`, from the model of `base`."""
    data = receipt["data"]
    return CardFacts(
        title=title,
        base=base_of(plan.model, base),
        attribution=f"{data['attribution']} ({data['licence']})",
        settings=receipt["plan"],
        receipt=receipt,
        limits=limits,
    )
