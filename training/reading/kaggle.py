"""The Kaggle data set `subinium/emojiimage-dataset`: a table of emoji with a column per vendor.

`full_emoji.csv` has the columns `#`, `emoji`, `name` and one per vendor, with images as
`data:image/png;base64,…`; the same images may also be files `image/<Vendor>/<#>.png`.
"""

import base64
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from model.errors import BadRequest
from training.data.cache import digest_of
from training.data.names import concept_id, spoken
from training.data.split import concept_is_held_out
from training.reading.clean import bitmap_row
from training.reading.files import content, files_digest
from training.reading.source import BadRow, CaptionedPicture

TABLE = "full_emoji.csv"
_COLUMNS = ("#", "emoji", "name")
_STYLES = {"google": "noto", "gmail": "noto", "twitter": "twemoji"}
_OTHER_STYLE = "fluent"
_LONGEST_FIELD = 1 << 24
_UNDECODED = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, as Python's surrogateescape decodes them."""
# Unicode's charts, from which the table was made, mark new emoji with it.
_NEW = "⊛"


@dataclass(frozen=True, slots=True)
class KaggleEntry:
    """One emoji of one vendor: its file in the data set, or the cell of the table without one.

    `fault` says why the line of the table cannot be read.
    """

    label: str
    emoji: str
    name: str
    style: str
    folder: Path
    file: str
    cell: str
    fault: str = ""

    def row(self, resolution: int) -> CaptionedPicture:
        """The cleaned row. Raises BadRow, also for emoji held out for evaluation."""
        if self.fault:
            raise BadRow(self.fault)
        if self.emoji and concept_is_held_out(_concept(self.emoji)):
            raise BadRow("held out for evaluation")
        name = spoken(self.name.replace(_NEW, " "))
        return bitmap_row(self._data(), [name], self.style, resolution)

    def _data(self) -> bytes:
        if self.file:
            return content(self.folder, self.file)
        head, _, data = self.cell.partition(",")
        if not head.startswith("data:image/"):
            raise BadRow("no picture by this vendor")
        try:
            return base64.b64decode(data, validate=True)
        except ValueError as error:
            raise BadRow("broken picture") from error


class Kaggle:
    """The data set in `folder`; only the columns `vendors` are read."""

    licence = "the vendors' copyright: not for redistribution"
    usual_count = 2000

    def __init__(self, folder: Path, vendors: Sequence[str]) -> None:
        self._folder = folder
        self._vendors = tuple(vendors)
        self._table = folder / TABLE
        if not self._table.is_file():
            raise BadRequest(
                f"There is no {TABLE} in {folder}: unpack the Kaggle data set "
                "subinium/emojiimage-dataset there."
            )

    @property
    def attribution(self) -> str:
        """The vendors, and the data set."""
        vendors = ", ".join(self._vendors)
        return f"Emoji of {vendors}, from Kaggle's subinium/emojiimage-dataset"

    def digest(self) -> str:
        """A hash of the table and of the vendors' image files."""
        folders = self._folders()
        chosen = [folders[v.lower()] for v in self._vendors if v.lower() in folders]
        pictures = [path for folder in chosen for path in folder.glob("*.png")]
        return digest_of(self._vendors, files_digest(self._folder, [self._table, *pictures]))

    def entries(self) -> list[KaggleEntry]:
        """All emoji of the requested vendors. Raises BadRequest for a table in another format."""
        csv.field_size_limit(_LONGEST_FIELD)
        try:
            with self._table.open(
                encoding="utf-8-sig", errors="surrogateescape", newline=""
            ) as file:
                table = csv.DictReader(file)
                entries = list(self._entries(table, list(table.fieldnames or ())))
        except csv.Error as error:
            raise BadRequest(f"{self._table} is not a CSV file: {error}.") from error
        if entries and all(_UNDECODED.search(entry.label) for entry in entries):
            raise BadRequest(f"{self._table} is not a UTF-8 CSV file: export it as one.")
        return entries

    def _entries(
        self, table: Iterator[Mapping[str, str | None]], found: Sequence[str]
    ) -> Iterator[KaggleEntry]:
        columns = {name.strip().lower(): name for name in found}
        folders = self._folders()
        self._check(found, columns, folders)
        for line, cells in enumerate(_lines(table), 2):
            if isinstance(cells, str):
                yield KaggleEntry(f"line {line}", "", "", "", self._folder, "", "", cells)
                continue
            number, emoji, name = ((cells[columns[key]] or "").strip() for key in _COLUMNS)
            for vendor in self._vendors:
                key = vendor.lower()
                file = folders[key] / f"{number}.png" if key in folders else None
                name_in_set = str(file.relative_to(self._folder)) if file else ""
                yield KaggleEntry(
                    label=f"{vendor}/{number} {name} (line {line})",
                    emoji=emoji,
                    name=name,
                    style=_STYLES.get(key, _OTHER_STYLE),
                    folder=self._folder,
                    file=name_in_set if file and file.is_file() else "",
                    cell=(cells[columns[key]] or "").strip() if key in columns else "",
                )

    def _check(
        self, found: Sequence[str], columns: Mapping[str, str], folders: Mapping[str, Path]
    ) -> None:
        vendors = [v for v in self._vendors if v.lower() not in folders]
        missing = [name for name in (*_COLUMNS, *vendors) if name.lower() not in columns]
        if missing:
            raise BadRequest(
                f"{self._table} has no column {', '.join(missing)}: it has {', '.join(found)}, and "
                f"needs {', '.join(_COLUMNS)} and one for each requested vendor."
            )

    def _folders(self) -> dict[str, Path]:
        """The vendors' folders by lower-case name."""
        return {path.name.lower(): path for path in self._folder.glob("image/*") if path.is_dir()}


def _concept(emoji: str) -> str:
    return concept_id("-".join(f"{ord(sign):04X}" for sign in emoji))


def _lines(table: Iterator[Mapping[str, str | None]]) -> Iterator[Mapping[str, str | None] | str]:
    """The lines of a table; for one that cannot be read, why."""
    while True:
        try:
            yield next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"not CSV: {error}"
