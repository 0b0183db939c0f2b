"""`read`: pictures with captions from anywhere, cleaned once and cached as Arrow."""

import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from datasets import Dataset, Features, List, Value
from datasets.arrow_writer import ArrowWriter
from tqdm.auto import tqdm

from model.errors import BadRequest
from model.image.pixels import Pixels
from training.data.emoji_sets import Packages
from training.data.render import decode
from training.paths import home, writing
from training.reading.folder import METADATA, Folder
from training.reading.hashes import digest_of
from training.reading.hub import Hub
from training.reading.kaggle import Kaggle
from training.reading.open_sets import OpenSets
from training.reading.source import BadRow, CaptionedPicture, Entry, Source

# Raise it whenever rows come out differently.
VERSION = 1
ROWS, SUMMARY = "rows.arrow", "summary.json"
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
    """Cleaned rows (`training.reading.source.Row`) and what is known about them.

    `digest` names the rows; `skipped` says why, for each row that was left out.
    """

    rows: Dataset
    digest: str
    skipped: Mapping[str, str]
    attribution: str
    licence: str

    def pictures(self, rows: Sequence[int]) -> Pixels:
        """Uint8 [n, side, side, 4] with straight alpha, of the rows in their order."""
        return np.stack([decode(data) for data in self.rows[list(rows)]["picture"]])

    def summary(self) -> list[str]:
        """Lines for a person: how many rows there are, and which were left out for what."""
        reasons: dict[str, list[str]] = {}
        for label, reason in self.skipped.items():
            reasons.setdefault(reason, []).append(label)
        left_out = [f"{len(n):7,}  left out, {why}: {', '.join(n)}" for why, n in reasons.items()]
        return [f"{len(self.rows):7,}  pictures ({self.attribution}; {self.licence})", *left_out]


def read(
    spec: str, side: int, count: int | None = None, vendors: Sequence[str] = ("Windows",)
) -> Reading:
    """The rows that `spec` names, with pictures of `side` px; cleaned only where they are not yet.

    `spec` is kaggle:FOLDER, open or open:STYLE,STYLE, folder:PATH (or only its path), or
    hub:OWNER/NAME. `count` rows are drawn, the same ones every time; None means 2,000 of Kaggle's
    and all of anything else. `vendors` are columns of Kaggle's table.
    Raises BadRequest and Unavailable, each with what to do about it.
    """
    return read_source(source_of(spec, vendors), side, count)


def source_of(spec: str, vendors: Sequence[str]) -> Source:
    """The reader that `spec` names. Raises BadRequest."""
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
        f"{spec!r} names no data: say kaggle:FOLDER, open, open:STYLE,STYLE, folder:PATH with a "
        f"{METADATA}, or hub:OWNER/NAME."
    )


def read_source(source: Source, side: int, count: int | None) -> Reading:
    """What `read` gives, of a reader that is open already."""
    if count is not None and count < 1:
        raise BadRequest(f"{count} pictures cannot be trained on: ask for 1 or more.")
    count = count or source.usual_count
    digest = digest_of(VERSION, type(source).__name__, source.digest(), side, count)
    folder = home() / "reading" / digest
    if not (folder / SUMMARY).exists():
        _make(folder, source, side, count)
    rows = Dataset.from_file(str(folder / ROWS))
    return Reading(rows, digest, **json.loads((folder / SUMMARY).read_text()))


def _make(folder: Path, source: Source, side: int, count: int | None) -> None:
    """Write the rows and their summary: all of it or nothing."""
    entries, skipped, root = _drawn(source.entries(), count), dict[str, str](), folder.parent
    with writing(root), tempfile.TemporaryDirectory(prefix=".making-", dir=root) as making:
        made = Path(making) / "done"
        made.mkdir()
        with ArrowWriter(path=str(made / ROWS), features=FEATURES, writer_batch_size=200) as file:
            kept, total = (
                _kept(entries, side, count, skipped),
                min(count or len(entries), len(entries)),
            )
            for row in tqdm(kept, desc="reading", unit="picture", total=total):
                file.write(row)
            file.finalize()
        _check_that_some_are_left(len(entries), skipped)
        about = {
            "skipped": skipped,
            "attribution": source.attribution,
            "licence": source.licence,
        }
        (made / SUMMARY).write_text(json.dumps(about, indent=1))
        try:
            made.rename(folder)
        except OSError:
            if not (folder / SUMMARY).exists():  # else another process was faster
                raise


def _drawn(entries: Sequence[Entry], count: int | None) -> Sequence[Entry]:
    """All entries, in an order to take the first ones of where not all are wanted."""
    if count is None or count >= len(entries):
        return entries
    return random.Random(_SEED).sample(entries, len(entries))


def _kept(
    entries: Sequence[Entry], side: int, count: int | None, skipped: dict[str, str]
) -> Iterator[CaptionedPicture]:
    """The first `count` good rows, each picture of a name once; the others go to `skipped`."""
    seen: set[bytes] = set()
    for entry in entries:
        if len(seen) == count:
            return
        try:
            row = entry.row(side)
        except BadRow as reason:
            skipped[entry.label] = str(reason)
            continue
        key = sha256(row["picture"] + repr((row["style"], row["captions"])).encode()).digest()
        if key in seen:
            skipped[entry.label] = "the same picture with the same name"
            continue
        seen.add(key)
        yield row


def _check_that_some_are_left(total: int, skipped: Mapping[str, str]) -> None:
    if len(skipped) < total:
        return
    reasons = ", ".join(f"{why} ({n})" for why, n in Counter(skipped.values()).most_common())
    raise BadRequest(f"No picture is left of {total}: {reasons or 'there are no rows'}.")
