"""Painting in few denoising steps: a LoRA merged into the UNet's weights, with its settings."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Self

from torch import Tensor

from model.errors import BadModel
from model.files.folders import find
from model.files.lora import NAME as WEIGHTS
from model.files.lora import merged
from model.files.manifest import NAME, Manifest, read_json
from model.solver import Solver

FOLDER = "acceleration"
"""The subfolder of a model folder that holds its own."""


@dataclass(frozen=True, slots=True)
class Acceleration:
    """The defaults are for a LoRA without settings, such as LCM-LoRA (arXiv:2311.05556).

    They replace the manifest's settings, which are for the model without the LoRA.
    """

    folder: Path
    steps: int = 8
    guidance: float = 1.0
    solver: Solver = "lcm"

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
        settings = read_json(path) if path.exists() else {}
        known = {field.name for field in fields(cls)} - {"folder"}
        if strange := set(settings) - known:
            raise BadModel(f"{path} has keys that are not known: {', '.join(sorted(strange))}.")
        return cls(folder, **settings)

    def override(self, manifest: Manifest) -> Manifest:
        """The manifest with these settings. Raises BadModel for invalid ones."""
        try:
            return replace(manifest, steps=self.steps, guidance=self.guidance, solver=self.solver)
        except TypeError as error:
            raise BadModel(
                f"{self.folder / NAME} has a value of the wrong type: {error}."
            ) from error

    def merged(self, weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """The UNet's weights with the LoRA merged. Raises BadModel if it does not fit."""
        return merged(weights, self.folder)
