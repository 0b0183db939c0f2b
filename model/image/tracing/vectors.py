"""Turns a map of flat areas into compact SVG paths, with vtracer."""

import io
import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import vtracer
from PIL import Image

from model.image.pixels import Pixels
from model.image.tracing.areas import Areas
from model.image.tracing.components import components
from model.image.tracing.labels import Labels
from model.image.tracing.palette import nearest

Points = npt.NDArray[np.int64]

FRAME = 128
"""The side of the view box, as in sketches."""
UNITS = 8
"""Steps of a coordinate in one unit of the view box."""
LIMIT = 30_000
"""Maximum bytes of an SVG."""
HEAD = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {FRAME} {FRAME}">'
BOLDER = 'stroke-width="1" stroke-linejoin="round"'
DROPPED = 72
"""The size, in cells, up to which vtracer may drop a cut-out area (it drops up to 64)."""
STRAIGHT = 1.5
"""A curve whose handles are at most this far from its chord, in steps, becomes a line."""
_PATH = re.compile(r'<path d="([^"]+)" fill="#(\w{6})" transform="translate\(([^,]+),([^)]+)\)"/>')
_NUMBER = re.compile(r"-?[\d.]+")
# vtracer marks transparency with the first of its own colours that the picture lacks: pure red.
_KEY, _NOT_KEY = (255, 0, 0), (254, 0, 0)


def vectors(areas: Areas, palette: Pixels, speckle: int, segment: float) -> str:
    """The SVG of a square grid of areas, with translucent ones behind the others.

    Areas of fewer than `speckle` squared cells are merged into their neighbours. Outlines are
    smoothed down to segments of `segment` cells: longer segments need fewer points.
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
    """The paths on top of a slightly bolder copy, which fills the seams between them."""
    return f'<use href="#areas" {BOLDER}/><g id="areas">{paths}</g>' if paths else ""


def _paths(index: Labels, palette: Pixels, speckle: int, segment: float) -> str:
    """Paths for a grid of 0 (transparent) and indices into the palette + 1.

    Stacked areas overlap, so that a rim of the lower one shows along the outline. Cut-out areas do
    not overlap, but vtracer drops the small ones, so these are traced one by one.
    """
    if not index.any():
        return ""
    scale, form = UNITS * FRAME / len(index), (speckle, segment)
    rows, columns = (np.flatnonzero(index.any(axis=axis)) for axis in (1, 0))
    window = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    corner = np.array([columns[0], rows[0]])
    words = [*_traced(index[window], palette, form, "cutout", corner, scale)]
    for area in components(index, speckle**2, DROPPED):
        corner = np.array([area.column, area.row])
        words += _traced(area.shape * np.uint8(area.label), palette, form, "stacked", corner, scale)
    return "".join(words)


def _traced(
    index: Labels,
    palette: Pixels,
    form: tuple[int, float],
    hierarchical: str,
    corner: Points,
    scale: float,
) -> Iterator[str]:
    """The paths of a part of the grid that starts at `corner` (column, row)."""
    speckle, segment = form
    traced = vtracer.convert_raw_image_to_svg(
        _png(index, palette),
        img_format="png",
        hierarchical=hierarchical,
        filter_speckle=speckle,
        color_precision=8,
        layer_difference=1,
        length_threshold=segment,
        path_precision=2,
    )
    for match in _PATH.finditer(traced):
        fill = _fill(match[2], palette)
        outlines = "".join(map(_outline, _outlines(match, corner, scale)))
        yield f'<path fill="{fill}" stroke="{fill}" d="{outlines}"/>'


def _png(index: Labels, palette: Pixels) -> bytes:
    """The grid as a PNG with a transparent border, so that vtracer leaves transparent areas out."""
    colours = [_NOT_KEY if tuple(colour) == _KEY else tuple(colour) for colour in palette.tolist()]
    picture = Image.fromarray(np.pad(index, 1))
    picture.putpalette([0, 0, 0, *(value for colour in colours for value in colour)])
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1, transparency=0)
    return out.getvalue()


def _outlines(match: re.Match[str], corner: Points, scale: float) -> list[Points]:
    """The closed outlines of a path, each [1 + 3 n, 2], in integer steps."""
    offset = np.array([float(match[3]), float(match[4])]) - 1 + corner
    parts = [_NUMBER.findall(part) for part in match[1].split("M")[1:]]
    points = [np.array(part, np.float64).reshape(-1, 2) for part in parts]
    return [((part + offset) * scale).round().astype(np.int64) for part in points]


def _fill(traced: str, palette: Pixels) -> str:
    """The nearest colour of the palette: vtracer mixes in the colours of merged specks."""
    colour = np.array([list(bytes.fromhex(traced))], np.uint8)
    return f"#{bytes(palette[nearest(colour, palette)[0]]).hex()}"


def _outline(points: Points) -> str:
    """SVG path data for a closed outline of cubic curves, [1 + 3 n, 2] absolute points."""
    starts = points[:-1:3]
    curves = points[1:].reshape(-1, 3, 2) - starts[:, None]
    chord = curves[:, 2]
    distances = _handle_distances(curves, chord)
    words = [f"M{_pair(points[0])}"]
    for curve, line in zip(curves, distances <= STRAIGHT, strict=True):
        words.append(f"l{_pair(curve[2])}" if line else "c" + " ".join(map(_pair, curve)))
    return "".join(words).replace(" -", "-") + "z"


def _handle_distances(curves: Points, chord: Points) -> npt.NDArray[np.float64]:
    """The larger distance of the two handles from the chord, for each curve."""
    cross = curves[:, :2, 0] * chord[:, None, 1] - curves[:, :2, 1] * chord[:, None, 0]
    length = np.maximum(np.hypot(chord[:, 0], chord[:, 1]), 1)
    found: npt.NDArray[np.float64] = np.abs(cross).max(axis=1) / length
    return found


def _pair(point: Points) -> str:
    return f"{point[0]} {point[1]}"
