"""Affine maps, bounds and convex hulls in the plane, y down."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """An axis-aligned rectangle from (x0, y0) to (x1, y1)."""

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
    def centre(self) -> Point:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @classmethod
    def around(cls, points: Iterable[Point], pad: float = 0.0) -> "Bounds":
        """The smallest rectangle around the points, enlarged by `pad` on every side."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad)

    def padded(self, pad: float) -> "Bounds":
        """The rectangle enlarged by `pad` on every side."""
        return Bounds(self.x0 - pad, self.y0 - pad, self.x1 + pad, self.y1 + pad)

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        return (self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1)


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
    def turn(cls, degrees: float, about: Point = (0.0, 0.0)) -> "Affine":
        """A rotation about a point, clockwise on the screen."""
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        spin = cls(cos, sin, -sin, cos)
        return cls.move(*about) @ spin @ cls.move(-about[0], -about[1])

    @classmethod
    def onto(cls, point: Point, at: Point, scale: float, turn: float = 0.0) -> "Affine":
        """A scaling that moves the point `at` to another, then a `turn` about it in degrees."""
        linear = cls.turn(turn) @ cls.scale(scale) if turn else cls.scale(scale)
        return cls.move(*point) @ linear @ cls.move(-at[0], -at[1])

    @classmethod
    def mirror(cls, x: float) -> "Affine":
        """A reflection in the vertical line at `x`."""
        return cls(a=-1.0, e=2 * x)

    def __matmul__(self, first: "Affine") -> "Affine":
        """The composition: `first`, then this map."""
        return Affine(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            self.a * first.e + self.c * first.f + self.e,
            self.b * first.e + self.d * first.f + self.f,
        )

    def at(self, point: Point) -> Point:
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def bounds(self, box: Bounds) -> Bounds:
        """The bounds of a rectangle's image."""
        return Bounds.around(self.at(corner) for corner in box.corners)

    @property
    def area(self) -> float:
        """The factor by which areas grow, negative for a reflection; 0 flattens the plane."""
        return self.a * self.d - self.b * self.c

    @property
    def inverse(self) -> "Affine":
        """The map back. Raises ZeroDivisionError for a map that flattens the plane."""
        area = self.area
        linear = Affine(self.d / area, -self.b / area, -self.c / area, self.a / area)
        return linear @ Affine.move(-self.e, -self.f)

    @property
    def size(self) -> float:
        """The factor by which lengths grow; for maps that do not distort."""
        return math.hypot(self.a, self.b)

    @property
    def svg(self) -> str:
        values = " ".join(f"{v:.4g}" for v in (self.a, self.b, self.c, self.d))
        return f"matrix({values} {self.e:.2f} {self.f:.2f})"


def convex_hull(points: Iterable[Point]) -> tuple[Point, ...]:
    """The smallest convex polygon around points (Andrew's monotone chain).

    The leftmost and the rightmost corner are in it twice.
    """
    ordered = sorted(set(points))
    return (*_chain(ordered), *_chain(ordered[::-1]))


def is_inside(hull: Sequence[Point], point: Point) -> bool:
    """Whether a point is within a polygon of `convex_hull`."""
    edges = zip(hull, (*hull[1:], hull[0]), strict=True)
    turns = {_turns_right(one, other, point) for one, other in edges if one != other}
    return len(turns) < 2


def _chain(points: list[Point]) -> list[Point]:
    chain: list[Point] = []
    for x, y in points:
        while len(chain) > 1 and _turns_right(chain[-2], chain[-1], (x, y)):
            chain.pop()
        chain.append((x, y))
    return chain


def _turns_right(first: Point, second: Point, third: Point) -> bool:
    cross = (second[0] - first[0]) * (third[1] - first[1])
    return cross <= (second[1] - first[1]) * (third[0] - first[0])
