"""Low-rank adapters (LoRA, arXiv:2106.09685) in the formats of diffusers and kohya's scripts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from torch import Tensor

from model.errors import BadModel
from model.files.folders import HUB, find
from model.files.weights import read_file

NAME = "pytorch_lora_weights.safetensors"
SUFFIX = ".safetensors"
PAIRS = (("lora_A.weight", "lora_B.weight"), ("lora_down.weight", "lora_up.weight"))


@dataclass(frozen=True, slots=True)
class Lora:
    """A LoRA that a recipe may name, as the settings describe it.

    `path` is a file, a folder, "hub:owner/name" or "hub:owner/name/FILE", each on the hub with an
    optional "@revision". `weight` is 0 (no effect) to 1.
    """

    name: str
    path: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class LoraFile:
    """The file of a LoRA, and the SHA-256 of its content: 64 hex digits."""

    lora: Lora
    path: Path
    digest: str

    @classmethod
    def find(cls, lora: Lora) -> Self:
        """Find it, on the hub if its path says so.

        Raises BadModel if there is no such file, or Unavailable if the hub is out of reach.
        """
        path = _found(lora)
        try:
            with path.open("rb") as file:
                return cls(lora, path, hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise BadModel(f"The LoRA {lora.name} cannot be read ({error.strerror}).") from error

    def read(self) -> dict[str, Tensor]:
        """Its tensors by name. Raises BadModel if it is damaged or no LoRA."""
        tensors = read_file(self.path)
        if not any("lora" in name.casefold() for name in tensors):
            raise BadModel(f"The LoRA {self.lora.name} is none: {self.path} has other weights.")
        for name, tensor in tensors.items():
            if tensor.is_floating_point() and not tensor.isfinite().all():
                raise BadModel(f"The LoRA {self.lora.name} is damaged: {name} is not finite.")
        return tensors

    def __str__(self) -> str:
        return f"{self.lora.name} {self.digest[:12]} at {self.lora.weight:g}"


def _found(lora: Lora) -> Path:
    """The file of a LoRA."""
    path = lora.path
    if path.endswith(SUFFIX) and not path.startswith(HUB):
        file = Path(path).expanduser()
        if not file.is_file():
            raise BadModel(f"The LoRA {lora.name} is missing: there is no file {path}.")
        return file
    repository, wanted = _split(path)
    try:
        folder = find(repository, (wanted or f"*{SUFFIX}",))
    except BadModel as error:
        raise BadModel(f"The LoRA {lora.name} is missing: {error}") from error
    files = [folder / wanted] if wanted else sorted(folder.glob(f"*{SUFFIX}"))
    named = [file for file in files if file.name == NAME] or files
    if len(named) != 1 or not named[0].is_file():
        found = ", ".join(file.name for file in named if file.is_file()) or f"no {SUFFIX} file"
        raise BadModel(f"The LoRA {lora.name} needs the name of its file: {path} has {found}.")
    return named[0]


def _split(path: str) -> tuple[str, str]:
    """The repository, with its revision, and the file in it: "" if the path names none."""
    if not path.startswith(HUB):
        return path, ""
    name, _, revision = path.removeprefix(HUB).partition("@")
    parts = name.split("/", 2)
    repository = HUB + "/".join(parts[:2]) + (f"@{revision}" if revision else "")
    return repository, parts[2] if len(parts) > 2 else ""


def merged(weights: Mapping[str, Tensor], folder: Path) -> dict[str, Tensor]:
    """A UNet's weights, by diffusers' names, with the adapter in `folder` added: W + a/r B A.

    a is the file's alpha, or the rank r if it has none. Changed weights become float32. Raises
    BadModel if a part of the adapter matches none of the weights.
    """
    path = folder / NAME
    if not path.is_file():
        raise BadModel(f"{folder} has no {NAME}: fetch the LoRA again.")
    adapter = read_file(path)
    together = dict(weights)
    for name, weight in weights.items():
        for known_as in names_of("unet", name.removesuffix(".weight")):
            try:
                found = take_pair(adapter, known_as, path)
                delta = None if found is None else found[0] @ found[1]
            except (IndexError, RuntimeError, ValueError) as error:
                raise BadModel(
                    f"{path} is damaged: the matrices of {known_as} do not fit."
                ) from error
            if delta is not None:
                if delta.numel() != weight.numel():
                    raise BadModel(f"{path} is for another model: its {known_as} does not fit.")
                if not bool(delta.isfinite().all()):
                    raise BadModel(f"{path} is damaged: its {known_as} is not finite.")
                together[name] = weight.float() + delta.view_as(weight)
    if adapter:
        raise BadModel(f"{path} is for another model: this one has no {min(adapter)}.")
    return together


def names_of(part: str, layer: str) -> tuple[str, ...]:
    """What diffusers and kohya's scripts call a layer of "unet" or "text_encoder" in a LoRA."""
    kohya = {"unet": "lora_unet", "text_encoder": "lora_te"}[part]
    return f"{part}.{layer}", f"{kohya}_{layer.replace('.', '_')}"


def take_pair(
    adapter: dict[str, Tensor], layer: str, source: Path | str
) -> tuple[Tensor, Tensor] | None:
    """A layer's matrices, up [out, rank] times alpha / rank and down [rank, in ...]; None if it has
    none. Removes its tensors from the adapter; `source` names it in errors."""
    found = next((pair for pair in PAIRS if f"{layer}.{pair[0]}" in adapter), None)
    if found is None:
        return None
    if f"{layer}.{found[1]}" not in adapter:
        raise BadModel(f"{source} is damaged: {layer} has only one of its two matrices.")
    down, up = (adapter.pop(f"{layer}.{part}").float().flatten(1) for part in found)
    alpha = adapter.pop(f"{layer}.alpha", None)
    scale = 1.0 if alpha is None else float(alpha) / len(down)
    return scale * up, down
