"""emojismith.json: a model folder's metadata beyond diffusers' own files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import Field

from model.errors import BadModel
from model.files.config import Resolution, read_config
from model.sketch.scene import STYLES
from model.solver import Solver

NAME = "emojismith.json"

Steps = Annotated[int, Field(strict=True, ge=1, le=200)]
Guidance = Annotated[float, Field(strict=True, ge=1, le=100)]
Strength = Annotated[float, Field(strict=True, ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The defaults are for a model without a manifest, such as Stable Diffusion v1.4.

    `image_size` is the resolution in pixels; None is the UNet's own. `strengths` are those of the
    default candidates, ascending. `receipt` records how the model was trained. Raises BadModel for
    invalid values.
    """

    image_size: Resolution | None = None
    alpha: Annotated[bool, Field(strict=True)] = False
    styles: tuple[str, ...] = STYLES
    steps: Steps = 20
    guidance: Guidance = 7.5
    solver: Solver = "dpm++"
    strengths: Annotated[tuple[Strength, ...], Field(max_length=64)] = (0.0, 0.6, 0.75, 0.9)
    licence: str = ""
    attribution: str = ""
    receipt: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bounded = [0, *self.strengths, 1]
        if not self.strengths or bounded != sorted(bounded):
            raise BadModel(f"{NAME}: strengths must rise from 0 to at most 1.")
        if self.steps < 1 or self.guidance < 1:
            raise BadModel(f"{NAME}: steps and guidance must be at least 1.")
        if self.solver not in get_args(Solver):
            known = ", ".join(get_args(Solver))
            raise BadModel(f"{NAME}: solver must be one of {known}, not {self.solver!r}.")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest in a model folder, or the defaults if it has none. Raises BadModel."""
        path = folder / NAME
        if not path.exists():
            return cls()
        return read_config(cls, path)
