"""Builds the data set: all images with their captions, in an Arrow folder named by a hash."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from datasets import Dataset, Features, List, Value, load_from_disk
from tqdm.auto import tqdm

from training.data import COMPOSITES
from training.data.cache import (
    digest_of,
    hash_of,
    is_complete,
    new_folder,
    read_summary,
    write_rows,
    write_summary,
)
from training.data.composites import CompositeTask, composite_row
from training.data.emoji_sets import SETS, Packages
from training.data.icons import icon_row
from training.data.render import Failure, spread
from training.paths import home

Row = dict[str, Any]
# Increase one whenever its images, captions, splits or weights change.
ICONS_VERSION = 2
COMPOSITES_VERSION = 2
LIBRARY = Path(__file__).resolve().parents[2] / "model" / "bundled" / "library"
# Of the total weight of all rows: most images are painted from a sketch.
_COMPOSITE_SHARE = 0.6
FEATURES = Features(
    {
        "image": Value("binary"),
        "captions": List(Value("string")),
        **{
            name: Value("string")
            for name in ("style", "set", "family", "kind", "concept", "scene", "split")
        },
        "weight": Value("float32"),
        "licence": Value("string"),
    }
)


@dataclass(frozen=True, slots=True)
class Options:
    """The number of composites in addition to the icons, and the seed of their Scenes."""

    composites: int = COMPOSITES
    seed: int = 0


@dataclass(slots=True)
class Summary:
    """The contents of a data set; `counts` is by set, kind and split."""

    digest: str
    rows: int = 0
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Summary":
        """The summary of the data set in `folder`."""
        return cls(**read_summary(folder))


def digest(options: Options, packages: Packages) -> str:
    """The name of the data set made from these emoji sets, this library and these options."""
    files = [LIBRARY / "concepts.json.xz", *sorted(LIBRARY.glob("parts-*.json.xz"))]
    library = [hash_of(file.read_bytes()) for file in files]
    return digest_of(_icons_digest(packages), COMPOSITES_VERSION, asdict(options), library)


def build(options: Options, processes: int | None = None, packages: Packages | None = None) -> Path:
    """The folder of the data set, which is only built if it does not exist yet.

    The icons are cached separately, so that a new library or composer only costs the composites.
    Raises Unavailable if the emoji sets are missing and npm is too, and when the disk is full.
    """
    packages, processes = packages or Packages(), processes or os.cpu_count() or 1
    folder = home() / "data" / digest(options, packages)
    if is_complete(folder):
        return folder
    packages.install()
    icons = home() / "icons" / _icons_digest(packages)
    _make(icons, _icons(packages, processes))
    licences = {set_.style: packages.licence(set_.package) for set_ in SETS}
    _make(folder, chain(_read(icons), _composites(options, licences, icons, processes)))
    return folder


def _make(folder: Path, rows: Iterable[Row | Failure]) -> None:
    """Write a data set folder with its summary, unless it exists."""
    if is_complete(folder):
        return
    summary, counts, start = Summary(folder.name), Counter[str](), time.monotonic()
    with new_folder(folder) as made:
        arrow = made.parent / "rows.arrow"
        write_rows(arrow, FEATURES, _counted(rows, counts, summary.failures))
        Dataset.from_file(str(arrow)).save_to_disk(made)
        arrow.unlink()
        summary.rows, summary.counts = counts.total(), dict(sorted(counts.items()))
        summary.seconds = round(time.monotonic() - start, 1)
        write_summary(made, asdict(summary))


def _counted(
    rows: Iterable[Row | Failure], counts: Counter[str], failures: dict[str, str]
) -> Iterator[Row]:
    """The rows that could be made, counted; the others go to `failures`."""
    for row in rows:
        if isinstance(row, Failure):
            failures[row.name] = row.reason
        else:
            counts[f"{row['set']} {row['kind']} {row['split']}"] += 1
            yield row


def _icons(packages: Packages, processes: int) -> Iterator[Row | Failure]:
    icons = (icon for set_ in SETS for icon in packages.icons(set_))
    yield from tqdm(spread(icon_row, icons, processes), desc="icons", unit="image")


def _read(folder: Path) -> Iterator[Row | Failure]:
    """The rows and failures that `_make` wrote."""
    yield from load_from_disk(str(folder))
    yield from (Failure(*item) for item in Summary.read(folder).failures.items())


def _composites(
    options: Options, licences: Mapping[str, str], icons: Path, processes: int
) -> Iterator[Row | Failure]:
    """Composites, weighted to have _COMPOSITE_SHARE of the weight of all rows."""
    share = _COMPOSITE_SHARE / (1 - _COMPOSITE_SHARE)
    weight = sum(load_from_disk(str(icons))["weight"]) * share / max(1, options.composites)
    numbers = range(options.composites)
    tasks = (CompositeTask(number, options.seed, weight, licences) for number in numbers)
    rows = spread(composite_row, tasks, processes)
    yield from tqdm(rows, desc="composites", unit="image", total=options.composites)


def _icons_digest(packages: Packages) -> str:
    return hash_of(f"version {ICONS_VERSION} ".encode() + packages.lock.read_bytes())
