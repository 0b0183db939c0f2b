"""What training reads of the bot's settings, as plain data; the bot itself validates the rest."""

import argparse
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from model.errors import BadRequest

CONFIG = Path("config.toml")


@dataclass(frozen=True, slots=True)
class Config:
    """The model that paints, where the votes are, whether silence is consent; `[training]`."""

    model: str = "model/bundled"
    database: Path = Path("emojismith.db")
    opt_out: bool = False
    training: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """From a config.toml. Raises BadRequest where it cannot be read."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadRequest(f"{path} cannot be read: {error}.") from error
        return cls(
            model=data.get("model", {}).get("path", "model/bundled"),
            database=Path(data.get("database", {}).get("path", "emojismith.db")),
            opt_out=data.get("votes", {}).get("consent") == "opt-out",
            training=data.get("training", {}),
        )


def add_config_argument(parser: argparse.ArgumentParser) -> None:
    """`--config`."""
    parser.add_argument(
        "--config", type=Path, default=CONFIG, help="the bot's settings (default: %(default)s)"
    )
