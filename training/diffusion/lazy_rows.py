"""Rows computed once, when first asked for, and kept on disk: latents and text embeddings."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm.auto import tqdm

from training.paths import writing

Compute = Callable[[Sequence[int]], npt.NDArray[np.floating]]


class LazyRows:
    """An array [rows, *shape] of half precision in `folder`, filled by `compute` as rows are read.

    The file is sparse: rows that nobody read take no space. `folder` must be named by a hash of
    everything that the values depend on.
    """

    def __init__(self, folder: Path, rows: int, shape: tuple[int, ...], compute: Compute) -> None:
        self._compute = compute
        self._folder = folder
        with writing(folder):
            self._values = _open(folder / "rows.npy", np.dtype(np.float16), (rows, *shape))
            self._known = _open(folder / "known.npy", np.dtype(np.bool_), (rows,))

    def __len__(self) -> int:
        return len(self._known)

    def __getitem__(self, rows: Sequence[int]) -> npt.NDArray[np.float32]:
        """Float32 [len(rows), *shape]."""
        missing = sorted({row for row in rows if not self._known[row]})
        if missing:
            self._learn(missing)
        return self._values[list(rows)].astype(np.float32)

    def fill(self, batch: int, label: str) -> None:
        """Compute every row that is missing, `batch` at a time, with a progress bar called `label`.

        The space is taken first: a mapped file that grows on a full disk kills the process.
        Raises Unavailable where there is not enough.
        """
        missing = np.flatnonzero(~self._known).tolist()
        if not missing:
            return
        path = self._folder / "rows.npy"
        with writing(self._folder), path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
        with tqdm(total=len(missing), desc=label, unit="row") as bar:
            for start in range(0, len(missing), batch):
                some = missing[start : start + batch]
                self._learn(some)
                bar.update(len(some))

    def _learn(self, rows: list[int]) -> None:
        self._values[rows] = self._compute(rows)
        self._known[rows] = True


def _open(path: Path, dtype: np.dtype[np.generic], shape: tuple[int, ...]) -> np.memmap:
    mode = "r+" if path.exists() else "w+"
    return np.lib.format.open_memmap(path, mode, dtype, shape)
