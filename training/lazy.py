"""Rows computed once, when first asked for, and kept on disk: latents and text embeddings."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.paths import writing

Compute = Callable[[Sequence[int]], npt.NDArray[np.floating]]


class LazyRows:
    """An array [rows, *shape] of half precision in `folder`, filled by `compute` as rows are read.

    The file is sparse: rows that nobody read take no space. `folder` must be named by a hash of
    everything that the values depend on.
    """

    def __init__(self, folder: Path, rows: int, shape: tuple[int, ...], compute: Compute) -> None:
        self._compute = compute
        with writing(folder):
            self._values = _open(folder / "rows.npy", np.dtype(np.float16), (rows, *shape))
            self._known = _open(folder / "known.npy", np.dtype(np.bool_), (rows,))

    def __len__(self) -> int:
        return len(self._known)

    def __getitem__(self, rows: Sequence[int]) -> npt.NDArray[np.float32]:
        """Float32 [len(rows), *shape]."""
        missing = sorted({row for row in rows if not self._known[row]})
        if missing:
            self._values[missing] = self._compute(missing)
            self._known[missing] = True
        return self._values[list(rows)].astype(np.float32)


def _open(path: Path, dtype: np.dtype[np.generic], shape: tuple[int, ...]) -> np.memmap:
    mode = "r+" if path.exists() else "w+"
    return np.lib.format.open_memmap(path, mode, dtype, shape)
