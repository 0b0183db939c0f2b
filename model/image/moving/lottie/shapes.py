"""SVG markup as shapes: contours with a fill and a stroke, in the markup's own coordinates."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
from PIL import ImageColor

from model.errors import BadRequest
from model.image.moving.lottie.paths import Points, contours
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.motion.layers import affine

Colour = tuple[float, float, float]
_INHERITED = (
    "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "fill-rule", "fill-opacity", "stroke-opacity",
)  # fmt: skip
_GROUPS = ("svg", "g")
_GRADIENTS = ("linearGradient", "radialGradient")
_TRANSFORMS = frozenset({"matrix", "translate", "scale", "rotate"})
_FUNCTION = re.compile(r"(\w+)\s*\(")
_URL = re.compile(r"url\(#([^)]+)\)")
_XLINK = "{http://www.w3.org/1999/xlink}href"
# A map whose lengths and widths grow this alike turns circles into circles.
_ROUND = 0.02


@dataclass(frozen=True, slots=True)
class Gradient:
    """A gradient: `start` and `end` of a line, or the centre and a point of a circle.

    A stop is (offset, red, green, blue, opacity), each 0 to 1. `focus` is where a radial one
    begins.
    """

    radial: bool
    start: complex
    end: complex
    stops: tuple[tuple[float, ...], ...]
    focus: complex | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """An outline."""

    colour: Colour
    opacity: float
    width: float
    cap: str
    join: str
    miter: float


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Contours, float [vertices, 3, 2] each, filled and stroked under the map `place`."""

    contours: tuple[Points, ...]
    closed: tuple[bool, ...]
    fill: Colour | Gradient | None
    opacity: float
    even_odd: bool
    stroke: Stroke | None
    place: Affine


def shapes(markup: str) -> list[Shape]:
    """The shapes of SVG markup, the first at the back.

    Raises BadRequest for what Telegram's animated stickers cannot have.
    """
    head = '<svg xmlns:xlink="http://www.w3.org/1999/xlink">'
    root = ElementTree.fromstring(f"{head}{markup}</svg>")
    gradients = {node.get("id", ""): node for node in root.iter() if _name(node) in _GRADIENTS}
    return list(_Reader(gradients).read(root, Affine(), {}, 1.0))


def transform(text: str) -> Affine:
    """The map of a "transform" attribute. Raises BadRequest for all but _TRANSFORMS."""
    for name in _FUNCTION.findall(text):
        if name not in _TRANSFORMS:
            raise _not_allowed(f"the transform {name!r}")
    return affine(text)


class _Reader:
    """Reads elements; `gradients` are the definitions by id."""

    def __init__(self, gradients: Mapping[str, Element]) -> None:
        self._gradients = gradients

    def read(
        self, node: Element, place: Affine, style: Mapping[str, str], opacity: float
    ) -> Iterator[Shape]:
        name = _name(node)
        if name == "defs" or name in _GRADIENTS:
            return
        if any(key in node.attrib for key in ("clip-path", "mask", "filter", "style")):
            raise _not_allowed("masks, clips or filters")
        own = {key: node.attrib[key] for key in _INHERITED if key in node.attrib}
        style = {**style, **own}
        place = place @ transform(node.get("transform", ""))
        opacity *= float(node.get("opacity", 1.0))
        if name in _GROUPS:
            for child in node:
                yield from self.read(child, place, style, opacity)
            return
        try:
            drawn = contours(name, node.attrib)
        except KeyError:
            raise _not_allowed(f"<{name}>") from None
        if "stroke-dasharray" in node.attrib:
            raise _not_allowed("dashed lines")
        points = tuple(_moved(each.points, place) for each in drawn)
        yield self._shape(points, tuple(each.closed for each in drawn), place, style, opacity)

    def _shape(
        self,
        points: tuple[Points, ...],
        closed: tuple[bool, ...],
        place: Affine,
        style: Mapping[str, str],
        opacity: float,
    ) -> Shape:
        fill, under = self._fill(style.get("fill", "black"), points, place)
        if under != Affine():
            points = tuple(_moved(each, under.inverse) for each in points)
        return Shape(
            points,
            closed,
            fill,
            opacity * float(style.get("fill-opacity", 1.0)),
            style.get("fill-rule") == "evenodd",
            _stroke(style, place, opacity),
            under,
        )

    def _fill(
        self, paint: str, points: tuple[Points, ...], place: Affine
    ) -> tuple[Colour | Gradient | None, Affine]:
        """A paint, and the map under which it is a circle or a line."""
        found = _URL.match(paint)
        if found is None:
            return _colour(paint), Affine()
        node = self._gradients.get(found[1])
        if node is None:
            return None, Affine()
        return self._gradient(node, points, place)

    def _gradient(
        self, node: Element, points: tuple[Points, ...], place: Affine
    ) -> tuple[Gradient, Affine]:
        chain = [node]
        while (link := chain[-1].get("href") or chain[-1].get(_XLINK)) is not None:
            chain.append(self._gradients[link.removeprefix("#")])
        values = {key: value for each in reversed(chain) for key, value in each.attrib.items()}
        stops = next((found for each in chain if (found := tuple(_stops(each)))), ())
        if values.get("gradientUnits") != "userSpaceOnUse":
            box = Bounds.around(
                place.inverse.at((x, y)) for each in points for x, y in each[:, 0].tolist()
            )
            place = place @ Affine(box.width, 0, 0, box.height, box.x0, box.y0)
        place = place @ transform(values.get("gradientTransform", ""))
        if _name(node) == "linearGradient":
            return _line(values, stops, place), Affine()
        return _circle(values, stops, place)


