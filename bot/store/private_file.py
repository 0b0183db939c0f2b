"""Files with personal data: only the user who runs the bot can read them, whatever the umask."""

import os
from pathlib import Path

PRIVATE = 0o600
OTHERS = 0o007


def make_private(path: Path) -> None:
    """Create an empty file for its owner alone; close a file that exists to others.

    A group that the owner let in stays. Raises OSError.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE)
    try:
        mode = os.fstat(handle).st_mode
        if mode & OTHERS:
            os.fchmod(handle, mode & 0o777 & ~OTHERS)
    finally:
        os.close(handle)


def write_private(path: Path, text: str) -> None:
    """Write or replace a file that only its owner can read. Raises OSError.

    What is not a file, such as /dev/stdout, is written to as it is.
    """
    if path.exists() and not path.is_file():
        path.write_text(text, "utf-8")
        return
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        make_private(part)
        part.write_text(text, "utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
