"""The settings in config.toml, validated. Secrets are never among them."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, Self, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.domain import CANDIDATES, WILDNESS, BadSettings, LoraStyle
from bot.settings.value_types import (
    MOST,
    MOST_REPLICAS,
    MOST_SECONDS,
    ActorKey,
    ClientName,
    ClusterAddress,
    Count,
    CountOrNone,
    Days,
    HostName,
    LoraName,
    NetworkText,
    OptionalPathText,
    PathText,
    QuotaKey,
    ServerUrl,
    SpaceKey,
    Word,
    is_loopback,
)

DEFAULTS = (Path("config.toml"), Path(__file__).parents[2] / "config.toml")
"""Where settings are looked for: in the working directory, then in the checkout."""
RENAMED = {"queue.in_all": "queue.total"}
"""Old names of settings -> new ones."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class ModelSettings(_Section):
    """Which model paints, with an optional LoRA for few steps and an optional small decoder.

    Each is a folder, "hub:owner/name" or "hub:owner/name@revision"; `path` may be "bundled".
    With `follow`, a model that training promoted over `path` paints in its place. `steps` and
    `guidance` replace the model's defaults; 0 keeps them.
    """

    path: PathText = "bundled"
    follow: bool = True
    acceleration: OptionalPathText = ""
    decoder: OptionalPathText = ""
    steps: int = Field(default=0, ge=0, le=200)
    guidance: float = Field(default=0.0, ge=0, le=100)

    @model_validator(mode="after")
    def _check_guidance(self) -> Self:
        if 0 < self.guidance < 1:
            raise ValueError("guidance is 0 for the model's own, or at least 1 (1 is none)")
        return self


class LoraSettings(_Section):
    """A LoRA that is offered as a style: a path, or a table.

    `path` is a file, a folder, "hub:owner/name" or "hub:owner/name/FILE"; `sketch` is the style of
    the sketches, "" for the default one. `only` limits it to people and roles; empty is everybody.
    """

    path: PathText
    weight: float = Field(default=1.0, ge=0, le=1)
    sketch: str = ""
    only: list[ActorKey] = []

    @model_validator(mode="before")
    @classmethod
    def _from_path(cls, value: Any) -> Any:
        return {"path": value} if isinstance(value, str) else value


class AbSettings(_Section):
    """A second model to compare: it paints a share of the requests. None if `model` is empty."""

    model: OptionalPathText = ""
    share: float = Field(default=0.0, ge=0, le=1)

    @model_validator(mode="after")
    def _check_share(self) -> Self:
        if self.share and not self.model:
            raise ValueError("share is set without a model: name one, or set share to 0.0")
        return self


class ReplicaRange(_Section):
    """The least and most replicas; their number follows the load. A number is both."""

    @model_validator(mode="before")
    @classmethod
    def _read_number(cls, value: object) -> object:
        if type(value) is int:
            return {"min": value, "max": value}
        if isinstance(value, dict):
            return value
        raise ValueError("write a number, or { min = 1, max = 4 }")

    min: int = Field(ge=1, le=MOST_REPLICAS)
    max: int = Field(ge=1, le=MOST_REPLICAS)

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.min > self.max:
            raise ValueError("min is greater than max: exchange them")
        return self


class EngineSettings(_Section):
    """Where the model paints: in this process, or in replicas in a Ray cluster."""

    backend: Literal["local", "ray"] = "local"
    address: ClusterAddress = "auto"
    replicas: ReplicaRange = ReplicaRange(min=1, max=1)


class EmojiSettings(_Section):
    """Defaults of a request."""

    style: str = "fluent"
    candidates: int = Field(default=4, ge=CANDIDATES[0], le=CANDIDATES[-1])
    wildness: int = Field(default=50, ge=WILDNESS[0], le=WILDNESS[-1])


