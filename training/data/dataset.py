"""Reads the cached data set for training."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from datasets import Dataset, load_from_disk

from model.errors import Unavailable
from training.data.cache import SUMMARY
from training.data.render import RESOLUTION, decode
from training.paths import home


def newest() -> Path:
    """The folder of the newest data set; its name is the hash of the data.

    Raises Unavailable if there is none.
    """
    made = sorted((home() / "data").glob(f"*/{SUMMARY}"), key=lambda file: file.stat().st_mtime)
    if not made:
        raise Unavailable("There is no data set yet: build it with `python -m training data`.")
    return made[-1].parent


def load(folder: Path | None = None) -> Dataset:
    """The rows of the data set in `folder` or of the newest one, memory-mapped."""
    dataset = load_from_disk(str(folder or newest()))
    assert isinstance(dataset, Dataset)
    return dataset


def pictures(dataset: Dataset, indices: Sequence[int]) -> npt.NDArray[np.uint8]:
    """The images of the rows at `indices`: uint8 [n, 128, 128, 4], straight alpha."""
    out = np.empty((len(indices), RESOLUTION, RESOLUTION, 4), np.uint8)
    table = dataset.with_format("arrow")
    for place, image in enumerate(table[list(indices)]["image"]):
        out[place] = decode(image.as_py())
    return out
