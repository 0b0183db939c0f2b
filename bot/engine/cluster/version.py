"""Which code this process runs, to compare with that of another machine."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCES = ("bot/domain.py", "bot/engine/**/*.py", "model/**/*.py")


@cache
def code_version() -> str:
    """The version of the package, and a hash of the sources that paint."""
    total = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            total.update(path.relative_to(ROOT).as_posix().encode())
            total.update(path.read_bytes())
    return f"{version('emojismith')} ({total.hexdigest()[:8]})"
