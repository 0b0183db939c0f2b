"""A folder of images with `metadata.jsonl`: the imagefolder format of `datasets`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.errors import BadRequest
from training.reading.clean import bitmap_row
from training.reading.columns import TEXTS, text_column, texts
from training.reading.files import content, files_digest
from training.reading.source import BadRow, CaptionedPicture, known_style

METADATA = "metadata.jsonl"
LABEL_LENGTH = 200


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """One line of the metadata; `cells` is None if the line is not a JSON object."""

    folder: Path
    line: int
    cells: Mapping[str, Any] | None

    @property
    def label(self) -> str:
        """The image file and the line that names it."""
        name = str((self.cells or {}).get("file_name") or METADATA)[:LABEL_LENGTH]
        return f"{name} (line {self.line})"

    def row(self, resolution: int) -> CaptionedPicture:
        """The cleaned row. Raises BadRow."""
        if self.cells is None:
            raise BadRow("the line is not a JSON object")
        column, style = text_column(self.cells), known_style(self.cells.get("style"))
        if column is None:
            raise BadRow("empty name")
        data = content(self.folder, str(self.cells.get("file_name") or ""))
        return bitmap_row(data, texts(self.cells[column]), style, resolution)


class Folder:
    """The lines of a folder's metadata."""

    licence = "the owner's"
    usual_count = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._metadata = folder / METADATA
        if not self._metadata.is_file():
            raise BadRequest(
                f"There is no {METADATA} in {folder}: write one, with a line such as "
                '{"file_name": "cat.png", "text": "angry cat"} for each picture.'
            )

    @property
    def attribution(self) -> str:
        """The folder; nothing else is known about the origin of its images."""
        return f"Pictures of the folder {self._folder.name}"

    def digest(self) -> str:
        """A hash of all files in the folder."""
        return files_digest(self._folder, self._folder.rglob("*"))

    def entries(self) -> list[FolderEntry]:
        """One entry per line. Raises BadRequest if no line has the required columns."""
        lines = self._metadata.read_text(encoding="utf-8-sig", errors="replace").split("\n")
        entries = [
            FolderEntry(self._folder, number, _object(line))
            for number, line in enumerate(lines, 1)
            if line.strip()
        ]
        found = list(dict.fromkeys(key for entry in entries for key in entry.cells or ()))
        if "file_name" not in found or text_column(found) is None:
            raise BadRequest(
                f"{self._metadata} has the columns {', '.join(found) or 'none'}: it needs "
                f"file_name and one of {', '.join(TEXTS)}."
            )
        return entries


def _object(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
