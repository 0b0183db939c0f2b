"""What every loaded model has in common, whichever library denoises with it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch

from model.errors import BadRequest
from model.files.lora import LoraFile
from model.files.manifest import Manifest
from model.nets.text import TextEncoder


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LoadedModel:
    """What reading, judging and receipts need of a model.

    `words` embeds prompts for reading and ranking: the model's own text encoder if that is a
    sentence encoder, else the bundled one. `digest` is the SHA-256 of the weight files in `folder`,
    64 hex digits, and `extras` that of the extras', "" without any. `precision` is that of the
    large networks. `loras` are the LoRAs that a recipe may name.
    """

    folder: Path
    manifest: Manifest
    words: TextEncoder
    digest: str
    extras: str
    device: torch.device
    precision: torch.dtype
    loras: Mapping[str, LoraFile] = field(default_factory=dict)

    @property
    def resolution(self) -> int:
        """Height and width of a picture, pixels."""
        raise NotImplementedError

    @property
    def pipeline_name(self) -> str:
        """What denoises, for receipts."""
        raise NotImplementedError

    @property
    def solver(self) -> str:
        """What takes the denoising steps, for receipts."""
        raise NotImplementedError

    def now(self) -> float:
        """Seconds of a clock, read after the device has finished all queued work."""
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
        return time.perf_counter()

    def check_lora(self, name: str) -> None:
        """Raises BadRequest if there is no LoRA of this name; "" is none."""
        if name and name not in self.loras:
            raise BadRequest(
                "There is no LoRA {name}: choose one of {known}.",
                name=repr(name),
                known=", ".join(self.loras) or "none",
            )
