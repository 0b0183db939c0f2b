"""Weight files: safetensors only, with a clear error for each way they can be broken."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from model.errors import BadModel
from model.files.config import read_json

NAMES = ("diffusion_pytorch_model", "model")
DECIDING = (".safetensors", ".json", ".txt", ".xz")
"""Suffixes of the files in a model folder that decide what is painted."""
VARIANTS = ("", ".fp16")
SHARD = "-00001-of-"
"""In the name of the first file of weights that are too large for one."""
MANIFEST, RECORDS = "emojismith.json", ("receipt", "licence", "attribution")
"""The manifest, and its keys that decide nothing."""
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
# Names of the autoencoder's attention layers at the time of Stable Diffusion v1.
OLD_NAMES = {
    ".query.": ".to_q.",
    ".key.": ".to_k.",
    ".value.": ".to_v.",
    ".proj_attn.": ".to_out.0.",
}

Module = TypeVar("Module", bound=nn.Module)


def weight_file(folder: Path) -> Path:
    """The safetensors file of one part of a model. Raises BadModel if there is none."""
    for variant in VARIANTS:
        for name in NAMES:
            if (path := folder / f"{name}{variant}.safetensors").is_file():
                return path
    if shards := sorted(folder.glob(f"*{SHARD}*.safetensors")):
        return shards[0]
    if any(folder.glob("*.bin")):
        raise BadModel(f"{folder} has no safetensors file; other formats cannot be read.")
    raise BadModel(f"The weights are missing from {folder}: fetch the model again.")


def variant_of(folder: Path) -> str | None:
    """What diffusers and transformers call the weights of a part: "fp16", or None. BadModel."""
    return weight_file(folder).stem.rpartition(".fp16")[1].removeprefix(".") or None


def read_weights(folder: Path) -> dict[str, Tensor]:
    """The tensors of one part of a model, by name. Raises BadModel if they cannot be read."""
    return read_file(weight_file(folder))


def read_file(path: Path) -> dict[str, Tensor]:
    """The tensors in one file, by name. Raises BadModel if they cannot be read."""
    try:
        with path.open("rb") as file:
            if file.read(len(LFS_POINTER)) == LFS_POINTER:
                raise BadModel(
                    f"{path} is a Git LFS pointer and not the weights: run `git lfs pull` there."
                )
        return load_file(path)
    except (SafetensorError, OSError, KeyError, RuntimeError, ValueError) as error:
        first = str(error).partition("\n")[0]
        raise BadModel(f"{path} is damaged ({first}): fetch the model again.") from error


def fill(
    module: Module,
    folder: Path,
    dtype: torch.dtype,
    device: torch.device,
    layout: torch.memory_format = torch.channels_last,
) -> Module:
    """Load the weights in `folder` into a module on the meta device, ready for inference.

    `layout` is the memory format of its convolutions. Raises BadModel.
    """
    return load_into(module, read_weights(folder), folder, dtype, device, layout)


def load_into(
    module: Module,
    weights: Mapping[str, Tensor],
    folder: Path,
    dtype: torch.dtype,
    device: torch.device,
    layout: torch.memory_format = torch.channels_last,
) -> Module:
    """The same as `fill` with weights, by name, already read from `folder`."""
    weights = {_modern(name): tensor for name, tensor in weights.items()}
    try:
        missing, strange = module.load_state_dict(weights, strict=False, assign=True)
    except RuntimeError as error:
        first = str(error).splitlines()[-1].strip().rstrip(".")
        raise BadModel(f"The weights in {folder} do not fit its config.json: {first}.") from error
    # A BERT checkpoint also has a pooler and old position ids, which are not used.
    strange = [name for name in strange if "pooler" not in name and "position_ids" not in name]
    if missing or strange:
        names = ", ".join((*missing, *strange)[:3])
        raise BadModel(f"The weights in {folder} do not fit its config.json: {names}.")
    for name, tensor in module.named_parameters():
        if not tensor.isfinite().all():
            raise BadModel(f"{name} in {folder} is not finite: this model cannot be used.")
    module.requires_grad_(False).eval()
    if any(t.ndim == 4 for t in weights.values()):
        return module.to(device, dtype, memory_format=layout)  # type: ignore[call-overload,no-any-return]
    return module.to(device, dtype)


def _modern(name: str) -> str:
    if "attentions" in name:
        for old, new in OLD_NAMES.items():
            name = name.replace(old, new)
    return name


def digest(*folders: Path) -> str:
    """SHA-256 over everything in the folders that decides what is painted: 64 hex digits.

    These are weights, configs, tokenizers and the parts library, sorted by name, but not the record
    of the training in emojismith.json.
    """
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if path.suffix not in DECIDING or str(name).startswith(".") or not path.is_file():
                continue
            total.update(name.as_posix().encode())
            total.update(_digest_of(path))
    return total.hexdigest()


def _digest_of(path: Path) -> bytes:
    if path.name == MANIFEST:
        settings = {k: v for k, v in read_json(path).items() if k not in RECORDS}
        return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).digest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def save(module: nn.Module, path: Path, dtype: torch.dtype) -> None:
    """Write a module's weights as safetensors in a precision; creates the folder."""
    from safetensors.torch import save_file

    tensors: Mapping[str, Tensor] = module.state_dict()
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: t.detach().to("cpu", dtype).contiguous() for name, t in tensors.items()}, path)
