"""Bodies made of a material: all of the art in its colours, with a pattern inside the outline."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.colour import recolour, remap
from model.sketch.drawing.look import look
from model.sketch.drawing.oklch import Lch

Size = tuple[float, float, float, float]
_DARK = 0.36  # eyes and noses keep their colour


@dataclass(frozen=True, slots=True)
class Material:
    """The middle of a material's colours, the share of the art's contrast that it keeps, a pattern.

    With `sharp`, the art's own colours stay. A pattern is markup for the square from 0 to 100.
    """

    middle: Lch | None
    contrast: float = 0.7
    pattern: Callable[[random.Random], str] | None = None
    opacity: float = 1.0


def made_of(markup: str, size: Size, name: str) -> str:
    """A body's markup in a material of MATERIALS; its view box stays the same."""
    if name in MOSAICS:
        return _mosaic(markup, size, *MOSAICS[name])
    material = MATERIALS[name]
    main = look(markup, size).main
    body = markup
    if name in ("gold", "silver"):
        body = recolour(markup, main, name, size, False)
    elif material.middle is not None:
        body = _painted(markup, main, material)
    return _patterned(body, size, name, material)


@lru_cache(maxsize=256)
def _painted(markup: str, main: Lch, material: Material) -> str:
    middle = material.middle
    assert middle is not None

    def change(colour: Lch) -> Lch | None:
        if colour.light < _DARK and main.light > _DARK:
            return None
        light = middle.light + material.contrast * (colour.light - main.light)
        return Lch(min(0.98, max(0.15, light)), middle.chroma, middle.hue)

    return remap(markup, change)


@lru_cache(maxsize=256)
def _patterned(body: str, size: Size, name: str, material: Material) -> str:
    """The body with the pattern inside its outline."""
    if material.pattern is None:
        return body
    left, top, side, _ = size
    pattern = material.pattern(random.Random(name))
    place = f"translate({left:.3f} {top:.3f}) scale({side / 100:.5f})"
    return (
        f'<defs><mask id="made" style="mask-type:alpha" maskUnits="userSpaceOnUse" x="{left}" '
        f'y="{top}" width="{side}" height="{side}">{body}</mask></defs>{body}'
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


def _dots(
    rng: random.Random, number: int, low: float, high: float, *inks: str, flat: float = 1.0
) -> str:
    """Round spots that do not touch each other."""
    found: list[tuple[float, float, float]] = []
    for _ in range(40 * number):
        x, y, r = rng.uniform(0, 100), rng.uniform(0, 100), rng.uniform(low, high)
        if all((x - u) ** 2 + (y - v) ** 2 > (1.15 * (r + s)) ** 2 for u, v, s in found):
            found.append((x, y, r))
        if len(found) == number:
            break
    return "".join(
        f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{r:.1f}" ry="{flat * r:.1f}" '
        f'fill="{inks[n % len(inks)]}"/>'
        for n, (x, y, r) in enumerate(found)
    )


def _lines(paths: list[str], ink: str, width: float) -> str:
    return (
        f'<path d="{"".join(paths)}" fill="none" stroke="{ink}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _crust(rng: random.Random) -> str:
    cuts = [f"M{x} {y}q9 -7 18 -3" for x, y in ((18, 24), (44, 18), (66, 30), (30, 52), (58, 60))]
    return _lines(cuts, "#a5642a", 4) + _dots(rng, 26, 0.9, 1.8, "#fbe6bd")


def _grain(rng: random.Random) -> str:
    waves = [f"M-2 {y}q16 {rng.uniform(-5, 5):.1f} 34 0t34 0t38 0" for y in range(6, 100, 11)]
    knots = "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="7" ry="4" fill="none" stroke="#7a4a23" stroke-width="2"/>'
        for x, y in ((32, 38), (70, 71))
    )
    return _lines(waves, "#7a4a23", 1.8) + knots


def _cracks(rng: random.Random) -> str:
    cracks = ["M20 8l8 14l-5 9l9 12", "M78 30l-9 10l6 9l-10 13", "M38 66l7 8l-3 9l8 10"]
    return _dots(rng, 24, 1.0, 2.6, "#6f757f", "#b4bac4") + _lines(cracks, "#565c67", 2.2)


def _facets(rng: random.Random) -> str:
    shapes = ("0,0 34,0 8,46", "34,0 66,22 38,52", "100,0 66,22 78,58", "8,46 38,52 20,100",
              "78,58 100,40 100,100 62,100", "38,52 62,100 34,88")  # fmt: skip
    inks = ("#ffffff", "#7fc6f5", "#ffffff", "#5aa9e6", "#ffffff", "#8ad0f8")
    return "".join(
        f'<polygon points="{points}" fill="{ink}" fill-opacity="0.42"/>'
        for points, ink in zip(shapes, inks, strict=True)
    )


def _holes(rng: random.Random) -> str:
    return _dots(rng, 15, 3.2, 7.5, "#e09c12", flat=0.9)


def _toppings(rng: random.Random) -> str:
    return _dots(rng, 9, 7, 9, "#d8392b") + _dots(rng, 10, 1.6, 2.4, "#3f8f3a", "#2f2a28")


def _squares(rng: random.Random) -> str:
    lines = [f"M{at} -2V102M-2 {at}H102" for at in range(12, 100, 25)]
    shine = [f"M{at + 5} {y + 5}h9" for at in range(12, 88, 25) for y in range(12, 88, 25)]
    return _lines(lines, "#3f2113", 2.4) + _lines(shine, "#94603f", 2.2)


def _sprinkles(rng: random.Random) -> str:
    inks, dashes = ("#ff5fa2", "#45c4ff", "#ffd23f", "#8a5bff"), ""
    for number in range(30):
        x, y, turn = rng.uniform(0, 100), rng.uniform(0, 100), rng.uniform(0, 180)
        dashes += (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="6" height="2.4" rx="1.2" '
            f'fill="{inks[number % 4]}" transform="rotate({turn:.0f} {x:.1f} {y:.1f})"/>'
        )
    return dashes


def _stitches(rng: random.Random) -> str:
    rows = [f"M{x} {y}l4 4l4 -4" for y in range(0, 100, 8) for x in range(-2, 100, 10)]
    return _lines(rows, "#ffffff", 1.6)


def _shine(rng: random.Random) -> str:
    return (
        '<path d="M-10 62L62 -10L78 -10L-10 78z" fill="#fff" fill-opacity="0.42"/>'
        '<path d="M30 110L110 30L110 38L38 110z" fill="#fff" fill-opacity="0.32"/>'
    )


def _rivets(rng: random.Random) -> str:
    seams = ["M-2 34H102M-2 68H102M50 -2V34M30 34V68M72 34V68M50 68V102"]
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="1.8" fill="#555d6b"/>'
        for y in (29, 39, 63, 73)
        for x in range(8, 100, 14)
    )
    return _shine(rng) + _lines(seams, "#6b7382", 1.8) + dots


