"""The data folder: caches, checkpoints, runs and the pointer to the promoted model."""

import os
from pathlib import Path


def home() -> Path:
    """$EMOJISMITH_HOME, or `emojismith` in the XDG data folder."""
    if chosen := os.environ.get("EMOJISMITH_HOME"):
        return Path(chosen)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "emojismith"
