"""Files that survive a power cut: written in full before they get their name."""

import os
from pathlib import Path


def sync_tree(folder: Path) -> None:
    """Wait until every file and folder below `folder`, and `folder` itself, is on the disk."""
    for path in (*folder.rglob("*"), folder):
        sync(path)


def sync(path: Path) -> None:
    """Wait until a file, or the list of names in a folder, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_text(path: Path, text: str) -> None:
    """Replace a file in one step. A hard link to the old file keeps the old text."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    sync(new)
    new.replace(path)
    sync(path.parent)