def _line(
    values: Mapping[str, str], stops: tuple[tuple[float, ...], ...], place: Affine
) -> Gradient:
    """A linear gradient under a map, which may lean its lines of equal colour."""
    x1, y1, x2, y2 = (_number(values, key, at) for key, at in
                      (("x1", 0.0), ("y1", 0.0), ("x2", 1.0), ("y2", 0.0)))  # fmt: skip
    back = place.inverse
    dx, dy = x2 - x1, y2 - y1
    normal = complex(back.a * dx + back.b * dy, back.c * dx + back.d * dy)
    start, to = complex(*place.at((x1, y1))), complex(*place.at((x2, y2)))
    along = ((to - start) * normal.conjugate()).real / max(abs(normal) ** 2, 1e-12)
    return Gradient(False, start, start + along * normal, stops)


def _circle(
    values: Mapping[str, str], stops: tuple[tuple[float, ...], ...], place: Affine
) -> tuple[Gradient, Affine]:
    cx, cy, r = (_number(values, key, 0.5) for key in ("cx", "cy", "r"))
    fx, fy = _number(values, "fx", cx), _number(values, "fy", cy)
    wide, high = np.linalg.svd([[place.a, place.c], [place.b, place.d]], compute_uv=False)
    if wide - high > _ROUND * wide:
        # An ellipse: the picture is drawn where it is a circle, and the group is stretched.
        focus = None if (fx, fy) == (cx, cy) else complex(fx, fy)
        return Gradient(True, complex(cx, cy), complex(cx + r, cy), stops, focus), place
    centre, edge = complex(*place.at((cx, cy))), complex(*place.at((cx + r, cy)))
    focus = None if (fx, fy) == (cx, cy) else complex(*place.at((fx, fy)))
    return Gradient(True, centre, edge, stops, focus), Affine()


def _number(values: Mapping[str, str], key: str, default: float) -> float:
    text = values.get(key)
    if text is None:
        return default
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _stops(node: Element) -> Iterator[tuple[float, ...]]:
    for stop in node:
        colour = _colour(stop.get("stop-color", "black")) or (0.0, 0.0, 0.0)
        yield (_number(stop.attrib, "offset", 0.0), *colour, float(stop.get("stop-opacity", 1.0)))


def _stroke(style: Mapping[str, str], place: Affine, opacity: float) -> Stroke | None:
    paint = style.get("stroke", "none")
    if paint.startswith("url("):
        raise _not_allowed("lines with gradients")
    colour = _colour(paint)
    if colour is None:
        return None
    grown = abs(place.a * place.d - place.b * place.c) ** 0.5
    return Stroke(
        colour,
        opacity * float(style.get("stroke-opacity", 1.0)),
        float(style.get("stroke-width", 1.0)) * grown,
        style.get("stroke-linecap", "butt"),
        style.get("stroke-linejoin", "miter"),
        float(style.get("stroke-miterlimit", 4.0)),
    )


def _colour(text: str) -> Colour | None:
    if text == "none":
        return None
    red, green, blue = ImageColor.getrgb(text)[:3]
    return red / 255, green / 255, blue / 255


def _moved(points: Points, place: Affine) -> Points:
    matrix = np.array([[place.a, place.b], [place.c, place.d]])
    moved: Points = points @ matrix + np.array([place.e, place.f])
    return moved


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _not_allowed(what: str) -> BadRequest:
    return BadRequest(
        "Telegram's animated stickers cannot show {what}: a video sticker (webm) can.", what=what
    )
