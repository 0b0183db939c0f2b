"""Writes trained parts as one model folder, which plain diffusers can open too."""

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import diffusers
from diffusers import AutoencoderTiny, DPMSolverMultistepScheduler, UNet2DConditionModel

from model.files.acceleration import FOLDER as ACCELERATION
from model.files.folders import INDEX
from model.files.manifest import NAME, Manifest
from model.nets.finish import FinishJudge
from model.nets.judge import Judge
from training.half_precision import load_in_single, save_half
from training.paths import write_json, writing
from training.pretrain.painter import new_schedule

LAMBDA_MIN = -5.1
"""Clips the log SNR: DPM-Solver++ then starts at sigma 160, not at the schedule's 20,000."""


@dataclass(frozen=True, slots=True, eq=False)
class BundleParts:
    """The trained parts. Text encoder, tokenizer and library are already in the model folder.

    `judges` are keyed by their subfolders; `acceleration` is the folder of a LoRA for few steps.
    """

    autoencoder: AutoencoderTiny
    unet: UNet2DConditionModel
    judges: Mapping[str, Judge]
    finish: FinishJudge
    acceleration: Path | None = None


def write_bundle(folder: Path, parts: BundleParts, manifest: Manifest) -> None:
    """Write the parts in half precision, the scheduler and both manifests. Raises Unavailable."""
    with writing(folder):
        for name, part in (("vae", parts.autoencoder), ("unet", parts.unet)):
            shutil.rmtree(folder / name, ignore_errors=True)
            save_half(part, folder / name)
        load_in_single(folder)
        judges: dict[str, Judge | FinishJudge] = {**parts.judges, "finish": parts.finish}
        for name, judge in judges.items():
            (folder / name).mkdir(parents=True, exist_ok=True)
            judge.save_pretrained(folder / name)
        _replace_folder(parts.acceleration, folder / ACCELERATION)
        scheduler().save_pretrained(folder / "scheduler")
        write_json(folder / INDEX, _index())
        write_json(folder / NAME, asdict(manifest))


def _replace_folder(source: Path | None, folder: Path) -> None:
    """Replace `folder` by a copy of `source`, or remove it if `source` is None."""
    if source is None or not (folder.exists() and source.samefile(folder)):
        shutil.rmtree(folder, ignore_errors=True)
        if source is not None:
            shutil.copytree(source, folder)


def scheduler() -> DPMSolverMultistepScheduler:
    """DPM-Solver++ 2M (2211.01095) with the noise schedule of the training."""
    trained = new_schedule().config
    return DPMSolverMultistepScheduler(
        num_train_timesteps=trained.num_train_timesteps,
        beta_schedule=trained.beta_schedule,
        prediction_type=trained.prediction_type,
        lambda_min_clipped=LAMBDA_MIN,
    )


def _index() -> dict[str, Any]:
    return {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": diffusers.__version__,
        "feature_extractor": [None, None],
        "image_encoder": [None, None],
        "requires_safety_checker": False,
        "safety_checker": [None, None],
        "scheduler": ["diffusers", "DPMSolverMultistepScheduler"],
        "text_encoder": ["transformers", "BertModel"],
        "tokenizer": ["transformers", "BertTokenizerFast"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderTiny"],
    }
