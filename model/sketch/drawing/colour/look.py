"""Colours and outline of a part's art, measured on a small rendering."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.colour.oklch import Lch, oklab, to_lch
from model.sketch.drawing.colour.recolour import dominant, recolour
from model.sketch.drawing.vector.geometry import Point, convex_hull
from model.sketch.drawing.vector.raster import rasterize_part
from model.sketch.library import Size

RESOLUTION = 48
_OPAQUE = 128
_FAINT = 12
_BLACKISH = 90


@dataclass(frozen=True, eq=False)
class Look:
    """A part rendered at 48 px: uint8 [48, 48, 4]. Coordinates are in the part's unit square.

    `main` is its dominant colour, `hull` the corners of its convex hull.
    """

    pixels: npt.NDArray[np.uint8]
    main: Lch
    hull: tuple[Point, ...]

    @cached_property
    def lightness(self) -> npt.NDArray[np.float64]:
        """The lightness (0 to 1, OKLab) of each pixel, [48, 48]."""
        light: npt.NDArray[np.float64] = oklab(self.pixels[..., :3] / 255)[..., 0]
        return light

    @property
    def solid(self) -> npt.NDArray[np.bool_]:
        """The opaque pixels, bool [48, 48]."""
        return self.pixels[..., 3] > _OPAQUE

    def edges(self, y: float) -> tuple[float, float] | None:
        """The leftmost and rightmost opaque x at height `y`; None if nothing is drawn there."""
        (columns,) = np.nonzero(self.solid[min(RESOLUTION - 1, max(0, int(y * RESOLUTION)))])
        return (
            None if not columns.size else (columns[0] / RESOLUTION, (columns[-1] + 1) / RESOLUTION)
        )

    def run(self, x: float, y: float) -> tuple[float, float] | None:
        """The ends of the unbroken opaque span around a point; None if nothing is drawn there."""
        row = self.solid[min(RESOLUTION - 1, max(0, int(y * RESOLUTION)))]
        at = min(RESOLUTION - 1, max(0, int(x * RESOLUTION)))
        if not row[at]:
            return None
        (gaps,) = np.nonzero(~row)
        left = max((gap + 1 for gap in gaps if gap < at), default=0)
        right = min((gap for gap in gaps if gap > at), default=RESOLUTION)
        return left / RESOLUTION, right / RESOLUTION

    def top(self, x: float, half: float) -> float:
        """The height of the upper outline around `x`, as far as `half` to each side."""
        low, high = (int(np.clip((x + s * half) * RESOLUTION, 0, RESOLUTION - 1)) for s in (-1, 1))
        columns = self.solid[:, low : high + 1]
        tops = columns.argmax(axis=0)[columns.any(axis=0)]
        return float(np.median(tops)) / RESOLUTION if tops.size else 0.0

    def outline(self, unit: float) -> str:
        """Path data around the art, with straight holes filled, in units of its width."""
        rows = [(y, self.edges((y + 0.5) / RESOLUTION)) for y in range(RESOLUTION)]
        found = [((y + 0.5) / RESOLUTION, edge) for y, edge in rows if edge is not None]
        corners = [(left, y) for y, (left, _) in found] + [(u, y) for y, (_, u) in found[::-1]]
        return "M" + "L".join(f"{unit * x:.1f} {unit * y:.1f}" for x, y in corners) + "z"

    def nearest(self, x: float, y: float) -> Point:
        """The point itself if something is drawn there, otherwise the nearest where it is."""
        rows, columns = np.nonzero(self.solid)
        if not rows.size:
            return x, y
        u, v = (columns + 0.5) / RESOLUTION, (rows + 0.5) / RESOLUTION
        away = (u - x) ** 2 + (v - y) ** 2
        best = int(away.argmin())
        if away[best] <= 1 / RESOLUTION**2:
            return x, y
        return float(u[best]), float(v[best])

    def highest(self, x: float, half: float) -> float:
        """The highest point of the upper outline around `x`, as far as `half` to each side."""
        low, high = (int(np.clip((x + s * half) * RESOLUTION, 0, RESOLUTION - 1)) for s in (-1, 1))
        (rows,) = np.nonzero(self.solid[:, low : high + 1].any(axis=1))
        return float(rows[0]) / RESOLUTION if rows.size else 1.0

    @property
    def dark_share(self) -> float:
        """The share of the art that is almost black, 0 to 1."""
        solid = self.pixels[self.solid][:, :3]
        return float((solid.max(axis=1) < _BLACKISH).mean()) if solid.size else 0.0

    def skin(self, x: float, y: float, radius: float) -> Lch:
        """The most frequent colour in a square around a point, ignoring dark lines and eyes.

        The main colour if nothing else is drawn there.
        """
        solid = self._solid(x, y, radius)
        bright = solid[solid.max(axis=1) > _BLACKISH] if solid.size else solid
        if not bright.size:
            return self.main
        bins, counts = np.unique(bright // 24, axis=0, return_counts=True)
        mine = (bright // 24 == bins[counts.argmax()]).all(axis=1)
        red, green, blue = (float(v) / 255 for v in bright[mine].mean(axis=0))
        return to_lch((red, green, blue))

    def light(self, x: float, y: float, radius: float) -> float:
        """The median lightness (0 to 1, OKLab) in a square around a point; 1 if it is empty."""
        solid = self._solid(x, y, radius)
        return float(np.median(oklab(solid / 255)[:, 0])) if solid.size else 1.0

    def _solid(self, x: float, y: float, radius: float) -> npt.NDArray[np.uint8]:
        """The opaque pixels, [n, 3], in a square around a point."""
        low_x, high_x = (
            int(np.clip((x + s * radius) * RESOLUTION, 0, RESOLUTION)) for s in (-1, 1)
        )
        low_y, high_y = (
            int(np.clip((y + s * radius) * RESOLUTION, 0, RESOLUTION)) for s in (-1, 1)
        )
        patch = self.pixels[low_y : high_y + 1, low_x : high_x + 1].reshape(-1, 4)
        return patch[patch[:, 3] > _OPAQUE][:, :3]


@lru_cache(maxsize=4096)
def look(body: str, size: Size) -> Look:
    """Render and measure a part's body with this view box."""
    pixels = rasterize_part(body, size, RESOLUTION)
    solid = pixels[pixels[..., 3] > _OPAQUE][:, :3]
    main = dominant(solid if solid.size else np.zeros((1, 3), dtype=np.uint8))
    return Look(pixels, main, _hull(pixels[..., 3] > _FAINT))


def tinted(body: str, size: Size, colour: str) -> str:
    """A body with its main colour changed to one of COLOURS; its eyes stay dark."""
    return recolour(body, look(body, size).main, colour, size, False)


def _hull(mask: npt.NDArray[np.bool_]) -> tuple[Point, ...]:
    """The convex hull of the pixels in a mask, in the unit square."""
    corners: list[Point] = []
    for row in np.flatnonzero(mask.any(axis=1)):
        columns = np.flatnonzero(mask[row])
        left, right = float(columns[0]) / RESOLUTION, float(columns[-1] + 1) / RESOLUTION
        top, bottom = float(row) / RESOLUTION, float(row + 1) / RESOLUTION
        corners += [(left, top), (left, bottom), (right, top), (right, bottom)]
    return convex_hull(corners) or ((0.0, 0.0), (1.0, 1.0))
