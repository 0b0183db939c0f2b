"""`read`: images with captions from any source, cleaned once and cached as Arrow."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from datasets import Dataset, Features, List, Value
from tqdm.auto import tqdm

from model.errors import BadRequest, EmojismithError
from model.image.pixels import Pixels
from training.data.cache import (
    digest_of,
    is_complete,
    new_folder,
    read_summary,
    write_rows,
    write_summary,
)
from training.data.emoji_sets import Packages
from training.data.render import decode
from training.paths import home
from training.reading.folder import METADATA, Folder
from training.reading.hub import Hub
from training.reading.kaggle import Kaggle
from training.reading.open_sets import OpenSets
from training.reading.source import BadRow, CaptionedPicture, Entry, Source
from training.reports import left_out

# Increase it whenever rows change.
VERSION = 2
ROWS = "rows.arrow"
_SEED = 0
FEATURES = Features(
    {
        "picture": Value("binary"),
        "captions": List(Value("string")),
        "name": Value("string"),
        "style": Value("string"),
        "enlarged": Value("bool"),
        "flips": Value("bool"),
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Cleaned rows (`training.reading.source.CaptionedPicture`) and facts about them.

    `digest` identifies the rows; `skipped` has the reason for each row that was left out.
    """

    rows: Dataset
    digest: str
    skipped: Mapping[str, str]
    attribution: str
    licence: str

    def pictures(self, rows: Sequence[int]) -> Pixels:
        """The images of `rows`: uint8 [n, resolution, resolution, 4] with straight alpha."""
        return np.stack([decode(data) for data in self.rows[list(rows)]["picture"]])

    def summary(self) -> list[str]:
        """Lines for the terminal: the number of rows, then which were left out and why."""
        count = f"{len(self.rows):7,}  images ({self.attribution}; {self.licence})"
        return [count, *left_out.lines(self.skipped)]


def read(
    spec: str, resolution: int, count: int | None = None, vendors: Sequence[str] = ("Windows",)
) -> Reading:
    """The rows of the source `spec`, with images of `resolution` px; cleaned only once.

    `spec` is kaggle:FOLDER, open or open:STYLE,STYLE, folder:PATH (or only the path), or
    hub:OWNER/NAME. `count` rows are sampled, always the same ones; None means 2,000 from Kaggle
    and all from other sources. `vendors` are columns of Kaggle's table.
    Raises BadRequest and Unavailable, each with what to do about it.
    """
    return read_source(source_of(spec, vendors), resolution, count)


def source_of(spec: str, vendors: Sequence[str]) -> Source:
    """The source that `spec` names. Raises BadRequest."""
    kind, _, name = spec.partition(":")
    if kind == "open":
        return OpenSets([style.strip() for style in name.split(",") if style.strip()], Packages())
    if kind == "kaggle" and name:
        return Kaggle(Path(name).expanduser(), vendors)
    if kind == "folder" and name:
        return Folder(Path(name).expanduser())
    if kind == "hub" and name:
        return Hub(name)
    if (Path(spec).expanduser() / METADATA).is_file():
        return Folder(Path(spec).expanduser())
    raise BadRequest(
        f"{spec!r} is not a data source: use kaggle:FOLDER, open, open:STYLE,STYLE, folder:PATH "
        f"with a {METADATA}, or hub:OWNER/NAME."
    )


def read_source(source: Source, resolution: int, count: int | None) -> Reading:
    """Like `read`, from an opened source."""
    if count is not None and count < 1:
        raise BadRequest(f"Cannot train on {count} images: ask for 1 or more.")
    count = count or source.usual_count
    digest = digest_of(VERSION, type(source).__name__, source.digest(), resolution, count)
    folder = home() / "reading" / digest
    if not is_complete(folder):
        _make(folder, source, resolution, count)
    rows = Dataset.from_file(str(folder / ROWS))
    return Reading(rows, digest, **read_summary(folder))


def _make(folder: Path, source: Source, resolution: int, count: int | None) -> None:
    """Write the rows and their summary."""
    entries, skipped = _sampled(source.entries(), count), dict[str, str]()
    total = min(count or len(entries), len(entries))
    with new_folder(folder) as made:
        rows = _cleaned(entries, resolution, count, skipped)
        write_rows(made / ROWS, FEATURES, tqdm(rows, desc="reading", unit="image", total=total))
        _check_not_empty(len(entries), skipped)
        about = {"attribution": source.attribution, "licence": source.licence}
        write_summary(made, {"skipped": skipped, **about})


def _sampled(entries: Sequence[Entry], count: int | None) -> Sequence[Entry]:
    """All entries, shuffled with a fixed seed if only `count` of them are used."""
    if count is None or count >= len(entries):
        return entries
    return random.Random(_SEED).sample(entries, len(entries))


def _cleaned(
    entries: Sequence[Entry], resolution: int, count: int | None, skipped: dict[str, str]
) -> Iterator[CaptionedPicture]:
    """The first `count` good rows without duplicates; reasons for the others go to `skipped`."""
    seen: set[bytes] = set()
    for entry in entries:
        if len(seen) == count:
            return
        label = entry.label.encode(errors="replace").decode()
        try:
            row = entry.row(resolution)
        except BadRow as reason:
            skipped[label] = str(reason)
            continue
        except EmojismithError:
            raise
        except Exception as error:  # whatever is wrong with one row, the others are read
            skipped[label] = f"unreadable ({type(error).__name__})"
            continue
        key = sha256(row["picture"] + repr((row["style"], row["captions"])).encode()).digest()
        if key in seen:
            skipped[label] = "the same picture with the same name"
            continue
        seen.add(key)
        yield row


def _check_not_empty(total: int, skipped: Mapping[str, str]) -> None:
    if len(skipped) < total:
        return
    reasons = ", ".join(f"{why} ({n})" for why, n in Counter(skipped.values()).most_common())
    raise BadRequest(f"None of {total} images is usable: {reasons or 'there are no rows'}.")
