"""Loads a model into diffusers' pipelines, with its LoRAs, placed by the memory that is there."""

import contextlib
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from model.auto.defaults import default_resolution, manifest_of
from model.auto.loras import load_loras
from model.auto.placement import Placement, free_memory, place
from model.auto.sizes import check_sizes, tensor_sizes
from model.errors import BadModel, EmojismithError
from model.files.config import read_json
from model.files.folders import BUNDLED, INDEX
from model.files.lora import LoraFile
from model.files.weights import digest
from model.image.safety import FOLDER as CHECKER
from model.library_logs import quiet
from model.loaded import LoadedModel
from model.nets.text import TextEncoder
from model.pipeline import Extras, precision


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AutoModel(LoadedModel):
    """diffusers' pipelines of one model.

    `image_to_image` starts from a sketch, None if the model has no such pipeline; both share their
    networks. `placement` says where these are. `emoji` is True if the model was trained on this
    project's captions.
    """

    text_to_image: Any
    image_to_image: Any
    placement: Placement
    emoji: bool

    @property
    def resolution(self) -> int:
        """Height and width of a picture, pixels."""
        return self.manifest.image_size or default_resolution(self.text_to_image)

    @property
    def pipeline_name(self) -> str:
        """The class of diffusers."""
        return type(self.text_to_image).__name__

    @property
    def solver(self) -> str:
        """The class of the pipeline's scheduler."""
        return type(self.text_to_image.scheduler).__name__

    def takes(self, argument: str, pipe: Any) -> bool:
        """Whether a pipeline has an argument of this name."""
        return argument in inspect.signature(pipe.__call__).parameters


def open_auto(folder: Path, name: str, device: torch.device, extras: Extras) -> AutoModel:
    """Open a model folder that diffusers' AutoPipelineForText2Image knows.

    Raises BadModel, or Unavailable if it does not fit into the memory.
    """
    index = read_json(folder / INDEX)
    if extras.acceleration or extras.decoder:
        raise BadModel(
            f"{name} is painted by diffusers, which takes no acceleration and no decoder from the "
            "settings: leave them out, or name the LoRA in [loras]."
        )
    loras = {lora.name: LoraFile.find(lora) for lora in extras.loras}
    with _as_bad_model(name):
        files = weight_files(folder, index)
        sizes = {part: tensor_sizes(paths) for part, paths in files.items()}
        check_sizes(folder, index, sizes)
        parts = {part: sum(tensors) for part, tensors in sizes.items()}
        placement = place(name, parts, free_memory(device), precision(device))
        text_to_image = _text_to_image(folder, index, placement.precision)
        image_to_image = _image_to_image(text_to_image)
        load_loras(text_to_image, loras.values())
        _settle(text_to_image, placement, device)
        if image_to_image is not None:
            image_to_image.set_progress_bar_config(disable=True)
    call = inspect.signature(text_to_image.__call__).parameters
    defaults = {key: parameter.default for key, parameter in call.items()}
    manifest = extras.override(manifest_of(folder, name, index, defaults))
    return AutoModel(
        folder=folder,
        manifest=manifest,
        words=TextEncoder.open(BUNDLED),
        digest=digest(folder),
        extras="",
        device=device,
        precision=placement.precision,
        loras=loras,
        text_to_image=text_to_image,
        image_to_image=image_to_image,
        placement=placement,
        emoji=bool(manifest.receipt),
    )


def weight_files(folder: Path, index: Mapping[str, Any]) -> dict[str, list[Path]]:
    """The weight files of each part in the index, of one variant. Raises BadModel without any."""
    found, variant = {}, variant_of(folder)
    for part, kind in index.items():
        if isinstance(kind, list) and kind[0] is not None and part != CHECKER:
            files = sorted((folder / part).glob("*.safetensors"))
            chosen = [file for file in files if (f".{variant}." in file.name) == bool(variant)]
            if chosen:
                found[part] = chosen
    if not found:
        raise BadModel(f"{folder} has no safetensors weights; other formats cannot be read.")
    return found


def variant_of(folder: Path) -> str | None:
    """ "fp16" if the folder has no other weights, else None."""
    files = list(folder.glob("*/*.safetensors"))
    return "fp16" if files and all(".fp16." in file.name for file in files) else None


def _text_to_image(folder: Path, index: Mapping[str, Any], dtype: torch.dtype) -> Any:
    from diffusers import AutoPipelineForText2Image

    # This project's own safety check sees each picture; the pipeline's would blacken it.
    unchecked = {CHECKER: None, "requires_safety_checker": False} if CHECKER in index else {}
    return AutoPipelineForText2Image.from_pretrained(
        folder,
        torch_dtype=dtype,
        variant=variant_of(folder),
        use_safetensors=True,
        local_files_only=True,
        **unchecked,
    )


def _image_to_image(text_to_image: Any) -> Any:
    """The pipeline that starts from a picture, None if diffusers has none for this model."""
    from diffusers import AutoPipelineForImage2Image

    try:
        return AutoPipelineForImage2Image.from_pipe(text_to_image)
    except ValueError:
        return None


def _settle(pipe: Any, placement: Placement, device: torch.device) -> None:
    """Put a pipeline's networks where the placement says; other pipelines share them."""
    pipe.set_progress_bar_config(disable=True)
    if placement.offload == "none":
        pipe.to(device)
    elif placement.offload == "model":
        pipe.enable_model_cpu_offload(device=device)
    else:
        pipe.enable_sequential_cpu_offload(device=device)


@contextlib.contextmanager
def _as_bad_model(name: str) -> Iterator[None]:
    """Turn the libraries' errors, which are of many kinds, into one sentence."""
    try:
        with quiet():
            yield
    except EmojismithError:
        raise
    except Exception as error:
        first = (str(error).strip() or type(error).__name__).partition("\n")[0][:200]
        raise BadModel(f"{name} cannot be opened by diffusers: {first}") from error
