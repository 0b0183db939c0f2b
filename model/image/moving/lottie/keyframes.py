"""Values over time as Lottie's properties, with as few keyframes as a tolerance allows."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Json = dict[str, Any]
Floats = npt.NDArray[np.float64]
_EVEN = {"i": {"x": 1, "y": 1}, "o": {"x": 0, "y": 0}}
"""The handles of linear interpolation."""


def constant(value: Any) -> Json:
    """A property that does not change."""
    return {"a": 0, "k": value}


def animated(values: Floats, step: int, tolerance: float, digits: int) -> Json:
    """A property with `values`, float [frames + 1, numbers], every `step` ticks.

    The last values are those with which the loop begins again. Values in between are interpolated
    linearly, and no more than `tolerance` off.
    """
    if np.ptp(values, axis=0).max() <= tolerance:
        first = _rounded(values[0], digits)
        return constant(first if len(first) > 1 else first[0])
    return _moving(values, step, tolerance, lambda at: _rounded(values[at], digits))


def animated_path(
    paths: Sequence[Floats], closed: bool, step: int, tolerance: float, digits: int
) -> Json:
    """A contour, float [vertices, 3, 2] at each frame, the first again at the end."""
    flat = np.stack(paths).reshape(len(paths), -1)
    if np.ptp(flat, axis=0).max() <= tolerance:
        return constant(_path(paths[0], closed, digits))
    return _moving(flat, step, tolerance, lambda at: [_path(paths[at], closed, digits)])


def _moving(
    values: Floats, step: int, tolerance: float, shown: Callable[[int], Sequence[Any]]
) -> Json:
    """A property with keyframes at the rows of `values` to keep; `shown` is one row's in JSON."""
    *others, last = simplified(values, tolerance)
    frames = [{"t": at * step, "s": shown(at), **_EVEN} for at in others]
    return {"a": 1, "k": [*frames, {"t": last * step, "s": shown(last)}]}


def simplified(values: Floats, tolerance: float) -> list[int]:
    """The rows to keep, so that the others are interpolated (Ramer, Douglas and Peucker)."""
    kept, ranges = {0, len(values) - 1}, [(0, len(values) - 1)]
    while ranges:
        first, last = ranges.pop()
        if last - first < 2:
            continue
        share = (np.arange(first + 1, last) - first)[:, None] / (last - first)
        straight = values[first] + share * (values[last] - values[first])
        off = np.abs(values[first + 1 : last] - straight).max(axis=1)
        worst = int(off.argmax())
        if off[worst] > tolerance:
            middle = first + 1 + worst
            kept.add(middle)
            ranges += [(first, middle), (middle, last)]
    return sorted(kept)


def _path(points: Floats, closed: bool, digits: int) -> Json:
    vertices, before, behind = points[:, 0], points[:, 1], points[:, 2]
    return {
        "c": closed,
        "v": [_rounded(row, digits) for row in vertices],
        "i": [_rounded(row, digits) for row in before - vertices],
        "o": [_rounded(row, digits) for row in behind - vertices],
    }


def _rounded(values: Floats, digits: int) -> list[float]:
    rounded = (round(float(value), digits) for value in values)
    return [int(value) if value == int(value) else value for value in rounded]
