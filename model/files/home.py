"""Where caches, checkpoints, runs and the pointer to the promoted model live."""

import os
from pathlib import Path


def home() -> Path:
    """$EMOJISMITH_HOME, else the XDG data folder."""
    if chosen := os.environ.get("EMOJISMITH_HOME"):
        return Path(chosen)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "emojismith"
