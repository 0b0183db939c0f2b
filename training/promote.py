"""`python -m training promote FOLDER`: let a model paint instead of the configured one."""

import argparse
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from model.errors import BadRequest

if TYPE_CHECKING:
    from model.promotion import Promoted

CONFIG = Path(__file__).resolve().parent.parent / "config.toml"
BUNDLED = "model/bundled"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m training promote`."""
    parser.add_argument("folder", type=Path, help="the model, a folder that training left")
    add_config(parser)


def add_config(parser: argparse.ArgumentParser) -> None:
    """The option that says whose model is replaced."""
    parser.add_argument(
        "--config", type=Path, default=CONFIG, help="the bot's settings (default: config.toml)"
    )


def run(options: argparse.Namespace) -> None:
    """Promote and say so. Raises BadRequest, BadModel or Unavailable."""
    from model.promotion import promote, promoted

    base = base_of(options.config)
    before = promoted(base)
    now = promote(options.folder, base)
    print(f"{described(now, base)} paints now, before it was {described(before, base)}.")
    print("A bot that runs takes it within seconds; `python -m training rollback` goes back.")


def base_of(config: Path) -> str:
    """The model that the bot is configured with: [model] path. Raises BadRequest."""
    try:
        data = tomllib.loads(config.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRequest(
            f"{config} cannot be read ({error.strerror}): name it with --config."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRequest(f"{config} is not valid TOML: {error}.") from error
    path = data.get("model", {}).get("path", BUNDLED)
    if not isinstance(path, str):
        raise BadRequest(f"{config}: model.path should be a text, not {path!r}.")
    return path


def described(entry: "Promoted | None", base: str) -> str:
    """A promoted model, or the base, for a person."""
    return f"{entry.model} ({entry.digest[:12]})" if entry else f"the base, {base}"
