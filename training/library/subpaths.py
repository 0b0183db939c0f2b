"""Splits paths into their outlines, so that the parts of a face are shapes of their own."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PATH = re.compile(r'<path\b[^>]*?\sd="([^"]+)"[^>]*/>')
_DEFS = re.compile(r"<defs>.*?</defs>", re.DOTALL)
_COMMAND = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
_ONE = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_NUMBER, _BETWEEN = re.compile(_ONE), r"[\s,]*"
_FLAG = "[01]"  # of an arc: it may stand without a space before what follows
_ARC = re.compile(_BETWEEN.join(f"({one})" for one in (_ONE, _ONE, _ONE, _FLAG, _FLAG, _ONE, _ONE)))
_COUNTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "z": 0}


@dataclass(slots=True)
class _Outline:
    """Path data that starts at an absolute point, and the points that it goes through."""

    data: str
    points: list[tuple[float, float]]

    def touches(self, other: "_Outline") -> bool:
        """Whether the boxes of both overlap, as those of a shape and its hole do."""
        (ax, ay), (bx, by) = (list(zip(*one.points, strict=True)) for one in (self, other))
        wide = min(max(ax), max(bx)) > max(min(ax), min(bx))
        high = min(max(ay), max(by)) > max(min(ay), min(by))
        return bool(wide and high)


def split_paths(body: str) -> str:
    """Markup whose paths have one outline each, with its holes; it looks as before."""
    hidden = [match.span() for match in _DEFS.finditer(body)]

    def split(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in hidden):
            return match[0]
        before, after = match.start(1) - match.start(), match.end(1) - match.start()
        groups = _grouped(list(_outlines(match[1])))
        return "".join(f"{match[0][:before]}{data}{match[0][after:]}" for data in groups)

    return _PATH.sub(split, body)


def _grouped(outlines: Sequence[_Outline]) -> list[str]:
    groups: list[list[_Outline]] = []
    for outline in outlines:
        near = [group for group in groups if any(outline.touches(one) for one in group)]
        joined = [*(one for group in near for one in group), outline]
        groups = [*(group for group in groups if group not in near), joined]
    return ["".join(one.data for one in group) for group in groups]


def _outlines(data: str) -> Iterator[_Outline]:
    x = y = 0.0
    outline = _Outline("", [(x, y)])
    for letter, text in _COMMAND.findall(data):
        steps = _steps(letter.lower(), text)
        if letter in "Mm":
            if outline.data:
                yield outline
            dx, dy = steps[0]
            x, y = (x + dx, y + dy) if letter == "m" else (dx, dy)
            rest = " ".join(f"{u:g} {v:g}" for u, v in steps[1:])
            follow = f"{'l' if letter == 'm' else 'L'}{rest}" if rest else ""
            outline = _Outline(f"M{x:.5g} {y:.5g}{follow}", [(x, y)])
            letter, steps = ("l" if letter == "m" else "L"), steps[1:]
        else:
            outline.data += letter + text.strip()
        for step in steps:
            before = x, y
            x, y = _moved(letter, step, x, y)
            outline.points.append((x, y))
            if letter in "Aa":
                outline.points += _bulge(before, (x, y), step[0])
        if letter in "Zz":
            x, y = outline.points[0]
    yield outline


def _bulge(
    start: tuple[float, float], end: tuple[float, float], radius: float
) -> list[tuple[float, float]]:
    """Corners of a box around the middle of an arc, which is small for a flat one."""
    radius = min(radius, 0.75 * math.dist(start, end))
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    return [(x - 0.7 * radius, y - 0.7 * radius), (x + 0.7 * radius, y + 0.7 * radius)]


def _moved(letter: str, step: Sequence[float], x: float, y: float) -> tuple[float, float]:
    base = (x, y) if letter.islower() else (0.0, 0.0)
    if letter in "Hh":
        return base[0] + step[0], y
    if letter in "Vv":
        return x, base[1] + step[0]
    return base[0] + step[-2], base[1] + step[-1]


def _steps(kind: str, text: str) -> list[tuple[float, ...]]:
    """The numbers of each repetition of a command."""
    if kind == "a":
        return [tuple(map(float, found)) for found in _ARC.findall(text)]
    numbers, count = [float(one) for one in _NUMBER.findall(text)], _COUNTS[kind]
    if not count:
        return []
    return [tuple(numbers[n : n + count]) for n in range(0, len(numbers), count)]
