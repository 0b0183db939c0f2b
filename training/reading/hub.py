"""A data set on the Hugging Face hub, or a local folder in the same format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import datasets
from datasets import Dataset, DatasetDict, Image, Value, load_dataset
from datasets.exceptions import DatasetNotFoundError, DatasetsError
from huggingface_hub.constants import HF_HUB_CACHE
from huggingface_hub.errors import HfHubHTTPError

from model.errors import BadRequest, Unavailable
from training.reading.clean import bitmap_row
from training.reading.columns import TEXTS, text_column, texts
from training.reading.files import content
from training.reading.source import BadRow, CaptionedPicture, known_style


@dataclass(frozen=True, slots=True, eq=False)
class HubEntry:
    """One row of a data set, decoded on access."""

    rows: Dataset
    number: int
    image: str
    text: str
    roots: tuple[Path, ...]

    @property
    def label(self) -> str:
        """Its number in the data set."""
        return f"row {self.number}"

    def row(self, resolution: int) -> CaptionedPicture:
        """The cleaned row. Raises BadRow."""
        cells = self.rows[self.number]
        style = known_style(cells.get("style"))
        data = _data(cells[self.image], self.roots)
        return bitmap_row(data, texts(cells[self.text]), style, resolution)


class Hub:
    """The split "train" of a data set, or its first split if there is none of that name."""

    usual_count = None

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = _load(name)

    @property
    def attribution(self) -> str:
        """The data set and its page."""
        return f"The data set {self._name} (https://huggingface.co/datasets/{self._name})"

    @property
    def licence(self) -> str:
        """The licence in its card."""
        return self._rows.info.license or "see the data set's page"

    def digest(self) -> str:
        """The fingerprint that `datasets` computes from the files and the split."""
        return str(self._rows._fingerprint)

    def entries(self) -> list[HubEntry]:
        """All rows. Raises BadRequest without a column of images and one of texts."""
        features = self._rows.features
        image = next((n for n, kind in features.items() if isinstance(kind, Image)), None)
        text = text_column(features) or _only_text(features)
        if image is None or text is None:
            raise BadRequest(
                f"{self._name} has the columns {', '.join(features)}: it needs one of images and "
                f"one of texts, named {', '.join(TEXTS)}."
            )
        rows = self._rows.cast_column(image, Image(decode=False))
        roots = _roots(self._name)
        return [HubEntry(rows, number, image, text, roots) for number in range(len(rows))]


def _load(name: str) -> Dataset:
    try:
        splits = load_dataset(name)
    except DatasetNotFoundError as error:
        raise Unavailable(_refusal(name, str(error))) from error
    except (DatasetsError, ValueError) as error:
        first = str(error).partition("\n")[0]
        raise BadRequest(f"{name} cannot be read as a data set: {first}") from error
    except (OSError, HfHubHTTPError) as error:
        raise Unavailable(
            f"The hub could not be reached for {name}, and there is no such folder: check the name "
            "and the network, or copy the data set here and use folder:PATH."
        ) from error
    assert isinstance(splits, DatasetDict)
    return splits["train"] if "train" in splits else next(iter(splits.values()))


def _refusal(name: str, said: str) -> str:
    """What to do if the hub refuses a data set; only its message tells gated ones from others."""
    if "is a gated dataset" in said:
        return (
            f"{name} is gated: accept its terms at https://huggingface.co/datasets/{name} and set "
            "HF_TOKEN to a token of that account."
        )
    return f"The hub has no data set {name}, or it is private: check the name, or set HF_TOKEN."


def _only_text(features: Mapping[str, object]) -> str | None:
    """The only column of texts, whatever its name; None if there are several."""
    found = [n for n, kind in features.items() if kind == Value("string") and n != "style"]
    return found[0] if len(found) == 1 else None


def _roots(name: str) -> tuple[Path, ...]:
    """The folders with the files of a data set: its own, or the caches that it is fetched to."""
    if Path(name).is_dir():
        return (Path(name),)
    fetched = Path(HF_HUB_CACHE) / f"datasets--{name.replace('/', '--')}"
    return (fetched, Path(datasets.config.DOWNLOADED_DATASETS_PATH))


def _data(cell: Mapping[str, object] | None, roots: Sequence[Path]) -> bytes:
    """The bytes of an undecoded image, from the cell or from the file that it names."""
    if cell is None:
        raise BadRow("no picture")
    data, path = cell["bytes"], str(cell["path"])
    if isinstance(data, bytes):
        return data
    root = next((root for root in roots if Path(path).is_relative_to(root)), roots[0])
    return content(root, path)
