"""Bodies made of a material: all of the art in its colours, with a pattern inside the outline."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.colour import patterns
from model.sketch.drawing.colour.look import look, tinted
from model.sketch.drawing.colour.oklch import Lch
from model.sketch.drawing.colour.recolour import remap
from model.sketch.drawing.vector.geometry import Bounds
from model.sketch.library import Size

_DARK, _GREY = 0.36, 0.06  # eyes and noses, which are dark and grey, keep their colour


@dataclass(frozen=True, slots=True)
class Material:
    """The middle of a material's colours, the share of the art's contrast that it keeps, a pattern.

    With `sharp`, the art's own colours stay. A pattern is markup for the square from 0 to 100: the
    view box. One that `is_apart` from the body is drawn over it, in the box of the art.
    """

    middle: Lch | None
    contrast: float = 0.7
    pattern: Callable[[random.Random], str] | None = None
    opacity: float = 1.0
    is_apart: bool = False


def made_of(markup: str, size: Size, name: str) -> str:
    """A body's markup in a material of MATERIALS; its view box stays the same."""
    if name in MOSAICS:
        return _mosaic(markup, size, *MOSAICS[name])
    material = MATERIALS[name]
    body = markup
    if name in ("gold", "silver"):
        body = tinted(markup, size, name)
    elif material.middle is not None:
        body = _painted(markup, look(markup, size).main, material)
    return body if material.is_apart else body + pattern_on(body, size, name)


@lru_cache(maxsize=256)
def _painted(markup: str, main: Lch, material: Material) -> str:
    middle = material.middle
    assert middle is not None

    def change(colour: Lch) -> Lch | None:
        if colour.light < _DARK < main.light and colour.chroma < _GREY:
            return None
        light = middle.light + material.contrast * (colour.light - main.light)
        return Lch(min(0.98, max(0.15, light)), middle.chroma, middle.hue)

    return remap(markup, change)


@lru_cache(maxsize=256)
def pattern_on(body: str, size: Size, name: str) -> str:
    """The pattern of a material inside the outline of a body; empty if it has none."""
    material = MATERIALS[name]
    if material.pattern is None:
        return ""
    left, top, side, _ = size
    pattern = material.pattern(random.Random(name))
    place = f"translate({left:.3f} {top:.3f}) scale({side / 100:.5f})"
    if material.is_apart:
        box = Bounds.around(look(body, size).hull)
        place += f" translate({100 * box.x0:.2f} {100 * box.y0:.2f})"
        place += f" scale({box.width:.3f} {box.height:.3f})"
    return (
        f'<defs><mask id="made" style="mask-type:alpha" maskUnits="userSpaceOnUse" x="{left}" '
        f'y="{top}" width="{side}" height="{side}">{body}</mask></defs>'
        f'<g mask="url(#made)" opacity="{material.opacity}">'
        f'<g transform="{place}">{pattern}</g></g>'
    )


def _mosaic(markup: str, size: Size, cells: int, has_studs: bool) -> str:
    """The art in squares, as pixels or as bricks with studs."""
    left, top, side, _ = size
    grid = _cells(look(markup, size).pixels, cells)
    step, shapes = side / cells, []
    for row in range(cells):
        for column in range(cells):
            red, green, blue, alpha = grid[row, column]
            if alpha < 128:
                continue
            x, y, ink = left + column * step, top + row * step, f"#{red:02x}{green:02x}{blue:02x}"
            shapes.append(
                f'<rect x="{x:.2f}" y="{y:.2f}" width="{1.06 * step:.2f}" '
                f'height="{1.06 * step:.2f}" fill="{ink}"/>'
            )
            if has_studs:
                shapes.append(_stud(x, y, step))
    return "".join(shapes)


def _stud(x: float, y: float, step: float) -> str:
    middle = f'cx="{x + step / 2:.2f}" cy="{y + step / 2:.2f}"'
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{step:.2f}" height="{step:.2f}" fill="none" '
        f'stroke="#000000" stroke-opacity="0.22" stroke-width="{0.07 * step:.2f}"/>'
        f'<circle {middle} r="{0.31 * step:.2f}" fill="#000000" fill-opacity="0.16"/>'
        f'<circle {middle} r="{0.27 * step:.2f}" fill="#ffffff" fill-opacity="0.28"/>'
    )


def _cells(pixels: npt.NDArray[np.uint8], cells: int) -> npt.NDArray[np.uint8]:
    """The mean colour of what is opaque in each of [cells, cells] squares, and its cover."""
    side = len(pixels) // cells
    blocks = pixels[: side * cells, : side * cells].astype(np.float64)
    blocks = blocks.reshape(cells, side, cells, side, 4).transpose(0, 2, 1, 3, 4)
    blocks = blocks.reshape(cells, cells, side * side, 4)
    alpha = blocks[..., 3:]
    colour = (blocks[..., :3] * alpha).sum(axis=2) / np.maximum(1.0, alpha.sum(axis=2))
    found = np.concatenate([colour, alpha.mean(axis=2)], axis=-1)
    return np.clip(np.round(found), 0, 255).astype(np.uint8)


MOSAICS: Mapping[str, tuple[int, bool]] = {"pixel": (16, False), "brick": (12, True)}
MATERIALS: Mapping[str, Material] = {
    "pixel": Material(None),
    "brick": Material(None),
    "bread": Material(Lch(0.76, 0.12, 68), 0.55, patterns.crust),
    "wood": Material(Lch(0.64, 0.1, 62), 0.55, patterns.grain, 0.75),
    "stone": Material(Lch(0.66, 0.012, 255), 0.7, patterns.cracks, 0.8),
    "ice": Material(Lch(0.83, 0.07, 228), 0.6, patterns.facets),
    "crystal": Material(Lch(0.8, 0.09, 235), 0.6, patterns.facets),
    "gold": Material(None, pattern=patterns.shine),
    "silver": Material(None, pattern=patterns.shine),
    "metal": Material(Lch(0.74, 0.018, 250), 0.7, patterns.rivets),
    "chocolate": Material(Lch(0.47, 0.075, 45), 0.6, patterns.squares, 0.8),
    "cheese": Material(Lch(0.85, 0.15, 88), 0.4, patterns.holes),
    "pizza": Material(Lch(0.84, 0.14, 84), 0.4, patterns.toppings),
    "ice cream": Material(Lch(0.88, 0.07, 5), 0.4, patterns.sprinkles),
    "knitted": Material(None, pattern=patterns.stitches, opacity=0.5),
    "water": Material(Lch(0.7, 0.12, 240), 0.5, patterns.ripples),
    "fire": Material(Lch(0.66, 0.2, 40), 0.5, patterns.flames),
    "cloud": Material(Lch(0.86, 0.035, 245), 0.4, patterns.puffs),
    "watermelon": Material(Lch(0.64, 0.2, 20), 0.4, patterns.seeds),
    "galaxy": Material(Lch(0.38, 0.13, 295), 0.5, patterns.stars),
    "slime": Material(Lch(0.8, 0.2, 135), 0.5, patterns.bubbles),
    "paper": Material(Lch(0.94, 0.01, 250), 0.5, patterns.folds),
    "striped": Material(None, pattern=patterns.stripes, opacity=0.88),
    "spotted": Material(None, pattern=patterns.spots, opacity=0.9),
    "broken": Material(None, pattern=patterns.crack, is_apart=True),
    "leaf": Material(Lch(0.7, 0.17, 140), 0.5, patterns.veins),
}
