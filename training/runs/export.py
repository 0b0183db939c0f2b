"""Writes a trained UNet as a complete model folder."""

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
    """Write `folder`: the files of `source`, with this UNet in half precision and this manifest.

    `scheduler`, if given, replaces the source's scheduler config. A temporary folder is written and
    renamed, so an incomplete model is never used. Raises Unavailable if the disk is full.
    """
    merge_lora(unet)
    temporary = folder.with_name(f".making-{folder.name}")
    shutil.rmtree(temporary, ignore_errors=True)
    with writing(folder.parent):
        shutil.copytree(source, temporary, copy_function=_link, ignore=_ignored)
        save_half(unet, temporary / "unet")
        load_in_single(temporary)
        write_json(temporary / NAME, asdict(manifest))
        if scheduler is not None:
            (temporary / SCHEDULER).unlink()  # it may be a hard link to the source's file
            write_json(temporary / SCHEDULER, scheduler)
        shutil.rmtree(folder, ignore_errors=True)
        temporary.rename(folder)
    return folder


def _ignored(folder: str, names: list[str]) -> set[str]:
    """Files that are written anew, and hidden ones."""
    own = {"unet", NAME, "README.md"} if (Path(folder) / "model_index.json").exists() else set()
    return own | {name for name in names if name.startswith(".")}


def _link(source: str, target: str) -> None:
    """Hard-link the file, or copy it. Files in the hub's cache are symbolic links: resolve them."""
    real = os.path.realpath(source)
    try:
        os.link(real, target)
    except OSError:
        shutil.copyfile(real, target)
