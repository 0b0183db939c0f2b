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
    paths = _paths(index, palette, speckle, segment)
    if areas.opacity:
        colours = np.bincount(areas.labels[areas.faint & ~areas.ink], minlength=len(palette))
        shade = np.where(areas.faint, colours.argmax() + 1, 0).astype(np.uint8)
        behind = _paths(shade, palette, speckle, segment)
        paths = f'<g opacity="{areas.opacity}">{behind}</g>{paths}'
    return f'{HEAD}<g transform="scale({1 / UNITS})">{paths}</g></svg>'


def _paths(index: Labels, palette: Pixels, speckle: int, segment: float) -> str:
    """Paths for a grid of 0 (clear) and indices into the palette + 1, the largest at the back."""
    traced = vtracer.convert_raw_image_to_svg(
        _png(index, palette),
        img_format="png",
        hierarchical="stacked",
        filter_speckle=speckle,
        color_precision=8,
        layer_difference=1,
        length_threshold=segment,
        path_precision=2,
    )
    scale = UNITS * FRAME / len(index)
    return "".join(_short(match, palette, scale) for match in _PATH.finditer(traced))


def _png(index: Labels, palette: Pixels) -> bytes:
    """A picture with one clear place around it, so that vtracer leaves out what is clear."""
    colours = [_NOT_KEY if tuple(colour) == _KEY else tuple(colour) for colour in palette.tolist()]
    picture = Image.fromarray(np.pad(index, 1))
    picture.putpalette([0, 0, 0, *(value for colour in colours for value in colour)])
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1, transparency=0)
    return out.getvalue()


def _short(match: re.Match[str], palette: Pixels, scale: float) -> str:
    """A path in whole steps, relative, lines as lines, in its palette's colour."""
    colour = np.array([list(bytes.fromhex(match[2]))], np.uint8)
    fill = bytes(palette[nearest(colour, palette)[0]]).hex()
    offset = np.array([float(match[3]), float(match[4])]) - 1
    outlines = [
        _outline(((_numbers(part) + offset) * scale).round().astype(np.int64))
        for part in match[1].split("M")[1:]
    ]
    return f'<path fill="#{fill}" d="{"".join(outlines)}"/>'


def _numbers(part: str) -> npt.NDArray[np.float64]:
    return np.array(_NUMBER.findall(part), np.float64).reshape(-1, 2)


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
