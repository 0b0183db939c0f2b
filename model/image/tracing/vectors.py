"""A map of flat areas -> paths (vtracer), written short."""

import io
import re

import numpy as np
import numpy.typing as npt
import vtracer
from PIL import Image

from model.image.pixels import Pixels
from model.image.tracing.areas import Areas
from model.image.tracing.labels import Labels
from model.image.tracing.palette import nearest

Points = npt.NDArray[np.int64]

FRAME = 128
"""The view box's side, the sketches' own."""
UNITS = 8
"""Steps of a coordinate in one unit of the view box."""
LIMIT = 30_000
"""Bytes of an SVG."""
HEAD = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {FRAME} {FRAME}">'
BOLDER = 'stroke-width="1" stroke-linejoin="round"'
DROPPED = 72
"""Places up to which vtracer may drop an area that is cut out (it does so up to 64)."""
STRAIGHT = 1.5
"""How far, in steps, a curve's handles may lie beside its chord to be a line."""
_PATH = re.compile(r'<path d="([^"]+)" fill="#(\w{6})" transform="translate\(([^,]+),([^)]+)\)"/>')
_NUMBER = re.compile(r"-?[\d.]+")
# vtracer keys what is clear with the first of its own colours that is not in the picture, pure red.
_KEY, _NOT_KEY = (255, 0, 0), (254, 0, 0)


def vectors(areas: Areas, palette: Pixels, speckle: int, segment: float) -> str:
    """The SVG of a square grid of areas, half-clear ones behind the others.

    Areas of fewer than `speckle` squared places go to their neighbours; `segment` is the length, in
    places, down to which outlines are smoothed: longer ones need fewer points.
    """
    index = np.where(areas.ink, areas.labels + 1, 0).astype(np.uint8)
    paths = _seamless(_paths(index, palette, speckle, segment))
    if areas.opacity:
        colours = np.bincount(areas.labels[areas.faint & ~areas.ink], minlength=len(palette))
        shade = np.where(areas.faint, colours.argmax() + 1, 0).astype(np.uint8)
        behind = _paths(shade, palette, speckle, segment)
        paths = f'<g opacity="{areas.opacity}">{behind}</g>{paths}'
    return f'{HEAD}<g transform="scale({1 / UNITS})" stroke-width="0">{paths}</g></svg>'


def _seamless(paths: str) -> str:
    """Paths over a copy of themselves that is a little bolder and fills the seams between them."""
    return f'<use href="#areas" {BOLDER}/><g id="areas">{paths}</g>' if paths else ""


def _paths(index: Labels, palette: Pixels, speckle: int, segment: float) -> str:
    """Paths for a grid of 0 (clear) and indices into the palette + 1.

    Stacked areas lie on each other, so that a rim of the lower one shows along the outline. Areas
    that are cut out lie next to each other, but vtracer drops the small ones: those are stacked.
    """
    picture, scale = _png(index, palette), UNITS * FRAME / len(index)
    words: list[str] = []
    for form, most in (("cutout", None), ("stacked", DROPPED * scale**2)):
        traced = vtracer.convert_raw_image_to_svg(
            picture,
            img_format="png",
            hierarchical=form,
            filter_speckle=speckle,
            color_precision=8,
            layer_difference=1,
            length_threshold=segment,
            path_precision=2,
        )
        for match in _PATH.finditer(traced):
            outlines = _outlines(match, scale)
            if most is None or _area(outlines[0]) <= most:
                fill = _fill(match[2], palette)
                words.append(f'<path fill="{fill}" stroke="{fill}" d="')
                words += [*map(_outline, outlines), '"/>']
    return "".join(words)


def _png(index: Labels, palette: Pixels) -> bytes:
    """A picture with one clear place around it, so that vtracer leaves out what is clear."""
    colours = [_NOT_KEY if tuple(colour) == _KEY else tuple(colour) for colour in palette.tolist()]
    picture = Image.fromarray(np.pad(index, 1))
    picture.putpalette([0, 0, 0, *(value for colour in colours for value in colour)])
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1, transparency=0)
    return out.getvalue()


def _outlines(match: re.Match[str], scale: float) -> list[Points]:
    """The closed outlines of a path, each [1 + 3 n, 2], in whole steps."""
    offset = np.array([float(match[3]), float(match[4])]) - 1
    parts = [_NUMBER.findall(part) for part in match[1].split("M")[1:]]
    points = [np.array(part, np.float64).reshape(-1, 2) for part in parts]
    return [((part + offset) * scale).round().astype(np.int64) for part in points]


def _fill(traced: str, palette: Pixels) -> str:
    """The palette's colour for one that vtracer has mixed with those of specks."""
    colour = np.array([list(bytes.fromhex(traced))], np.uint8)
    return f"#{bytes(palette[nearest(colour, palette)[0]]).hex()}"


def _area(points: Points) -> float:
    """The area of the polygon of a curve's ends, in square steps."""
    x, y = points[::3].T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def _outline(points: Points) -> str:
    """A closed outline of cubic curves: [1 + 3 n, 2] absolute points."""
    starts = points[:-1:3]
    curves = points[1:].reshape(-1, 3, 2) - starts[:, None]
    chord = curves[:, 2]
    beside = _beside(curves, chord)
    words = [f"M{_pair(points[0])}"]
    for curve, line in zip(curves, beside <= STRAIGHT, strict=True):
        words.append(f"l{_pair(curve[2])}" if line else "c" + " ".join(map(_pair, curve)))
    return "".join(words).replace(" -", "-") + "z"


def _beside(curves: Points, chord: Points) -> npt.NDArray[np.float64]:
    """The larger distance of the two handles from the chord, for each curve."""
    cross = curves[:, :2, 0] * chord[:, None, 1] - curves[:, :2, 1] * chord[:, None, 0]
    length = np.maximum(np.hypot(chord[:, 0], chord[:, 1]), 1)
    found: npt.NDArray[np.float64] = np.abs(cross).max(axis=1) / length
    return found


def _pair(point: Points) -> str:
    return f"{point[0]} {point[1]}"
