"""The settings in config.toml, validated. Secrets are never among them."""

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain import BadSettings


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ModelSettings(_Section):
    """Which model paints."""

    path: str = "model/bundled"


class EmojiSettings(_Section):
    """What an emoji is asked for with, unless the person says otherwise."""

    style: str = "fluent"
    candidates: int = Field(default=4, ge=1, le=8)
    wildness: int = Field(default=50, ge=0, le=100)


class OutputSettings(_Section):
    """Where the command line writes."""

    folder: str = "generations"


class Settings(_Section):
    """All of config.toml."""

    model: ModelSettings = ModelSettings()
    emoji: EmojiSettings = EmojiSettings()
    output: OutputSettings = OutputSettings()


def read_settings(path: Path) -> Settings:
    """The settings in `path`. Raises BadSettings with the key's name and what is right."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(f"{path} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path} is not valid TOML: {error}.") from error
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        raise BadSettings(f"{path}: {_sentence(error.errors()[0], data)}") from error


def _sentence(error: Any, data: dict[str, Any]) -> str:
    *sections, key = (str(part) for part in error["loc"])
    name = ".".join((*sections, key))
    if error["type"] != "extra_forbidden":
        return f"{name}: {error['msg'][0].lower()}{error['msg'][1:]}."
    known = _keys(Settings, sections)
    near = get_close_matches(key, known, n=1)
    advice = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(known)}."
    return f"there is no setting {name!r}: {advice}"


def _keys(model: type[BaseModel], sections: list[str]) -> list[str]:
    for section in sections:
        inner = model.model_fields[section].annotation
        assert isinstance(inner, type)
        model = inner
    return list(model.model_fields)
