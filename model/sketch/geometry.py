"""Affine maps and bounds in the plane (y down)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """An upright rectangle from (x0, y0) to (x1, y1)."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]], pad: float = 0.0) -> "Bounds":
        """The smallest rectangle that holds the points, `pad` wider on every side."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad)

    @classmethod
    def union(cls, boxes: Iterable["Bounds"]) -> "Bounds":
        """The smallest rectangle that holds all of the boxes."""
        corners = [corner for box in boxes for corner in ((box.x0, box.y0), (box.x1, box.y1))]
        return cls.around(corners)


@dataclass(frozen=True, slots=True)
class Affine:
    """(x, y) -> (a x + c y + e, b x + d y + f), the order of SVG's matrix()."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def move(cls, x: float, y: float) -> "Affine":
        return cls(e=x, f=y)

    @classmethod
    def scale(cls, x: float, y: float | None = None) -> "Affine":
        return cls(a=x, d=x if y is None else y)

    @classmethod
    def turn(cls, degrees: float, about: tuple[float, float] = (0.0, 0.0)) -> "Affine":
        """Clockwise on the screen."""
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        spin = cls(cos, sin, -sin, cos)
        return cls.move(*about) @ spin @ cls.move(-about[0], -about[1])

    @classmethod
    def mirror(cls, x: float) -> "Affine":
        """Left and right swapped about a vertical line."""
        return cls(a=-1.0, e=2 * x)

    def __matmul__(self, first: "Affine") -> "Affine":
        """The map that does `first`, then this one."""
        return Affine(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            self.a * first.e + self.c * first.f + self.e,
            self.b * first.e + self.d * first.f + self.f,
        )

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def bounds(self, box: Bounds) -> Bounds:
        """Where a rectangle lands (its corners' bounds)."""
        xs, ys = (box.x0, box.x1), (box.y0, box.y1)
        return Bounds.around(self.at((x, y)) for x in xs for y in ys)

    @property
    def svg(self) -> str:
        values = " ".join(f"{v:.4g}" for v in (self.a, self.b, self.c, self.d))
        return f"matrix({values} {self.e:.2f} {self.f:.2f})"
