"""Painting in few denoising steps: a LoRA merged into the UNet's weights, with its settings."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from torch import Tensor

from model.files.config import read_config
from model.files.folders import find
from model.files.lora import NAME as WEIGHTS
from model.files.lora import merged
from model.files.manifest import NAME, Guidance, Manifest, Steps
from model.solver import Solver

FOLDER = "acceleration"
"""The subfolder of a model folder that holds its own."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The defaults are for a LoRA without settings, such as LCM-LoRA (arXiv:2311.05556).

    They replace the manifest's settings, which are for the model without the LoRA.
    """

    steps: Steps = 8
    guidance: Guidance = 1.0
    solver: Solver = "lcm"


@dataclass(frozen=True, slots=True)
class Acceleration:
    """The folder of a LoRA, and its settings."""

    folder: Path
    settings: Settings

    @classmethod
    def of(cls, model: Path, wanted: str) -> Self | None:
        """The LoRA `wanted`, a folder or "hub:owner/name"; "" means the model's own, if it has one.

        Raises BadModel, or Unavailable if the hub is out of reach.
        """
        if not wanted:
            own = model / FOLDER
            return cls._read(own) if own.is_dir() else None
        return cls._read(find(wanted, (WEIGHTS, NAME)))

    @classmethod
    def _read(cls, folder: Path) -> Self:
        path = folder / NAME
        settings = read_config(Settings, path) if path.exists() else Settings()
        return cls(folder, settings)

    def override(self, manifest: Manifest) -> Manifest:
        """The manifest with these settings."""
        return replace(manifest, **asdict(self.settings))

    def merged(self, weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """The UNet's weights with the LoRA merged. Raises BadModel if it does not fit."""
        return merged(weights, self.folder)
