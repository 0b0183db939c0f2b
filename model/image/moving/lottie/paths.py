"""SVG path data and basic shapes as cubic Bézier contours."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_TOKEN = re.compile(rf"[MmLlHhVvCcSsQqTtAaZz]|{_NUMBER}")
_ARCS = re.compile(r"[Aa][^A-Za-z]*")
_FLAGS = re.compile(
    rf"({_NUMBER}[\s,]*{_NUMBER}[\s,]*{_NUMBER}[\s,]+)"
    rf"([01])[\s,]*([01])[\s,]*({_NUMBER}[\s,]*{_NUMBER})"
)
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
# How far the handles of a cubic that draws a quarter of a circle are from its ends, in radii.
_QUARTER = 4 / 3 * math.tan(math.pi / 8)


@dataclass(slots=True)
class Contour:
    """A contour: complex vertices, and for each the handles before and behind it, absolute."""

    vertices: list[complex] = field(default_factory=list)
    before: list[complex] = field(default_factory=list)
    behind: list[complex] = field(default_factory=list)
    closed: bool = False

    def start(self, at: complex) -> None:
        """Begin with a vertex."""
        self.vertices, self.before, self.behind = [at], [at], [at]

    def curve(self, first: complex, second: complex, end: complex) -> None:
        """Go on to `end` by a cubic with these handles."""
        self.behind[-1] = first
        self.vertices.append(end)
        self.before.append(second)
        self.behind.append(end)

    def close(self) -> None:
        """Close it; a last vertex on the first is merged with it."""
        self.closed = True
        if len(self.vertices) > 1 and abs(self.vertices[-1] - self.vertices[0]) < 1e-6:
            self.before[0] = self.before.pop()
            self.vertices.pop()
            self.behind.pop()

    @property
    def points(self) -> Points:
        """float [vertices, 3, 2]: each vertex, and the handles before and behind it."""
        rows = np.array([self.vertices, self.before, self.behind]).T
        return np.stack([rows.real, rows.imag], axis=-1)


def contours(tag: str, attributes: Mapping[str, str]) -> list[Contour]:
    """The contours of an SVG element. Raises KeyError for one that is no shape."""
    number = {key: _length(value) for key, value in attributes.items() if key in _LENGTHS}
    match tag:
        case "path":
            return _Pen(attributes.get("d", "")).contours
        case "circle" | "ellipse":
            radius = number.get("r", 0.0)
            rx, ry = number.get("rx", radius), number.get("ry", radius)
            return [_ellipse(complex(number.get("cx", 0), number.get("cy", 0)), rx, ry)]
        case "rect":
            return [_rectangle(number)]
        case "polygon" | "polyline" | "line":
            return _polygon(tag, attributes, number)
    raise KeyError(tag)


_LENGTHS = {"x", "y", "width", "height", "rx", "ry", "r", "cx", "cy", "x1", "y1", "x2", "y2"}


def _length(text: str) -> float:
    return float(text.removesuffix("px"))


def _ellipse(centre: complex, rx: float, ry: float) -> Contour:
    contour = Contour()
    contour.start(centre + rx)
    for quarter in range(4):
        turn, after = 1j**quarter, 1j ** (quarter + 1)
        first, second = turn + _QUARTER * after, after + _QUARTER * turn
        stretched = (complex(z.real * rx, z.imag * ry) for z in (first, second, after))
        contour.curve(*(centre + z for z in stretched))
    contour.close()
    return contour


def _rectangle(number: Mapping[str, float]) -> Contour:
    x, y, w, h = (number.get(key, 0.0) for key in ("x", "y", "width", "height"))
    rx = number.get("rx", number.get("ry", 0.0))
    ry = number.get("ry", rx)
    rx, ry = min(rx, w / 2), min(ry, h / 2)
    d = (
        f"M{x + rx} {y}H{x + w - rx}A{rx} {ry} 0 0 1 {x + w} {y + ry}V{y + h - ry}"
        f"A{rx} {ry} 0 0 1 {x + w - rx} {y + h}H{x + rx}A{rx} {ry} 0 0 1 {x} {y + h - ry}"
        f"V{y + ry}A{rx} {ry} 0 0 1 {x + rx} {y}Z"
    )
    return _Pen(d).contours[0]


def _polygon(tag: str, attributes: Mapping[str, str], number: Mapping[str, float]) -> list[Contour]:
    if tag == "line":
        x1, y1, x2, y2 = (number.get(key, 0.0) for key in ("x1", "y1", "x2", "y2"))
        return _Pen(f"M{x1} {y1}L{x2} {y2}").contours
    return _Pen(f"M{attributes.get('points', '')}{'Z' if tag == 'polygon' else ''}").contours


class _Pen:
    """Draws path data. `contours` has what was drawn."""

    def __init__(self, d: str) -> None:
        self.contours: list[Contour] = []
        self._at = self._start = 0j
        self._handle: complex | None = None
        self._last = ""
        for command, numbers in _commands(d):
            self._draw(command, numbers)
            self._last = command.upper()

    def _draw(self, command: str, numbers: list[float]) -> None:
        kind, base = command.upper(), self._at if command.islower() else 0j
        points = [base + complex(*pair) for pair in zip(*[iter(numbers)] * 2, strict=False)]
        match kind:
            case "Z":
                if self.contours:
                    self.contours[-1].close()
                self._at = self._start
            case "M":
                self._at = self._start = points[0]
                self.contours.append(Contour())
                self.contours[-1].start(self._at)
            case "L":
                self._line(points[0])
            case "H":
                self._line(complex(base.real + numbers[0], self._at.imag))
            case "V":
                self._line(complex(self._at.real, base.imag + numbers[0]))
            case "C":
                self._cubic(*points)
            case "S":
                self._cubic(self._reflected("CS"), *points)
            case "Q":
                self._quadratic(*points)
            case "T":
                self._quadratic(self._reflected("QT"), points[0])
            case "A":
                end = base + complex(numbers[5], numbers[6])
                for first, second, to in _arc(self._at, numbers, end):
                    self._cubic(first, second, to)

    def _contour(self) -> Contour:
        if self.contours[-1].closed:
            self.contours.append(Contour())
            self.contours[-1].start(self._at)
        return self.contours[-1]

    def _line(self, to: complex) -> None:
        self._contour().curve(self._at, to, to)
        self._at = to

    def _cubic(self, first: complex, second: complex, to: complex) -> None:
        self._contour().curve(first, second, to)
        self._handle, self._at = second, to

    def _quadratic(self, handle: complex, to: complex) -> None:
        start = self._at
        self._cubic(start + 2 / 3 * (handle - start), to + 2 / 3 * (handle - to), to)
        self._handle = handle

    def _reflected(self, kinds: str) -> complex:
        if self._last in tuple(kinds) and self._handle is not None:
            return 2 * self._at - self._handle
        return self._at


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; repeated numbers repeat the command."""
    command, numbers = "", list[float]()
    for token in _TOKEN.findall(_separated(d)):
        if token.isalpha():
            command, numbers = token, []
            if token in "Zz":
                yield token, []
            continue
        numbers.append(float(token))
        if len(numbers) == _COUNTS[command.upper()]:
            yield command, numbers
            numbers = []
            command = {"M": "L", "m": "l"}.get(command, command)


