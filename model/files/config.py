"""The JSON configs of a model's parts, read once into typed and bounded values."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from model.errors import BadModel

# The bounds are far above every known model. They keep a damaged config from allocating terabytes
# and from building layers for hours.
Width = Annotated[int, Field(strict=True, ge=1, le=1 << 14)]
"""Channels of a layer."""
Depth = Annotated[int, Field(strict=True, ge=1, le=64)]
"""Layers of one kind."""
Resolution = Annotated[int, Field(strict=True, ge=8, le=2048)]
"""Pixels along one axis."""
Vocabulary = Annotated[int, Field(strict=True, ge=1, le=1 << 20)]
Small = Annotated[float, Field(strict=True, gt=0, lt=1)]
"""A number between 0 and 1."""
Stages = Annotated[tuple[Width, ...], Field(min_length=1, max_length=8)]
"""Channels at each resolution."""

LARGEST = 1 << 26
"""Bytes of the largest JSON file that is read."""
SENTENCES = {
    "missing": "{key} is missing",
    "greater_than_equal": "{key} must be at least {ge}",
    "greater_than": "{key} must be more than {gt}",
    "less_than_equal": "{key} must be at most {le}",
    "less_than": "{key} must be less than {lt}",
    "too_short": "{key} needs at least {min_length} values",
    "too_long": "{key} has more than {max_length} values",
    "finite_number": "{key} must be finite",
    "value_error": "{error}",
}

Read = TypeVar("Read")


class Config(BaseModel):
    """Base class: the keys of a file that are used; its other keys are ignored.

    A field of type Literal is an option of which only these values are implemented.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def from_dict(cls, config: Mapping[str, Any]) -> Self:
        """Raises BadModel for a missing, invalid or unsupported value."""
        return parsed(cls, config)


class TransformerConfig(Config):
    """Base class: the width of a transformer, which its heads share evenly."""

    hidden_size: Width
    num_attention_heads: Depth

    @model_validator(mode="after")
    def _check_heads(self) -> Self:
        if self.hidden_size % self.num_attention_heads:
            raise ValueError("hidden_size must be a multiple of num_attention_heads")
        return self


def read_config(kind: type[Read], path: Path, form: str = "valid") -> Read:
    """Read a JSON file as a Config or a dataclass. Raises BadModel: "PATH is not FORM: ..."."""
    data = read_json(path)
    try:
        return parsed(kind, data)
    except Invalid as error:
        raise BadModel(f"{path} is not {form}: {error}") from error


class Invalid(BadModel):
    """A value of a config is missing, invalid or unsupported."""


def parsed(kind: type[Read], data: Mapping[str, Any]) -> Read:
    """A Config, or a dataclass, from plain data. Raises Invalid."""
    if is_dataclass(kind) and (strange := set(data) - {field.name for field in fields(kind)}):
        raise Invalid(f"it has keys that are not known: {', '.join(sorted(strange))}.")
    try:
        return TypeAdapter(kind).validate_python(dict(data))
    except ValidationError as error:
        raise Invalid(f"{_sentence(error.errors()[0])}.") from error


def read_json(path: Path) -> dict[str, Any]:
    """Read one JSON object. Raises BadModel if the file is missing or holds anything else."""
    if not path.is_file():
        raise BadModel(f"The model folder lacks {path}: fetch the model again.")
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("it is too large")
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadModel(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BadModel(f"{path} is damaged ({error}): fetch the model again.") from error
    if not isinstance(data, dict):
        raise BadModel(f"{path} is damaged: it should hold one JSON object.")
    return data


def _sentence(error: Mapping[str, Any]) -> str:
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "literal_error":
        allowed = error["ctx"]["expected"]
        if " or " in allowed:
            names = allowed.replace(" or ", ", ").replace("'", "")
            return f"{key} must be one of {names}, not {error['input']!r:.40}"
        return f"{key} is {error['input']!r:.40}: only {allowed} can be run"
    known = SENTENCES.get(error["type"], "{key} has a value of the wrong type")
    return known.format(key=key, **error.get("ctx", {}))
