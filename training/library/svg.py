"""Takes shapes out of an icon's SVG: the base circle of a face, or all but a wearable part."""

import re
from xml.etree import ElementTree as ET

import numpy as np

from model.sketch.drawing.vector.raster import SVG, SVG_HEAD, XLINK, markup, rasterize

_HIDDEN = ("defs", "symbol", "clipPath", "mask")
_SHAPES = frozenset({"path", "circle", "ellipse", "rect", "polygon"})
# The circle of a face and its shading are at least this wide and high, relative to the face.
_LARGE_W, _LARGE_H = 0.75, 0.7
_RESOLUTION = 64
_GROUPS = frozenset({f"{{{SVG}}}g", f"{{{SVG}}}defs"})
_REFERENCE = re.compile(r"#([^)\"]+)[)\"]")


def without_base(body: str, view: tuple[float, float, float], among: int) -> str:
    """The SVG of a face without those of its first `among` shapes that are as large as the face.

    `view` is x, y and size of the view box.
    """
    root = ET.fromstring(f"{SVG_HEAD}>{body}</svg>")
    parents = {child: parent for parent in root.iter() for child in parent}
    shapes = shapes_of(root)
    whole = _extent(root, view)
    large = [
        shape
        for shape in shapes[:among]
        if _is_large(_only(root, [other for other in shapes if other is not shape], view), whole)
    ]
    for shape in large:
        parents[shape].remove(shape)
    return "".join(_text(child) for child in root)


def cut(
    body: str,
    view: tuple[float, float, float],
    numbers: tuple[int, ...],
    region: tuple[float, float, float, float] | None,
) -> str:
    """The SVG of some shapes, by number in document order; of all if `numbers` is empty.

    `view` is x, y and size of the view box. Only what lies in `region` (left, top, right, bottom
    in the unit square) is visible. Raises IndexError if there is no such shape.
    """
    root = ET.fromstring(f"{SVG_HEAD}>{body}</svg>")
    shapes = shapes_of(root)
    inner = _keep(root, [shapes[number] for number in numbers] if numbers else shapes)
    return inner if region is None else _clipped(inner, view, region)


def in_view(body: str, view: tuple[float, float, float]) -> str:
    """The SVG without shapes that lie outside of its view box; the same text if there are none.

    Some icons have such leftovers, which a composition would show.
    """
    x, y, side = view
    around = (x - 2 * side, y - 2 * side, 5 * side)
    left, top, right, bottom = _ink(f"{SVG_HEAD}>{body}</svg>", around)
    low, high = 2 * _RESOLUTION / 5 - 1, 3 * _RESOLUTION / 5 + 1
    if left >= low and top >= low and right <= high and bottom <= high:
        return body
    root = ET.fromstring(f"{SVG_HEAD}>{body}</svg>")
    shapes = shapes_of(root)
    parents = {child: parent for parent in root.iter() for child in parent}
    uses = list(root.iter(f"{{{SVG}}}use"))
    drawn = [*shapes, *uses]
    seen = [
        shape
        for shape in drawn
        if _only(root, [other for other in drawn if other is not shape], view) != (0, 0)
    ]
    for use in uses:
        if use not in seen:
            parents[use].remove(use)
    return _keep(root, seen)


def _ink(svg: str, view: tuple[float, float, float]) -> tuple[int, int, int, int]:
    """The box of the drawn pixels of an SVG without a view box: left, top, right, bottom."""
    x, y, side = view
    head = f'{SVG_HEAD} viewBox="{x:g} {y:g} {side:g} {side:g}"'
    mask = rasterize(svg.replace(SVG_HEAD, head, 1), _RESOLUTION)[..., 3] > 0
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        middle = _RESOLUTION // 2
        return middle, middle, middle, middle
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def without(body: str, numbers: tuple[int, ...]) -> str:
    """The SVG without some shapes, by number in document order. Raises IndexError."""
    root = ET.fromstring(f"{SVG_HEAD}>{body}</svg>")
    shapes = shapes_of(root)
    gone = [shapes[number] for number in numbers]
    return _keep(root, [shape for shape in shapes if shape not in gone])


def _keep(root: ET.Element, kept: list[ET.Element]) -> str:
    """The markup of some shapes alone and the definitions that they use."""
    parents = {child: parent for parent in root.iter() for child in parent}
    for shape in shapes_of(root):
        if shape not in kept:
            parents[shape].remove(shape)
    _prune(root)
    return "".join(_text(child) for child in root)


def _prune(root: ET.Element) -> None:
    """Remove empty groups and definitions that no shape uses."""
    while True:
        used = set(_REFERENCE.findall(markup(root)))
        parents = {child: parent for parent in root.iter() for child in parent}
        idle = [
            element
            for element in parents
            if element.get("id") not in used
            and ((element.tag in _GROUPS and not len(element)) or "id" in element.attrib)
        ]
        if not idle:
            return
        for element in idle:
            parents[element].remove(element)


def _clipped(
    inner: str, view: tuple[float, float, float], region: tuple[float, float, float, float]
) -> str:
    x, y, side = view
    left, top, right, bottom = (side * value for value in region)
    return (
        f'<clipPath id="region"><path d="M{x + left:g} {y + top:g}H{x + right:g}V{y + bottom:g}'
        f'H{x + left:g}z"/></clipPath><g clip-path="url(#region)">{inner}</g>'
    )


def shapes_of(root: ET.Element) -> list[ET.Element]:
    """The drawn shapes in document order, without those in definitions."""
    defined = {
        inner for tag in _HIDDEN for kept in root.iter(f"{{{SVG}}}{tag}") for inner in kept.iter()
    }
    return [
        element
        for element in root.iter()
        if element.tag.removeprefix(f"{{{SVG}}}") in _SHAPES and element not in defined
    ]


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
    text = markup(element)
    return text.replace(f' xmlns="{SVG}"', "").replace(f' xmlns:xlink="{XLINK}"', "")
