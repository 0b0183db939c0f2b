"""Faces that are part of a thing's art: which shapes they are, and where an expression goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import numpy as np
from scipy import ndimage

from model.sketch.drawing.vector.raster import SVG_HEAD, markup, rasterize
from training.library.svg import shapes_of

Spot = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class OwnFace:
    """The shapes of a face, by number in document order, and the eyes of an expression instead.

    `eyes` are the centre between them and their distance, in the unit square.
    """

    shapes: tuple[int, ...]
    eyes: Spot


def _three(fluent: OwnFace, noto: OwnFace, twemoji: OwnFace) -> Mapping[str, OwnFace]:
    return {"fluent": fluent, "noto": noto, "twemoji": twemoji}


_SNOWMAN = _three(
    OwnFace((7, 8), (0.48, 0.31, 0.2)),
    OwnFace((5, 6), (0.5, 0.35, 0.2)),
    OwnFace((6, 7), (0.5, 0.29, 0.2)),
)
# Concept -> style -> its face. Things whose face cannot be taken out have their eyes in `EYES`.
FACES: Mapping[str, Mapping[str, OwnFace]] = {
    "1F31E": _three(  # sun with face
        OwnFace((2,), (0.5, 0.44, 0.22)),
        OwnFace(tuple(range(3, 12)), (0.5, 0.46, 0.26)),
        OwnFace((2,), (0.5, 0.42, 0.32)),
    ),
    "1F31D": _three(  # full moon face
        OwnFace((2,), (0.5, 0.4, 0.3)),
        OwnFace((11, 12, 13, 14), (0.5, 0.42, 0.34)),
        OwnFace((9,), (0.5, 0.4, 0.36)),
    ),
    "1F31A": _three(  # new moon face
        OwnFace((2,), (0.5, 0.4, 0.3)),
        OwnFace((1, 2, 3, 4, 5), (0.5, 0.42, 0.34)),
        OwnFace((9,), (0.5, 0.4, 0.36)),
    ),
    "1F31B": _three(  # first quarter moon face
        OwnFace((2,), (0.64, 0.44, 0.2)),
        OwnFace((5, 6), (0.66, 0.5, 0.2)),
        OwnFace((5,), (0.68, 0.45, 0.24)),
    ),
    "1F31C": _three(  # last quarter moon face
        OwnFace((2,), (0.36, 0.44, 0.2)),
        OwnFace((5, 6), (0.34, 0.5, 0.2)),
        OwnFace((5,), (0.32, 0.45, 0.24)),
    ),
    "2603": _SNOWMAN,
    "26C4": _SNOWMAN,
    "1F383": _three(  # jack-o-lantern
        OwnFace((2,), (0.5, 0.52, 0.34)),
        OwnFace(tuple(range(3, 12)), (0.5, 0.5, 0.34)),
        OwnFace((2,), (0.5, 0.48, 0.36)),
    ),
    "1F47B": _three(  # ghost
        OwnFace((2, 3, 4), (0.5, 0.36, 0.26)),
        OwnFace(tuple(range(6, 14)), (0.52, 0.36, 0.28)),
        OwnFace((1, 2, 3, 4), (0.5, 0.38, 0.3)),
    ),
    "1F480": _three(  # skull
        OwnFace((2,), (0.5, 0.46, 0.32)),
        OwnFace((1, 2, 3), (0.5, 0.46, 0.34)),
        OwnFace((1, 2, 3), (0.5, 0.42, 0.38)),
    ),
    "1F916": _three(  # robot
        OwnFace((3, 4), (0.5, 0.5, 0.32)),
        OwnFace(tuple(range(3, 14)), (0.5, 0.54, 0.3)),
        OwnFace(tuple(range(8, 14)), (0.5, 0.42, 0.36)),
    ),
    "1F47D": _three(  # alien
        OwnFace((1, 2, 3), (0.5, 0.42, 0.32)),
        OwnFace((1,), (0.5, 0.42, 0.34)),
        OwnFace((1,), (0.5, 0.4, 0.36)),
    ),
    "1F4A9": {  # pile of poo
        "fluent": OwnFace((1, 2, 3), (0.5, 0.52, 0.24)),
        "twemoji": OwnFace((1, 2, 3, 4, 5, 6), (0.5, 0.44, 0.28)),
    },
    "1F9F8": _three(  # teddy bear
        OwnFace((6,), (0.5, 0.33, 0.2)),
        OwnFace((7, 8, 9, 10), (0.48, 0.28, 0.2)),
        OwnFace((9, 10, 12, 20), (0.5, 0.29, 0.2)),
    ),
    "23F0": _three(  # alarm clock: the hands
        OwnFace((4, 5), (0.515, 0.47, 0.19)),
        OwnFace((6, 10, 11), (0.5, 0.51, 0.24)),
        OwnFace((6,), (0.5, 0.49, 0.28)),
    ),
    "1F47E": {"fluent": OwnFace((1,), (0.5, 0.45, 0.24))},  # alien monster
}
# By style: the fills of the eyes of persons; noto's have none of their own.
_EYE_FILLS: Mapping[str, frozenset[str]] = {
    "fluent": frozenset({"#7d4533"}),
    "noto": frozenset({"#404040", "#3f4040", ""}),
    "twemoji": frozenset({"#662113"}),
}
_RESOLUTION = 192
# The distance of the eyes of a person seen from the side, who shows one.
_PROFILE = 0.09


def person_eyes(body: str, view: Spot, style: str) -> Spot | None:
    """The eyes of a person by their colour: centre and distance; None if they are not found.

    `view` is x, y and size of the view box of the SVG `body`.
    """
    root = ET.fromstring(f"{SVG_HEAD}>{body}</svg>")
    fills = _EYE_FILLS[style]
    for shape in shapes_of(root):
        if shape.get("fill", "").lower() not in fills:
            shape.set("display", "none")
    x, y, side = view
    inner = "".join(markup(child) for child in root)
    svg = f'{SVG_HEAD} viewBox="{x:g} {y:g} {side:g} {side:g}">{inner}</svg>'
    labels, count = ndimage.label(rasterize(svg, _RESOLUTION)[..., 3] > 100)
    if not count:
        return None
    areas = np.bincount(labels.ravel())[1:]
    if count == 1 and areas[0] < 0.004 * _RESOLUTION**2:
        ((down, across),) = ndimage.center_of_mass(labels > 0, labels, [1])
        return float(across / _RESOLUTION), float(down / _RESOLUTION), _PROFILE
    if count == 1:
        return None
    largest = [int(n) + 1 for n in np.argsort(areas)[-2:]]
    (y0, x0), (y1, x1) = ndimage.center_of_mass(labels > 0, labels, largest)
    if abs(y0 - y1) > abs(x0 - x1) or max(areas) > 0.02 * _RESOLUTION**2:
        return None
    middle = (x0 + x1 + 1) / 2 / _RESOLUTION, (y0 + y1 + 1) / 2 / _RESOLUTION
    return float(middle[0]), float(middle[1]), float(abs(x0 - x1) / _RESOLUTION)
