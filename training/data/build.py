"""The cached data set: every picture with its captions, as an Arrow folder keyed by a hash."""

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from datasets import Dataset, Features, List, Value, load_from_disk
from datasets.arrow_writer import ArrowWriter
from tqdm.auto import tqdm

from training.data.composites import Order, composite_row
from training.data.emoji_sets import SETS, Packages
from training.data.icons import icon_row
from training.data.render import Failure, spread
from training.paths import home, writing

Row = dict[str, Any]
# Raise one whenever its pictures, captions, splits or weights come out differently.
ICONS_VERSION = 2
COMPOSITES_VERSION = 1
LIBRARY = Path(__file__).resolve().parents[2] / "model" / "bundled" / "library"
SUMMARY = "summary.json"
# Of the weight of all rows, as a sketch is what painting mostly starts from.
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
    """How many composites to paint beside the icons, and the seed of their Scenes."""

    composites: int = 30_000
    seed: int = 0


@dataclass(slots=True)
class Summary:
    """What a data set holds; `counts` is by set, kind and split."""

    digest: str
    rows: int = 0
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Summary":
        """The one that lies in a data set's folder."""
        return cls(**json.loads((folder / SUMMARY).read_text()))


def digest(options: Options, packages: Packages) -> str:
    """A name for the data that these sources, this library and these options give."""
    files = [LIBRARY / "concepts.json.xz", *sorted(LIBRARY.glob("parts-*.json.xz"))]
    library = [_hash(file.read_bytes()) for file in files]
    parts = [_icons_digest(packages), COMPOSITES_VERSION, asdict(options), library]
    return _hash(json.dumps(parts).encode())


def build(options: Options, processes: int | None = None, packages: Packages | None = None) -> Path:
    """The folder of the data set; it is made only where it is not there yet.

    The icons are cached apart, so that another library or composer only costs the composites.
    Raises Unavailable without npm where the sets are missing, and where the disk is full.
    """
    packages, processes = packages or Packages(), processes or os.cpu_count() or 1
    folder = home() / "data" / digest(options, packages)
    if (folder / SUMMARY).exists():
        return folder
    packages.install()
    icons = home() / "icons" / _icons_digest(packages)
    _make(icons, _icons(packages, processes))
    licences = {set_.style: packages.licence(set_.package) for set_ in SETS}
    _make(folder, chain(_read(icons), _composites(options, licences, icons, processes)))
    return folder


def _make(folder: Path, rows: Iterable[Row | Failure]) -> None:
    """Write a data set folder with its summary where there is none: all of it or nothing."""
    if (folder / SUMMARY).exists():
        return
    root, summary, start = folder.parent, Summary(folder.name), time.monotonic()
    with writing(root), tempfile.TemporaryDirectory(prefix=".making-", dir=root) as making:
        _write(Path(making), summary, rows)
        summary.seconds = round(time.monotonic() - start, 1)
        (Path(making) / "done" / SUMMARY).write_text(json.dumps(asdict(summary), indent=1))
        (Path(making) / "done").rename(folder)


def _write(making: Path, summary: Summary, rows: Iterable[Row | Failure]) -> None:
    """Stream all rows into one Arrow file, and that into a data set folder."""
    arrow, counts = making / "rows.arrow", Counter[str]()
    with ArrowWriter(path=str(arrow), features=FEATURES, writer_batch_size=200) as writer:
        for row in rows:
            if isinstance(row, Failure):
                summary.failures[row.name] = row.reason
                continue
            writer.write(row)
            counts[f"{row['set']} {row['kind']} {row['split']}"] += 1
        writer.finalize()
    summary.rows, summary.counts = counts.total(), dict(sorted(counts.items()))
    Dataset.from_file(str(arrow)).save_to_disk(making / "done")
    arrow.unlink()


def _icons(packages: Packages, processes: int) -> Iterator[Row | Failure]:
    every = (icon for set_ in SETS for icon in packages.icons(set_))
    yield from tqdm(spread(icon_row, every, processes), desc="icons", unit="picture")


def _read(folder: Path) -> Iterator[Row | Failure]:
    """What `_make` wrote."""
    yield from load_from_disk(str(folder))
    yield from (Failure(*item) for item in Summary.read(folder).failures.items())


def _composites(
    options: Options, licences: Mapping[str, str], icons: Path, processes: int
) -> Iterator[Row | Failure]:
    """Composites that weigh as much as they are meant to beside the icons."""
    share = _COMPOSITE_SHARE / (1 - _COMPOSITE_SHARE)
    weight = sum(load_from_disk(str(icons))["weight"]) * share / max(1, options.composites)
    numbers = range(options.composites)
    orders = (Order(number, options.seed, weight, licences) for number in numbers)
    rows = spread(composite_row, orders, processes)
    yield from tqdm(rows, desc="composites", unit="picture", total=options.composites)


def _icons_digest(packages: Packages) -> str:
    return _hash(f"version {ICONS_VERSION} ".encode() + packages.lock.read_bytes())


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]
