"""Finds the text column of a data set, and reads its cells."""

from collections.abc import Iterable

from training.reading.source import BadRow

TEXTS = ("text", "caption", "captions", "prompt")
"""Names of columns with captions, in order of preference."""


def text_column(columns: Iterable[str]) -> str | None:
    """The column with captions, in any case; None if there is none."""
    known = {column.lower(): column for column in columns}
    return next((known[name] for name in TEXTS if name in known), None)


def texts(value: object) -> list[str]:
    """The text or texts of a cell. Raises BadRow for anything else."""
    found = [text for text in (value if isinstance(value, list) else [value]) if text is not None]
    if not all(isinstance(text, str) for text in found):
        raise BadRow("text is not a string")
    return [str(text) for text in found]