def _separated(d: str) -> str:
    """Path data with the flags of arcs apart: "a5 5 0 011 2" is "a5 5 0 0 1 1 2"."""
    return _ARCS.sub(lambda found: _FLAGS.sub(r"\1\2 \3 \4 ", found[0]), d)


def _arc(
    start: complex, numbers: list[float], end: complex
) -> Iterator[tuple[complex, complex, complex]]:
    """An elliptical arc as cubics (SVG 1.1, appendix F.6)."""
    rx, ry, turn, large, sweep = numbers[:5]
    rx, ry = abs(rx), abs(ry)
    if start == end:
        return
    if not rx or not ry:
        yield start, end, end
        return
    spin = complex(math.cos(math.radians(turn)), math.sin(math.radians(turn)))

    def into(z: complex) -> complex:
        """To the coordinates in which the ellipse is the unit circle."""
        z /= spin
        return complex(z.real / rx, z.imag / ry)

    def back(z: complex) -> complex:
        return complex(z.real * rx, z.imag * ry) * spin

    a, b = into(start), into(end)
    half = abs(b - a) / 2
    # A radius that is too small grows until the arc fits.
    grown = max(half, 1.0)
    rise = math.sqrt(max(grown**2 - half**2, 0.0)) * (1 if bool(large) != bool(sweep) else -1)
    centre = (a + b) / 2 + rise * 1j * (b - a) / abs(b - a)
    first = math.atan2((a - centre).imag, (a - centre).real)
    angle = math.atan2((b - centre).imag, (b - centre).real) - first
    if sweep and angle < 0:
        angle += 2 * math.pi
    elif not sweep and angle > 0:
        angle -= 2 * math.pi
    pieces = max(1, math.ceil(abs(angle) / (math.pi / 2) - 1e-9))
    step = angle / pieces
    pull = 4 / 3 * math.tan(step / 4)
    for piece in range(pieces):
        u = grown * complex(math.cos(first + piece * step), math.sin(first + piece * step))
        v = grown * complex(
            math.cos(first + (piece + 1) * step), math.sin(first + (piece + 1) * step)
        )
        to = end if piece == pieces - 1 else back(centre + v)
        yield back(centre + u + pull * 1j * u), back(centre + v - pull * 1j * v), to
