"""Keeps files that arrived at a chat's server, to look at them: KEEP_ARRIVED=FOLDER."""

import os
from pathlib import Path

FOLDER = "KEEP_ARRIVED"


def keep(name: str, data: bytes) -> bytes:
    """Write a file that arrived into the folder that the environment names, if it names one."""
    if folder := os.environ.get(FOLDER):
        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return data
