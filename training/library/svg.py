"""Removes the base circle of a face from an icon's SVG."""

from xml.etree import ElementTree as ET

import numpy as np

from model.sketch.drawing.raster import SVG_HEAD, rasterize

_SVG = "http://www.w3.org/2000/svg"
_HIDDEN = ("defs", "symbol", "clipPath", "mask")
_SHAPES = frozenset({"path", "circle", "ellipse", "rect", "polygon"})
# The circle of a face and its shading are at least this wide and high, relative to the face.
_LARGE_W, _LARGE_H = 0.75, 0.7
_RESOLUTION = 64

ET.register_namespace("", _SVG)
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def without_base(body: str, view: tuple[float, float, float], among: int) -> str:
    """The SVG of a face without those of its first `among` shapes that are as large as the face.

    `view` is x, y and size of the view box.
    """
    root = ET.fromstring(f"{SVG_HEAD}>{body}</svg>")
    parents = {child: parent for parent in root.iter() for child in parent}
    defined = {
        inner for tag in _HIDDEN for kept in root.iter(f"{{{_SVG}}}{tag}") for inner in kept.iter()
    }
    shapes = [
        element
        for element in root.iter()
        if element.tag.removeprefix(f"{{{_SVG}}}") in _SHAPES and element not in defined
    ]
    whole = _extent(root, view)
    large = [
        shape
        for shape in shapes[:among]
        if _is_large(_only(root, [other for other in shapes if other is not shape], view), whole)
    ]
    for shape in large:
        parents[shape].remove(shape)
    return "".join(_text(child) for child in root)


def _only(
    root: ET.Element, hidden: list[ET.Element], view: tuple[float, float, float]
) -> tuple[int, int]:
    """Width and height in pixels of the drawing without the `hidden` shapes."""
    kept = {shape: shape.get("display") for shape in hidden}
    for shape in hidden:
        shape.set("display", "none")
    extent = _extent(root, view)
    for shape, display in kept.items():
        if display is None:
            del shape.attrib["display"]
    return extent


def _extent(root: ET.Element, view: tuple[float, float, float]) -> tuple[int, int]:
    x, y, side = view
    inner = "".join(_text(child) for child in root)
    svg = f'{SVG_HEAD} viewBox="{x:g} {y:g} {side:g} {side:g}">{inner}</svg>'
    mask = rasterize(svg, _RESOLUTION)[..., 3] > 0
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return 0, 0
    return int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1)


def _is_large(extent: tuple[int, int], whole: tuple[int, int]) -> bool:
    return extent[0] > _LARGE_W * whole[0] and extent[1] > _LARGE_H * whole[1]


def _text(element: ET.Element) -> str:
    text = ET.tostring(element, encoding="unicode")
    return text.replace(f' xmlns="{_SVG}"', "").replace(
        ' xmlns:xlink="http://www.w3.org/1999/xlink"', ""
    )