def _ripples(rng: random.Random) -> str:
    waves = [f"M-4 {y}q8 -7 16 0t16 0t16 0t16 0t16 0t16 0t16 0" for y in range(14, 100, 17)]
    return _lines(waves, "#c8ecff", 2.6)


def _flames(rng: random.Random) -> str:
    return "".join(
        f'<path d="M{x} 104C{x - 10} 80 {x + 8} 72 {x} 46C{x + 16} 62 {x + 20} 84 {x + 12} 104z" '
        'fill="#ffd23f" fill-opacity="0.75"/>'
        for x in (4, 28, 52, 76)
    )


def _stars(rng: random.Random) -> str:
    return _dots(rng, 34, 0.7, 2.0, "#ffffff", "#ffe9a8", "#b8d4ff")


def _seeds(rng: random.Random) -> str:
    return _dots(rng, 20, 1.8, 2.4, "#2b1a1e", flat=1.5)


def _bubbles(rng: random.Random) -> str:
    return _dots(rng, 12, 2, 4.5, "#ffffff66") + _shine(rng)


def _veins(rng: random.Random) -> str:
    lines = [f"M50 {y}L{50 - x} {y - 14}M50 {y}L{50 + x} {y - 14}" for y, x in
             ((24, 26), (46, 40), (68, 44), (90, 42))]  # fmt: skip
    return _lines(["M50 4V98", *lines], "#2f7d32", 1.8)


def _stripes(rng: random.Random) -> str:
    return "".join(
        f'<path d="M{x} -10H{x + 14}L{x - 46} 110H{x - 60}z" fill="#fff"/>'
        for x in range(6, 180, 29)
    )


def _spots(rng: random.Random) -> str:
    return _dots(rng, 22, 3.5, 6.5, "#ffffff")


def _folds(rng: random.Random) -> str:
    return (
        '<polygon points="0,0 52,40 0,100" fill="#8e99ab" fill-opacity="0.28"/>'
        '<polygon points="100,0 52,40 100,74" fill="#fff" fill-opacity="0.5"/>'
        '<polygon points="52,40 100,74 60,100 30,100" fill="#8e99ab" fill-opacity="0.16"/>'
    )


def _puffs(rng: random.Random) -> str:
    return _dots(rng, 16, 6, 10, "#ffffff", "#e4edf7")


MOSAICS: Mapping[str, tuple[int, bool]] = {"pixel": (16, False), "brick": (12, True)}
MATERIALS: Mapping[str, Material] = {
    "pixel": Material(None),
    "brick": Material(None),
    "bread": Material(Lch(0.76, 0.12, 68), 0.55, _crust),
    "wood": Material(Lch(0.64, 0.1, 62), 0.55, _grain, 0.75),
    "stone": Material(Lch(0.66, 0.012, 255), 0.7, _cracks, 0.8),
    "ice": Material(Lch(0.83, 0.07, 228), 0.6, _facets),
    "crystal": Material(Lch(0.8, 0.09, 235), 0.6, _facets),
    "gold": Material(None, pattern=_shine),
    "silver": Material(None, pattern=_shine),
    "metal": Material(Lch(0.74, 0.018, 250), 0.7, _rivets),
    "chocolate": Material(Lch(0.47, 0.075, 45), 0.6, _squares, 0.8),
    "cheese": Material(Lch(0.85, 0.15, 88), 0.4, _holes),
    "pizza": Material(Lch(0.84, 0.14, 84), 0.4, _toppings),
    "ice cream": Material(Lch(0.88, 0.07, 5), 0.4, _sprinkles),
    "knitted": Material(None, pattern=_stitches, opacity=0.5),
    "water": Material(Lch(0.7, 0.12, 240), 0.5, _ripples),
    "fire": Material(Lch(0.66, 0.2, 40), 0.5, _flames),
    "cloud": Material(Lch(0.86, 0.035, 245), 0.4, _puffs),
    "watermelon": Material(Lch(0.64, 0.2, 20), 0.4, _seeds),
    "galaxy": Material(Lch(0.38, 0.13, 295), 0.5, _stars),
    "slime": Material(Lch(0.8, 0.2, 135), 0.5, _bubbles),
    "paper": Material(Lch(0.94, 0.01, 250), 0.5, _folds),
    "striped": Material(None, pattern=_stripes, opacity=0.88),
    "spotted": Material(None, pattern=_spots, opacity=0.9),
    "leaf": Material(Lch(0.7, 0.17, 140), 0.5, _veins),
}
