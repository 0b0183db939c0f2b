"""Recolouring that keeps shading, in OKLCH.

Colours near a body's dominant colour move to the requested hue and keep their order of lightness.
Other colours, such as those of leaves, eyes and outlines, stay as they are.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.colour.oklch import Lch, oklab, parse_colour, to_hex
from model.sketch.library import Size

RAINBOW = "rainbow"


@dataclass(frozen=True, slots=True)
class Tint:
    """A target colour: its middle, and the share of the body's contrast that is kept."""

    middle: Lch
    contrast: float = 0.8


COLOURS: Mapping[str, Tint] = {
    "red": Tint(Lch(0.60, 0.22, 27)),
    "orange": Tint(Lch(0.73, 0.18, 55)),
    "yellow": Tint(Lch(0.87, 0.17, 92), 0.7),
    "green": Tint(Lch(0.66, 0.19, 145)),
    "teal": Tint(Lch(0.70, 0.12, 190)),
    "turquoise": Tint(Lch(0.80, 0.12, 190)),
    "blue": Tint(Lch(0.60, 0.19, 257)),
    "purple": Tint(Lch(0.56, 0.22, 300)),
    "pink": Tint(Lch(0.76, 0.16, 355)),
    "brown": Tint(Lch(0.46, 0.09, 50)),
    "black": Tint(Lch(0.32, 0.012, 280), 0.6),
    "white": Tint(Lch(0.95, 0.006, 250), 0.45),
    "grey": Tint(Lch(0.65, 0.012, 250)),
    "gold": Tint(Lch(0.80, 0.155, 85), 1.2),
    "silver": Tint(Lch(0.81, 0.014, 240), 1.1),
    RAINBOW: Tint(Lch(0.72, 0.17, 0)),
    "lime": Tint(Lch(0.81, 0.18, 127)),
}
_RAINBOW_STOPS = ("#f8453f", "#ff9a2e", "#ffd93b", "#3fc45a", "#3c8cf0", "#9a55dd")
_PAINT = re.compile(r'\b(fill|stroke|stop-color)="(#[0-9a-fA-F]{3,8}|[a-z]+|rgba?\([^)]*\))"')
_GRADIENT = re.compile(
    r'<(linear|radial)Gradient\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</\1Gradient>', re.DOTALL
)
_STOP_COLOUR = re.compile(r'stop-color="([^"]+)"')
_URL_PAINT = re.compile(r'\b(fill|stroke)="url\(#([^)]+)\)"')
_ACHROMATIC = 0.045
_DARK = 0.42
_SAME_HUE, _SAME_CHROMA = 14, 0.09
_EYE_LIGHT = Lch(0.9, 0.03, 90)


