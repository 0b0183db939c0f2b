"""A thin rim around what a dark or a white ground would swallow, such as a ladybird's legs."""

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.colour.look import look
from model.sketch.drawing.colour.oklch import Lch, linear_light, parse_colour, to_hex, to_lch
from model.sketch.drawing.colour.recolour import remap
from model.sketch.library import Size

DARK, WHITE = (49, 51, 56), (255, 255, 255)
"""The grounds on which pictures must be legible: Discord's dark one, and white."""
LEAST_CONTRAST = 1.5
"""The least contrast ratio (WCAG 2) of an outline and a ground."""
_LEAST_SHARE = 0.08  # of the outline
_COLOURFUL = 0.09  # the chroma from which a light colour is seen on white by its hue
_LIFTED, _LOWERED = 0.52, 0.80
_HOLLOW = 0.3  # the share of an outline from which a rim is not enough
_SEEN, _KEPT = 0.445, 0.25  # the lightness that is seen on DARK, and how much of shades is kept
_OPAQUE = 128
SHAPE = re.compile(r"<(?:path|circle|ellipse|rect|polygon)\b[^>]*/>")
_FILL = re.compile(r'\sfill="([^"]+)"')
_STROKE = re.compile(r'\sstroke(?:-\w+)*="[^"]*"')
_DEFS = re.compile(r"<defs>.*?</defs>", re.DOTALL)
_CLIPPED = re.compile(r"clip-path|mask=|<use")
_CLIPPED_GROUP = re.compile(r"<g [^>]*clip-path=[^>]*>(?:(?!</?g\b).)*</g>", re.DOTALL)
_CLIP_PATH = re.compile(r'<clipPath[^>]*><path d="([^"]+)"')
_PATH = re.compile(r'\sd="([^"]+)"')


@lru_cache(maxsize=2048)
def rim(body: str, size: Size, width: float) -> str:
    """Markup to draw behind a part: those of its shapes that need a rim, wider by `width`.

    In the units of the part's view box. Empty if hardly any of the outline would be swallowed.
    Patches that are clipped to a shape count as its own colour.
    """
    pixels = look(body, size).pixels
    edge = pixels[outline(pixels[..., 3])][:, :3]
    lost = swallowed(edge)
    plain = _CLIPPED_GROUP.sub("", _DEFS.sub("", body))
    if not len(edge) or lost.mean() < _LEAST_SHARE or _CLIPPED.search(plain):
        return ""
    patched = frozenset(_CLIP_PATH.findall(body)) if plain != body else frozenset()
    colour = rim_colour("#{:02x}{:02x}{:02x}".format(*np.median(edge[lost], axis=0).astype(int)))
    return SHAPE.sub(lambda shape: _rimmed(shape[0], width, patched, colour), plain)


def _rimmed(shape: str, width: float, patched: frozenset[str], lost: str | None) -> str:
    """The shape with a rim; empty if its colour, or that `lost` if it is patched, needs none."""
    fill, path = _FILL.search(shape), _PATH.search(shape)
    colour = rim_colour(fill[1]) if fill else None
    if colour is None and fill is not None and path is not None and path[1] in patched:
        colour = lost
    if colour is None:
        return ""
    bare = _STROKE.sub("", shape).removesuffix("/>")
    return f'{bare} stroke="{colour}" stroke-width="{2 * width:.2f}" stroke-linejoin="round"/>'


@lru_cache(maxsize=2048)
def lifted(body: str, size: Size) -> str:
    """A part of which a dark ground would swallow much, with its dark colours lighter.

    A rim alone would leave a hollow shape.
    """
    pixels = look(body, size).pixels
    edge = pixels[outline(pixels[..., 3])][:, :3]
    if not len(edge) or (contrast(edge, DARK) < LEAST_CONTRAST).mean() < _HOLLOW:
        return body
    return remap(body, _lift)


def _lift(colour: Lch) -> Lch | None:
    if colour.light > _SEEN:
        return None
    return Lch(_SEEN + _KEPT * (colour.light - _SEEN / 2), colour.chroma, colour.hue)


@lru_cache(maxsize=2048)
def rim_colour(fill: str) -> str | None:
    """The colour of the rim that a fill needs, lighter or darker than it; None if it is seen."""
    parsed = parse_colour(fill)
    if parsed is None or parsed[1]:
        return None
    colour, rgb = parsed[0], bytes.fromhex(to_hex(parsed[0])[1:])
    if not swallowed(np.array([list(rgb)], np.uint8))[0]:
        return None
    light = _LIFTED if colour.light < 0.5 else _LOWERED
    return to_hex(Lch(light, colour.chroma, colour.hue))


def swallowed(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Which colours, [n, 3], have too little contrast to DARK or WHITE. Light hues are seen."""
    white = contrast(rgb, WHITE) < LEAST_CONTRAST
    pale = np.array([to_lch(tuple(c / 255)).chroma < _COLOURFUL for c in rgb[white]], np.bool_)
    white[white] = pale
    return (contrast(rgb, DARK) < LEAST_CONTRAST) | white


def contrast(rgb: npt.NDArray[np.uint8], ground: tuple[int, int, int]) -> npt.NDArray[np.float64]:
    """The contrast ratios, 1 to 21, of sRGB colours [n, 3] and a ground (WCAG 2)."""
    one, other = luminance(rgb) + 0.05, luminance(np.array([ground], np.uint8)) + 0.05
    ratio: npt.NDArray[np.float64] = np.maximum(one, other) / np.minimum(one, other)
    return ratio


def luminance(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """The relative luminance, 0 to 1, of sRGB [n, 3]."""
    linear = linear_light(rgb.astype(np.float64) / 255)
    light: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return light


def outline(alpha: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """The opaque pixels of [side, side] that have a neighbour that is not."""
    solid = np.pad(alpha > _OPAQUE, 1)
    inside = solid[:-2, 1:-1] & solid[2:, 1:-1] & solid[1:-1, :-2] & solid[1:-1, 2:]
    edge: npt.NDArray[np.bool_] = solid[1:-1, 1:-1] & ~inside
    return edge
