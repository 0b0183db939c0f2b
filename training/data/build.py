"""The cached data set: every picture with its captions, as an Arrow folder keyed by a hash."""

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from datasets import Dataset, Features, List, Value
from datasets.arrow_writer import ArrowWriter
from tqdm.auto import tqdm

from training.data.composites import Order, composite_row
from training.data.icons import icon_row
from training.data.render import Failure, spread
from training.data.sources import SETS, Packages
from training.paths import home, writing

Row = dict[str, Any]
# Raise it whenever pictures, captions, splits or weights come out differently.
VERSION = 1
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
    parts = [f"version {VERSION}", json.dumps(asdict(options), sort_keys=True)]
    files = [packages.lock, *sorted(LIBRARY.glob("*.xz"))]
    parts += [f"{file.name} {sha256(file.read_bytes()).hexdigest()}" for file in files]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def build(options: Options, processes: int | None = None, packages: Packages | None = None) -> Path:
    """The folder of the data set; it is made only where it is not there yet.

    Raises Unavailable without npm where the sets are missing, and where the disk is full.
    """
    packages = packages or Packages()
    root = home() / "data"
    folder = root / digest(options, packages)
    if (folder / SUMMARY).exists():
        return folder
    packages.install()
    with writing(root), tempfile.TemporaryDirectory(prefix=".making-", dir=root) as making:
        summary = Summary(folder.name)
        start = time.monotonic()
        rows = _rows(options, packages, processes or os.cpu_count() or 1)
        _write(Path(making), summary, rows)
        summary.seconds = round(time.monotonic() - start, 1)
        (Path(making) / "done" / SUMMARY).write_text(json.dumps(asdict(summary), indent=1))
        (Path(making) / "done").rename(folder)
    return folder


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


def _rows(options: Options, packages: Packages, processes: int) -> Iterator[Row | Failure]:
    """The icons, then composites that weigh as much as they are meant to."""
    total = 0.0
    every = (icon for set_ in SETS for icon in packages.icons(set_))
    for row in tqdm(spread(icon_row, every, processes), desc="icons", unit="picture"):
        total += 0.0 if isinstance(row, Failure) else row["weight"]
        yield row
    share = _COMPOSITE_SHARE / (1 - _COMPOSITE_SHARE)
    weight = total * share / max(1, options.composites)
    licences = {set_.style: packages.licence(set_.package) for set_ in SETS}
    numbers = range(options.composites)
    orders = (Order(number, options.seed, weight, licences) for number in numbers)
    composites = spread(composite_row, orders, processes)
    yield from tqdm(composites, desc="composites", unit="picture", total=options.composites)