class ReaderSettings(_Section):
    """A language model that reads prompts, on an OpenAI-compatible server; "" for none.

    The server's key, if it needs one, is READER_API_KEY in the environment.
    """

    llm_url: ServerUrl = ""
    llm_model: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def _check_model(self) -> Self:
        if self.llm_url and not self.llm_model.strip():
            raise ValueError(
                'llm_url is set without a model: name one, such as llm_model = "qwen3"'
            )
        return self

    @property
    def host(self) -> str:
        """The server's host; "" if there is none."""
        return urlsplit(self.llm_url).hostname or ""

    @property
    def is_remote(self) -> bool:
        """Whether prompts leave this machine."""
        return bool(self.host) and not is_loopback(self.host)

    @property
    def warning(self) -> str:
        """What the operator should know about the connection; "" if it is safe."""
        if not self.is_remote or self.llm_url.startswith("https://"):
            return ""
        return (
            f"reader.llm_url is not encrypted: others can read prompts and READER_API_KEY on the "
            f"way to {self.host}. Use https."
        )


class OutputSettings(_Section):
    """Where `emoji` on the command line writes."""

    folder: PathText = "generations"


class DatabaseSettings(_Section):
    """Where the database is, and how many days it keeps pictures and refused prompts."""

    path: PathText = "emojismith.db"
    picture_days: Days = 365
    audit_days: Days = 30


class QueueSettings(_Section):
    """How many requests may wait, and how many seconds stopping may take."""

    per_person: Count = 5
    total: Count = 500
    stop_seconds: float = Field(default=10.0, gt=0, le=MOST_SECONDS)


class Quota(_Section):
    """How many requests one person may make: at once, per hour, per day."""

    burst: CountOrNone = 10
    per_hour: float = Field(default=30.0, gt=0, le=MOST)
    per_day: CountOrNone = 100


class LimitSettings(Quota):
    """The quota of each person, and overrides for servers, roles and chats.

    Keys of `overrides` are "discord:SERVER", "discord:role:ROLE" or "telegram:CHAT".
    """

    overrides: dict[QuotaKey, Quota] = {}


class ModerationSettings(_Section):
    """Words that are refused in prompts, besides the list that ships."""

    languages: list[str] = ["all"]
    refuse: list[Word] = []
    allow: list[Word] = []
    spaces: dict[SpaceKey, list[Word]] = {}


class VoteSettings(_Section):
    """What reactions mean, and whether votes may train without being asked for."""

    up: list[Word] = ["👍", "❤", "❤️", "🔥", "😍", "🎉", "💯"]
    down: list[Word] = ["👎", "💩", "🤮"]
    consent: Literal["ask", "opt-out"] = "ask"

    @model_validator(mode="after")
    def _check_sides(self) -> Self:
        if both := set(self.up) & set(self.down):
            raise ValueError(f"{min(both)} is in up and in down: keep it in one of them")
        return self


class AdminSettings(_Section):
    """Who may use the operator's commands: "discord:ID" or "telegram:ID"."""

    people: list[Word] = []


class DiscordSettings(_Section):
    """The Discord adapter; its token is DISCORD_TOKEN in the environment."""

    enabled: bool = True
    application_emoji: bool = False


class TelegramSettings(_Section):
    """The Telegram adapter; its token is TELEGRAM_TOKEN in the environment."""

    enabled: bool = True


class WebSettings(_Section):
    """The page. Beyond loopback it needs OPERATOR_TOKEN in the environment.

    `hosts` are further host names under which it is reached; port 0 takes any free port. `proxies`
    are addresses or networks whose X-Forwarded-For is believed, besides loopback.
    """

    enabled: bool = True
    host: HostName = "127.0.0.1"
    port: int = Field(default=8766, ge=0, le=65535)
    hosts: list[HostName] = []
    proxies: list[NetworkText] = []

    @property
    def exposed(self) -> bool:
        """Whether other machines can reach the page, directly or by a proxy."""
        return bool(self.hosts) or not is_loopback(self.host)


class ApiClientSettings(Quota):
    """A program that uses the API: its quota, and how many of its requests may wait."""

    waiting: Count = 50


class ApiSettings(_Section):
    """The HTTP API, on a port of its own; 0 takes any free port.

    The token of each client is in the environment: API_TOKEN_BLOG for the client "blog".
    """

    enabled: bool = False
    host: HostName = "127.0.0.1"
    port: int = Field(default=8767, ge=0, le=65535)
    clients: dict[ClientName, ApiClientSettings] = {}

    @model_validator(mode="after")
    def _check_clients(self) -> Self:
        if self.enabled and not self.clients:
            raise ValueError("the API is enabled without clients: name one, as [api.clients.blog]")
        return self


