"""Rows of people's own data: a picture and a text, in columns of whatever name they have."""

from collections.abc import Iterable

from training.reading.source import BadRow

TEXTS = ("text", "caption", "captions", "prompt")
"""The names of columns that hold a picture's text, the surest first."""


def text_column(columns: Iterable[str]) -> str | None:
    """The column of `columns` that holds texts, whatever its case; None where there is none."""
    known = {column.lower(): column for column in columns}
    return next((known[name] for name in TEXTS if name in known), None)


def texts(value: object) -> list[str]:
    """One text or several, as a cell holds them. Raises BadRow for anything else."""
    found = [text for text in (value if isinstance(value, list) else [value]) if text is not None]
    if not all(isinstance(text, str) for text in found):
        raise BadRow("its text is no text")
    return [str(text) for text in found]
