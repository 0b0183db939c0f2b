"""A cache on disk of rows that are computed when first read: latents and text embeddings."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm.auto import tqdm

from training.paths import writing

Compute = Callable[[Sequence[int]], npt.NDArray[np.floating]]


class LazyRows:
    """A float16 array [rows, *shape] in `folder`; `compute` fills rows when they are first read.

    The file is sparse, so unread rows take no space. The name of `folder` must contain a hash of
    everything that the values depend on.
    """

    def __init__(self, folder: Path, rows: int, shape: tuple[int, ...], compute: Compute) -> None:
        self._compute = compute
        self._folder = folder
        with writing(folder):
            self._values = _open(folder / "rows.npy", np.dtype(np.float16), (rows, *shape))
            self._filled = _open(folder / "known.npy", np.dtype(np.bool_), (rows,))

    def __len__(self) -> int:
        return len(self._filled)

    def __getitem__(self, rows: Sequence[int]) -> npt.NDArray[np.float32]:
        """Float32 [len(rows), *shape]."""
        missing = sorted({row for row in rows if not self._filled[row]})
        if missing:
            self._write(missing)
        return self._values[list(rows)].astype(np.float32)

    def fill(self, batch: int, label: str) -> None:
        """Compute all missing rows, `batch` at a time, with a progress bar called `label`.

        Disk space is allocated first, because writing a mapped file on a full disk kills the
        process. Raises Unavailable if there is not enough.
        """
        missing = np.flatnonzero(~self._filled).tolist()
        if not missing:
            return
        path = self._folder / "rows.npy"
        with writing(self._folder), path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
        with tqdm(total=len(missing), desc=label, unit="row") as bar:
            for start in range(0, len(missing), batch):
                some = missing[start : start + batch]
                self._write(some)
                bar.update(len(some))

    def _write(self, rows: list[int]) -> None:
        self._values[rows] = self._compute(rows)
        self._filled[rows] = True


def _open(path: Path, dtype: np.dtype[np.generic], shape: tuple[int, ...]) -> np.memmap:
    mode = "r+" if path.exists() else "w+"
    return np.lib.format.open_memmap(path, mode, dtype, shape)
