"""Writes a trained UNet as a complete model folder."""

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from diffusers import UNet2DConditionModel

from model.files.durable import sync, sync_tree
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
        shutil.copytree(source, temporary, copy_function=_copied, ignore=_ignored(source))
        save_half(unet, temporary / "unet")
        load_in_single(temporary)
        write_json(temporary / NAME, asdict(manifest))
        if scheduler is not None:
            write_json(temporary / SCHEDULER, scheduler)
        sync_tree(temporary)
        shutil.rmtree(folder, ignore_errors=True)
        temporary.rename(folder)
        sync(folder.parent)
    return folder


def _ignored(source: Path) -> Callable[[str, list[str]], set[str]]:
    """Leaves out the files of `source` that are written anew, and hidden files anywhere."""

    def ignored(folder: str, names: list[str]) -> set[str]:
        own = {"unet", NAME, "README.md"} if Path(folder) == source else set()
        return own | {name for name in names if name.startswith(".")}

    return ignored


def _copied(source: str, target: str) -> None:
    """Hard-link a weight file, which is never changed afterwards, and copy any other file.

    Files in the hub's cache are symbolic links: resolve them.
    """
    real = os.path.realpath(source)
    if source.endswith(".safetensors"):
        with suppress(OSError):
            os.link(real, target)
            return
    shutil.copyfile(real, target)