class MonitorSettings(_Section):
    """The loopback port for health checks and metrics; 0 turns them off."""

    port: int = Field(default=0, ge=0, le=65535)


class LogSettings(_Section):
    """How much is logged; prompts are logged at "debug" only."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(_Section):
    """All of config.toml. The table `training` is validated by `training.runs.plan`."""

    model: ModelSettings = ModelSettings()
    loras: dict[LoraName, LoraSettings] = {}
    ab: AbSettings = AbSettings()
    engine: EngineSettings = EngineSettings()
    training: dict[str, Any] = {}
    emoji: EmojiSettings = EmojiSettings()
    reader: ReaderSettings = ReaderSettings()
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
    api: ApiSettings = ApiSettings()
    monitor: MonitorSettings = MonitorSettings()
    log: LogSettings = LogSettings()

    @property
    def lora_styles(self) -> dict[str, LoraStyle]:
        """The LoRAs by name; those that name no style for their sketches use the default one."""
        return {
            name: LoraStyle(name, lora.path, lora.weight, lora.sketch or self.emoji.style)
            for name, lora in self.loras.items()
        }

    @model_validator(mode="after")
    def _check_ports(self) -> Self:
        served = {
            "web.port": self.web.port if self.web.enabled else 0,
            "api.port": self.api.port if self.api.enabled else 0,
            "monitor.port": self.monitor.port,
        }
        for (first, port), (second, other) in combinations(served.items(), 2):
            if port and port == other:
                raise ValueError(f"{second} is also {first}: choose another port for one of them")
        return self


def read_settings(path: Path | None = None) -> Settings:
    """The settings in `path`; without one those in the first of `DEFAULTS` that exists.

    If none exists, every setting has its default. Relative paths in the file are relative to its
    folder. Raises BadSettings, which names the key and says what is allowed.
    """
    path = path or next((file for file in DEFAULTS if file.is_file()), None)
    if path is None:
        return Settings()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadSettings(f"{path} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path} is not valid TOML: {error}.") from error
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        raise BadSettings(f"{path}: {_sentence(error.errors()[0])}") from error
    return _anchored(settings, path.parent)


def _anchored(settings: Settings, folder: Path) -> Settings:
    """The settings with all relative paths taken from `folder`."""

    def anchored(section: BaseModel, *keys: str) -> Any:
        return section.model_copy(update={key: at(getattr(section, key)) for key in keys})

    def at(value: str) -> str:
        named = value in ("", "bundled") or value.startswith("hub:")
        return value if named else str(folder / Path(value).expanduser())

    def training(table: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(table)
        if isinstance(model := found.get("model"), str):
            found["model"] = at(model)
        if isinstance(data := found.get("data"), str):
            kind, _, name = data.partition(":")
            if kind in ("folder", "kaggle"):
                found["data"] = f"{kind}:{at(name)}"
        if isinstance(refresh := found.get("refresh"), dict):
            found["refresh"] = training(refresh)
        return found

    return settings.model_copy(
        update={
            "model": anchored(settings.model, "path", "acceleration", "decoder"),
            "loras": {name: anchored(each, "path") for name, each in settings.loras.items()},
            "ab": anchored(settings.ab, "model"),
            "database": anchored(settings.database, "path"),
            "output": anchored(settings.output, "folder"),
            "training": training(settings.training),
        }
    )


def _sentence(error: Any) -> str:
    sections = [str(part) for part in error["loc"] if part != "[key]"]
    name = ".".join(sections)
    if name in RENAMED:
        return f"{name!r} is now called {RENAMED[name]!r}."
    if error["type"] != "extra_forbidden":
        said = error["msg"].removeprefix("Value error, ")
        return f"{name}: {said[0].lower()}{said[1:]}." if name else f"{said}."
    key = sections.pop()
    known = _keys(Settings, sections)
    near = get_close_matches(key, known, n=1)
    advice = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(known)}."
    return f"there is no setting {name!r}: {advice}"


def _keys(model: type[BaseModel], sections: list[str]) -> list[str]:
    """The names of a section's settings; in a table of sections, those of its sections."""
    for section in sections:
        if section not in model.model_fields:
            continue
        inner = model.model_fields[section].annotation
        model = get_args(inner)[1] if get_origin(inner) is dict else inner  # type: ignore[assignment]
    return list(model.model_fields)
