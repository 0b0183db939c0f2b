"""The settings in config.toml, validated. Secrets are never among them."""

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain import BadSettings


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ModelSettings(_Section):
    """Which model paints; `follow`: or the one that training promoted in its place.

    `acceleration` and `decoder` are what stands beside it, "" where there is nothing.
    """

    path: str = "model/bundled"
    follow: bool = True
    acceleration: str = ""
    decoder: str = ""


class AbSettings(_Section):
    """Weights that paint a share of the requests on trial; none where `model` is empty."""

    model: str = ""
    share: float = Field(default=0.0, ge=0, le=1)


class EmojiSettings(_Section):
    """What an emoji is asked for with, unless the person says otherwise."""

    style: str = "fluent"
    candidates: int = Field(default=4, ge=1, le=8)
    wildness: int = Field(default=50, ge=0, le=100)


class OutputSettings(_Section):
    """Where the command line writes."""

    folder: str = "generations"


class DatabaseSettings(_Section):
    """What is kept, where and for how long."""

    path: str = "emojismith.db"
    picture_days: int = Field(default=365, ge=1)
    audit_days: int = Field(default=30, ge=1)


class QueueSettings(_Section):
    """How many requests may wait, and how long stopping may take."""

    per_person: int = Field(default=5, ge=1)
    in_all: int = Field(default=500, ge=1)
    stop_seconds: float = Field(default=10.0, gt=0)


class Quota(_Section):
    """How much one person may ask for."""

    burst: int = Field(default=10, ge=0)
    per_hour: float = Field(default=30.0, gt=0)
    per_day: int = Field(default=100, ge=0)


class LimitSettings(Quota):
    """The quota of everybody, and the ones that replace it for a space or a role in it.

    Keys are "discord:SERVER", "discord:role:ROLE" or "telegram:CHAT".
    """

    overrides: dict[str, Quota] = {}


class ModerationSettings(_Section):
    """What may not be asked for, beside the list that ships."""

    languages: list[str] = ["english"]
    refuse: list[str] = []
    allow: list[str] = []
    spaces: dict[str, list[str]] = {}


class VoteSettings(_Section):
    """What reactions mean, and whose votes may train."""

    up: list[str] = ["👍", "❤", "❤️", "🔥", "😍", "🎉", "💯"]
    down: list[str] = ["👎", "💩", "🤮"]
    consent: Literal["ask", "opt-out"] = "ask"


class AdminSettings(_Section):
    """Who may use the operator's commands, as "discord:ID" or "telegram:ID"."""

    people: list[str] = []


class DiscordSettings(_Section):
    """The Discord adapter; its token is DISCORD_TOKEN in the environment."""

    enabled: bool = True
    application_emoji: bool = False


class TelegramSettings(_Section):
    """The Telegram adapter; its token is TELEGRAM_TOKEN in the environment."""

    enabled: bool = True


class WebSettings(_Section):
    """The page; elsewhere than on loopback it needs OPERATOR_TOKEN in the environment.

    `hosts` are further names that the page is reached by; port 0 is any that is free.
    """

    enabled: bool = True
    host: str = "127.0.0.1"
    port: int = Field(default=8766, ge=0, le=65535)
    hosts: list[str] = []


class MonitorSettings(_Section):
    """Health and metrics over HTTP on loopback; port 0 is none."""

    port: int = Field(default=0, ge=0, le=65535)


class LogSettings(_Section):
    """How much is logged; prompts only at "debug"."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(_Section):
    """All of config.toml. `training` is read and validated by training alone."""

    model: ModelSettings = ModelSettings()
    ab: AbSettings = AbSettings()
    training: dict[str, Any] = {}
    emoji: EmojiSettings = EmojiSettings()
    output: OutputSettings = OutputSettings()
    database: DatabaseSettings = DatabaseSettings()
    queue: QueueSettings = QueueSettings()
    limits: LimitSettings = LimitSettings()
    moderation: ModerationSettings = ModerationSettings()
    votes: VoteSettings = VoteSettings()
    admins: AdminSettings = AdminSettings()
    discord: DiscordSettings = DiscordSettings()
    telegram: TelegramSettings = TelegramSettings()
    web: WebSettings = WebSettings()
    monitor: MonitorSettings = MonitorSettings()
    log: LogSettings = LogSettings()


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
        raise BadSettings(f"{path}: {_sentence(error.errors()[0])}") from error


def _sentence(error: Any) -> str:
    *sections, key = (str(part) for part in error["loc"])
    name = ".".join((*sections, key))
    if error["type"] != "extra_forbidden":
        return f"{name}: {error['msg'][0].lower()}{error['msg'][1:]}."
    known = _keys(Settings, sections)
    near = get_close_matches(key, known, n=1)
    advice = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(known)}."
    return f"there is no setting {name!r}: {advice}"


def _keys(model: type[BaseModel], sections: list[str]) -> list[str]:
    """The settings of a section; a table of sections by free names is walked through."""
    for section in sections:
        if section not in model.model_fields:
            continue
        inner = model.model_fields[section].annotation
        model = get_args(inner)[1] if get_origin(inner) is dict else inner  # type: ignore[assignment]
    return list(model.model_fields)
