"""A trained UNet as a whole model folder beside the one that it started from."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from diffusers import UNet2DConditionModel

from model.files.manifest import NAME, Manifest
from training.diffusion.lora import merge_lora
from training.half_precision import load_in_single, save_half
from training.paths import write_json, writing

SCHEDULER = "scheduler/scheduler_config.json"


def write_model(
    source: Path,
    unet: UNet2DConditionModel,
    manifest: Manifest,
    folder: Path,
    scheduler: Mapping[str, Any] | None = None,
) -> Path:
    """Write `folder`: the source's files, but this UNet in half precision and this manifest.

    `scheduler` replaces the source's. The folder is made beside and renamed, so that a half-made
    model is never taken for whole. Raises Unavailable when the disk is full.
    """
    merge_lora(unet)
    making = folder.with_name(f".making-{folder.name}")
    shutil.rmtree(making, ignore_errors=True)
    with writing(folder.parent):
        shutil.copytree(source, making, copy_function=_linked, ignore=_left_out)
        save_half(unet, making / "unet")
        load_in_single(making)
        write_json(making / NAME, asdict(manifest))
        if scheduler is not None:
            (making / SCHEDULER).unlink()  # its bytes may be the source's as well
            write_json(making / SCHEDULER, scheduler)
        shutil.rmtree(folder, ignore_errors=True)
        making.rename(folder)
    return folder


def _left_out(folder: str, names: list[str]) -> set[str]:
    """What the new model has of its own, and what belongs to nobody."""
    own = {"unet", NAME, "README.md"} if (Path(folder) / "model_index.json").exists() else set()
    return own | {name for name in names if name.startswith(".")}


def _linked(source: str, target: str) -> None:
    """The same bytes once on the disk where it can be; what a hub fetched are links themselves."""
    real = os.path.realpath(source)
    try:
        os.link(real, target)
    except OSError:
        shutil.copyfile(real, target)