def dominant(pixels: npt.NDArray[np.uint8]) -> Lch:
    """The middle of the largest colour family of opaque pixels, uint8 [n, 3]."""
    lab = oklab(pixels.astype(np.float64) / 255)
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    achromatic = chroma < _ACHROMATIC
    family = np.where(achromatic, np.where(lab[:, 0] < 0.45, 24, 25), (hue // 15).astype(int))
    counts = np.bincount(family, minlength=26).astype(float)
    hues = counts[:24]
    smooth = hues + 0.7 * (np.roll(hues, 1) + np.roll(hues, -1))
    score = np.concatenate([smooth, counts[24:] * 0.95])
    best = int(score.argmax())
    mine = family == best if best >= 24 or hues[best] else family == int(hues.argmax())
    light, a, b = lab[mine].mean(axis=0)
    return Lch(float(light), math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def is_kin(colour: Lch, main: Lch) -> bool:
    """Whether recolouring changes this colour: is it close to the main one?"""
    if main.chroma < _ACHROMATIC:
        return colour.chroma < 0.07 and (abs(colour.light - main.light) < 0.34)
    if colour.chroma < 0.03 or colour.light < main.light - 0.38:
        return False
    return abs(colour.turn_from(main)) < 48


def moved(colour: Lch, main: Lch, tint: Tint) -> Lch:
    """A colour of the family of `main` in the family of the tint, lighter or darker as it was."""
    middle = tint.middle
    light = middle.light + (colour.light - main.light) * tint.contrast
    light = min(0.985, max(0.12, light))
    if main.chroma < _ACHROMATIC:
        return Lch(light, middle.chroma, middle.hue)
    share = min(1.25, max(0.35, colour.chroma / main.chroma))
    turn = colour.turn_from(main) * 0.35
    return Lch(light, middle.chroma * share, middle.hue + turn)


def remap(body: str, change: Callable[[Lch], Lch | None]) -> str:
    """Markup with `change` applied to every fill, stroke and gradient stop; None keeps it."""

    def swap(match: re.Match[str]) -> str:
        parsed = parse_colour(match[2])
        new = change(parsed[0]) if parsed else None
        return match[0] if not parsed or new is None else f'{match[1]}="{to_hex(new)}{parsed[1]}"'

    return _PAINT.sub(swap, body)


def turned_hue(svg: str, degrees: float) -> str:
    """A picture with every hue turned; lightness and greys stay."""
    if not degrees:
        return svg
    return remap(svg, lambda colour: Lch(colour.light, colour.chroma, colour.hue + degrees))


def is_already(main: Lch, name: str) -> bool:
    """Whether something with this main colour has the named one, as a golden trophy has."""
    tint = COLOURS[name].middle
    near = abs(main.turn_from(tint)) < _SAME_HUE
    return name == "gold" and near and main.chroma > _SAME_CHROMA


@lru_cache(maxsize=512)
def recolour(body: str, main: Lch, name: str, size: Size, dark_eyes: bool) -> str:
    """A body with its main colours changed to the named colour of COLOURS.

    `main` is the body's dominant colour, `size` its view box, which a rainbow spans. `dark_eyes`
    become light if the new colour is dark.
    """
    if name == RAINBOW:
        return _rainbow(body, main, size)
    tint = COLOURS[name]
    lit = dark_eyes and tint.middle.light < _DARK

    def change(colour: Lch) -> Lch | None:
        if is_kin(colour, main):
            return moved(colour, main, tint)
        return _EYE_LIGHT if lit and colour.light < _DARK else None

    return remap(body, change)


def _rainbow(body: str, main: Lch, size: Size) -> str:
    """Replace the main colours by parts of one rainbow that keep their relative lightness."""
    levels: dict[int, str] = {}

    def paint(colour: Lch) -> str:
        level = max(-2, min(2, round((colour.light - main.light) / 0.09)))
        levels.setdefault(level, f"rainbow{level + 2}")
        return f"url(#{levels[level]})"

    means: dict[str, Lch] = {}
    for match in _GRADIENT.finditer(body):
        stops = [parse_colour(text) for text in _STOP_COLOUR.findall(match[3])]
        known = [stop[0] for stop in stops if stop]
        if "stop-opacity" not in match[3] and known:
            means[match[2]] = known[len(known) // 2]

    def flat(match: re.Match[str]) -> str:
        parsed = parse_colour(match[2])
        if match[1] == "stop-color" or not parsed or not is_kin(parsed[0], main):
            return match[0]
        return f'{match[1]}="{paint(parsed[0])}"'

    def shaded(match: re.Match[str]) -> str:
        mean = means.get(match[2])
        return f'{match[1]}="{paint(mean)}"' if mean and is_kin(mean, main) else match[0]

    painted = _PAINT.sub(flat, _URL_PAINT.sub(shaded, body))
    return _rainbow_defs(levels, size) + painted


def _rainbow_defs(levels: Mapping[int, str], size: Size) -> str:
    left, top, side, _ = size
    defs = []
    for level, name in sorted(levels.items()):
        stops = []
        for i, text in enumerate(_RAINBOW_STOPS):
            parsed = parse_colour(text)
            assert parsed is not None
            light = min(0.9, parsed[0].light + 0.07 * level)
            colour = Lch(light, parsed[0].chroma, parsed[0].hue)
            share = 0.1 + 0.8 * i / (len(_RAINBOW_STOPS) - 1)
            stops.append(f'<stop offset="{share:.2f}" stop-color="{to_hex(colour)}"/>')
        ends = f'x1="{left}" y1="{top}" x2="{left + 0.25 * side}" y2="{top + side}"'
        defs.append(
            f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" {ends}>'
            f"{''.join(stops)}</linearGradient>"
        )
    return f"<defs>{''.join(defs)}</defs>"
