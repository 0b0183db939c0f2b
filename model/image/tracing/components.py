"""Connected areas of one label on a grid, found without scipy."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from model.image.tracing.labels import Labels, Mask

Indices = npt.NDArray[np.intp]


class Component(NamedTuple):
    """A 4-connected area: its label, its shape in its bounding box, and the box's first cell."""

    label: int
    shape: Mask
    row: int
    column: int


def components(labels: Labels, least: int, most: int) -> Iterator[Component]:
    """The areas of `least` to `most` cells that have a label other than 0, in scan order."""
    roots = numbered(labels)
    sizes = np.bincount(roots.ravel())
    wanted = (sizes >= least) & (sizes <= most)
    cells = np.flatnonzero((labels > 0) & wanted[roots])
    order = np.argsort(roots.ravel()[cells], kind="stable")
    cells = cells[order]
    ends = np.flatnonzero(np.diff(roots.ravel()[cells])) + 1
    for own in np.split(cells, ends) if len(cells) else ():
        rows, columns = np.divmod(own, labels.shape[1])
        row, column = int(rows.min()), int(columns.min())
        shape = np.zeros((rows.max() - row + 1, columns.max() - column + 1), np.bool_)
        shape[rows - row, columns - column] = True
        yield Component(int(labels[rows[0], columns[0]]), shape, row, column)


def numbered(labels: Labels) -> Indices:
    """The number from 0 of the 4-connected area of one label that each cell is in."""
    runs = _runs(labels)
    return _roots(runs, labels)[runs]


def _runs(labels: Labels) -> Indices:
    """The number of the horizontal run of one label that each cell is in."""
    starts = np.ones(labels.shape, np.bool_)
    starts[:, 1:] = labels[:, 1:] != labels[:, :-1]
    return (starts.ravel().cumsum() - 1).reshape(labels.shape)


def _roots(runs: Indices, labels: Labels) -> Indices:
    """The first run of each run's area."""
    touching = labels[1:] == labels[:-1]
    # One pair of runs for each stretch along which they touch is enough.
    again = (runs[1:, 1:] == runs[1:, :-1]) & (runs[:-1, 1:] == runs[:-1, :-1])
    touching[:, 1:] &= ~again
    above, below = runs[:-1][touching], runs[1:][touching]
    roots = np.arange(runs[-1, -1] + 1)
    while len(above):
        first, second = roots[above], roots[below]
        apart = first != second
        above, below, first, second = (x[apart] for x in (above, below, first, second))
        np.minimum.at(roots, np.maximum(first, second), np.minimum(first, second))
        while (shorter := roots[roots]).tobytes() != roots.tobytes():
            roots = shorter
    return roots
