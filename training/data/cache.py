"""Cached data sets: folders with rows in Arrow and a summary, written completely or not at all."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from datasets import Features
from datasets.arrow_writer import ArrowWriter

from model.files.durable import sync_tree
from training.paths import writing

SUMMARY = "summary.json"
_ROWS_AT_ONCE = 200


def is_complete(folder: Path) -> bool:
    """Whether the folder was written; the summary is written last."""
    return (folder / SUMMARY).exists()


def read_summary(folder: Path) -> dict[str, Any]:
    """The summary of a complete folder."""
    summary: dict[str, Any] = json.loads((folder / SUMMARY).read_text())
    return summary


def write_summary(folder: Path, summary: Mapping[str, Any]) -> None:
    """Write the summary."""
    (folder / SUMMARY).write_text(json.dumps(summary, indent=1))


def write_rows(file: Path, features: Features, rows: Iterable[Mapping[str, Any]]) -> None:
    """Stream all rows into one Arrow file."""
    with ArrowWriter(path=str(file), features=features, writer_batch_size=_ROWS_AT_ONCE) as writer:
        for row in rows:
            writer.write(row)
        writer.finalize()


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """An empty temporary folder that becomes `folder` at the end, or is removed on an error.

    If another process has completed `folder` in the meantime, its result is kept. Raises
    Unavailable when the disk is full.
    """
    root = folder.parent
    with writing(root), tempfile.TemporaryDirectory(prefix=".making-", dir=root) as temporary:
        made = Path(temporary) / "done"
        made.mkdir()
        yield made
        sync_tree(made)
        try:
            made.rename(folder)
        except OSError:
            if not is_complete(folder):
                raise


def digest_of(*parts: object) -> str:
    """A hash of plain data: 16 hex digits."""
    return hash_of(json.dumps(parts).encode())


def hash_of(data: bytes) -> str:
    """A hash of bytes: 16 hex digits."""
    return sha256(data).hexdigest()[:16]
