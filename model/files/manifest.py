"""emojismith.json: a model folder's metadata beyond diffusers' own files."""

import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_args

from model.errors import BadModel
from model.sketch.scene import STYLES
from model.solver import Solver

NAME = "emojismith.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The defaults are for a model without a manifest, such as Stable Diffusion v1.4.

    `image_size` is the resolution in pixels; None is the UNet's own. `strengths` are those of the
    default candidates, ascending. `receipt` records how the model was trained. Raises BadModel for
    invalid values.
    """

    image_size: int | None = None
    alpha: bool = False
    styles: tuple[str, ...] = STYLES
    steps: int = 20
    guidance: float = 7.5
    solver: Solver = "dpm++"
    strengths: tuple[float, ...] = (0.0, 0.6, 0.75, 0.9)
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
        data = read_json(path)
        if strange := set(data) - {f.name for f in fields(cls)}:
            raise BadModel(f"{path} has keys that are not known: {', '.join(sorted(strange))}.")
        lists = {key: tuple(value) for key, value in data.items() if isinstance(value, list)}
        try:
            return cls(**{**data, **lists})
        except TypeError as error:
            raise BadModel(f"{path} has a value of the wrong type: {error}.") from error


def read_json(path: Path) -> dict[str, Any]:
    """Read one JSON object. Raises BadModel if the file is missing or holds anything else."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadModel(f"The model folder lacks {path}: fetch the model again.") from error
    except ValueError as error:
        raise BadModel(f"{path} is damaged ({error}): fetch the model again.") from error
    if not isinstance(data, dict):
        raise BadModel(f"{path} is damaged: it should hold one JSON object.")
    return data
