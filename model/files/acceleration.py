"""Few steps: a LoRA that is laid into the UNet's weights, and how it is painted with."""

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
"""Where a model folder has its own."""


@dataclass(frozen=True, slots=True)
class Acceleration:
    """Defaults are those of a LoRA that came without settings, such as LCM-LoRA (2311.05556).

    Its settings replace the manifest's, which are for the model without it. Raises BadModel.
    """

    folder: Path
    steps: int = 8
    guidance: float = 1.0
    solver: Solver = "lcm"

    @classmethod
    def of(cls, model: Path, wanted: str) -> Self | None:
        """The LoRA `wanted`, a folder or "hub:owner/name"; with "", the model's own if it has one.

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

    def quickened(self, manifest: Manifest) -> Manifest:
        """The manifest with these settings. Raises BadModel for some that make no sense."""
        try:
            return replace(manifest, steps=self.steps, guidance=self.guidance, solver=self.solver)
        except TypeError as error:
            raise BadModel(
                f"{self.folder / NAME} has a value of the wrong type: {error}."
            ) from error

    def merged(self, weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """The UNet's weights with the LoRA in them. Raises BadModel where it does not fit."""
        return merged(weights, self.folder)
