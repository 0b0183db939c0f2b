"""The promoted model, used instead of the configured one, and the pointer file that names it.

The pointer, `promoted.json` in the data folder, is replaced atomically: a running bot sees either
the old one or the new one.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import dropwhile
from pathlib import Path
from typing import Any

from model.configs import Configs
from model.errors import BadModel, BadRequest, Unavailable
from model.files.config import read_json
from model.files.durable import write_text
from model.files.folders import BUNDLED, BUNDLED_NAME, HUB, INDEX
from model.files.form import runs_in_flight
from model.files.home import home
from model.files.lock import locked
from model.files.manifest import NAME, Manifest
from model.files.weights import digest, read_file, weight_file

PARTS = ("unet", "vae", "text_encoder", "tokenizer", "scheduler")
"""Parts that every model has; its index may name more."""
CONFIGS = {
    "feature_extractor": "preprocessor_config.json",
    "scheduler": "scheduler_config.json",
    "tokenizer": "tokenizer_config.json",
}
"""Config files of the parts without weights; that of the others is config.json."""

Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Promoted:
    """A model folder used instead of the model `base`, since a time in Unix seconds.

    `digest` is the SHA-256 of its weights at promotion, 64 hex digits.
    """

    model: str
    digest: str
    base: str
    since: int


def pointer() -> Path:
    """The path of the pointer file."""
    return home() / "promoted.json"


def stamp() -> Stamp | None:
    """A value that changes whenever the pointer does; None without a pointer."""
    try:
        found = pointer().stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def promoted(base: str) -> Promoted | None:
    """The current promotion over the model `base`; None if there is none.

    Raises BadModel if the pointer is damaged.
    """
    return next(iter(_history(base)), None)


def promote(folder: Path, base: str) -> Promoted:
    """Check a model folder, then use it instead of `base`.

    Raises BadModel if the folder is incomplete or the pointer damaged; Unavailable if the pointer
    cannot be written.
    """
    folder = folder.expanduser().resolve()
    check(folder)
    new = Promoted(str(folder), digest(folder), named(base), int(time.time()))
    with _locked():
        history = _history(base)
        if history and (history[0].model, history[0].digest) == (new.model, new.digest):
            return history[0]
        _write([new, *history])
    return new


def rollback(base: str) -> Promoted | None:
    """Go back to the previously promoted model, or to `base` itself (None).

    Skips models that are gone or whose weights have changed. Raises BadRequest if nothing is
    promoted, and the errors of `promote`.
    """
    with _locked():
        history = _history(base)
        if not history:
            raise BadRequest(
                "No model is promoted over {base}, so there is none to go back from.", base=base
            )
        before = list(dropwhile(lambda entry: not _intact(entry), history[1:]))
        _write(before)
    return before[0] if before else None


def named(base: str) -> str:
    """The name of a base in the pointer: a folder's absolute path, or a model's id on the hub."""
    folder = BUNDLED if base == BUNDLED_NAME else Path(base).expanduser()
    return str(folder.resolve()) if folder.is_dir() else base.removeprefix(HUB)


def check(folder: Path) -> None:
    """Read all files of a model folder. Raises BadModel for the first problem."""
    if not folder.is_dir():
        raise BadModel(f"There is no model folder {folder}: check the path.")
    read_json(folder / NAME)
    Manifest.read(folder)
    index = read_json(folder / INDEX)
    parts = {part for part, kind in index.items() if isinstance(kind, list) and kind[0]}
    if runs_in_flight(folder, str(folder)):
        Configs.read(folder)
        parts |= set(PARTS)
    for part in sorted(parts):
        kind = part.removesuffix("_2")
        read_json(folder / part / CONFIGS.get(kind, "config.json"))
        if kind not in CONFIGS:
            weight_file(folder / part)
    for path in sorted(folder.rglob("*.safetensors")):
        _check_weights(path)


def _check_weights(path: Path) -> None:
    for name, tensor in read_file(path).items():
        if not tensor.isfinite().all():
            raise BadModel(f"{name} in {path} is not finite: this model cannot paint.")


def _intact(entry: Promoted) -> bool:
    folder = Path(entry.model)
    return folder.is_dir() and digest(folder) == entry.digest


def _history(base: str) -> list[Promoted]:
    """All promotions over this base, newest first; empty if the pointer is for another base."""
    path = pointer()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        before = data.pop("before")
        history = [_entry(data), *map(_entry, before)]
    except FileNotFoundError:
        return []
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        raise BadModel(
            f"{path}, which names the promoted model, is damaged: remove it, and promote again."
        ) from error
    return history if history[0].base == named(base) else []


def _entry(data: dict[str, Any]) -> Promoted:
    entry = Promoted(**data)
    for value, kind in zip(asdict(entry).values(), (str, str, str, int), strict=True):
        if not isinstance(value, kind):
            raise TypeError(value)
    return entry


def _write(history: Sequence[Promoted]) -> None:
    path = pointer()
    if not history:
        path.unlink()
        return
    first, *before = (asdict(entry) for entry in history)
    write_text(path, json.dumps({**first, "before": before}, indent=2))


@contextmanager
def _locked() -> Iterator[None]:
    """Serialise changes to the pointer across processes."""
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / "promoted.lock", wait=True):
            yield
    except OSError as error:
        raise Unavailable(
            f"The pointer to the promoted model cannot be written in {folder} "
            f"({error.strerror}): nothing was changed."
        ) from error
