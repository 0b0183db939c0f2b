"""A moving sketch as vector layers, for formats that animate vectors."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from model.sketch.drawing.compose import compose_moving
from model.sketch.drawing.vector.geometry import Affine
from model.sketch.drawing.vector.raster import SVG, XLINK, markup
from model.sketch.library import Library
from model.sketch.motion.motions import Motion
from model.sketch.scene import Scene

_SVG = f"{{{SVG}}}"
_HREF = f"{{{XLINK}}}href"
# What shapes take over from the groups around them; a group with anything else stays whole.
_INHERITED = frozenset({
    "fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "clip-rule",
})  # fmt: skip
_CALL = re.compile(r"(\w+)\s*\(([^)]*)\)")
_TRANSFORM = re.compile(r'transform="([^"]+)"')
_USE = re.compile(r"url\(#([^)]+)\)")

Leaf = tuple[str, Affine]


@dataclass(frozen=True, slots=True)
class Layer:
    """One shape as SVG markup, with the gradients it uses, and its map to the 128 x 128 frame.

    `places` has an entry for each frame of the loop. `markup` has one entry if it never changes,
    otherwise one for each frame, with the same elements. Layers are in drawing order, the first at
    the back. What is clipped or translucent as a group is one layer.
    """

    markup: tuple[str, ...]
    places: tuple[Affine, ...]

    @property
    def is_at_rest(self) -> bool:
        """Whether the first frame shows the shape: particles have no size there."""
        return abs(self.places[0].area) >= 1e-6


def layers(
    library: Library, scene: Scene, style: str, seed: int, motion: Motion, *, fps: float
) -> list[Layer]:
    """The layers of a loop. Raises KeyError as `compose` does."""
    scene = motion.dressed(scene)
    moments = motion.moments(scene, fps)
    drawn = compose_moving(library, scene, style, seed, moments, is_cut=motion.cut, is_flat=True)
    return layers_of(drawn)


def layers_of(drawn: Sequence[str]) -> list[Layer]:
    """The layers of frames with the same elements."""
    return [_layer(leaves) for leaves in zip(*map(_leaves, drawn), strict=True)]


def first_map(svg: str) -> Affine:
    """The map of a complete picture to its frame."""
    found = _TRANSFORM.search(svg)
    assert found is not None
    return affine(found[1])


def _layer(leaves: Sequence[Leaf]) -> Layer:
    found = tuple(svg for svg, _ in leaves)
    one = found[:1] if len(set(found)) == 1 else found
    return Layer(one, tuple(place for _, place in leaves))


def _leaves(svg: str) -> list[Leaf]:
    root = ElementTree.fromstring(svg)
    named = {node.get("id", ""): node for node in root.iter() if "id" in node.attrib}
    return list(_flat(root, Affine(), {}, named))


def _flat(
    node: Element, place: Affine, around: Mapping[str, str], named: Mapping[str, Element]
) -> Iterator[Leaf]:
    """The shapes in a group, each with the attributes and the complete map of what is around it."""
    for child in node:
        if child.tag.removeprefix(_SVG) in ("defs", "linearGradient", "radialGradient", "clipPath"):
            continue
        moved = place @ affine(child.get("transform", ""))
        own = {key: value for key, value in child.attrib.items() if key != "transform"}
        if child.tag == f"{_SVG}g" and own.keys() <= _INHERITED:
            yield from _flat(child, moved, {**around, **own}, named)
        else:
            alone = Element(child.tag, {**around, **own})
            alone.extend(child)
            yield _used(alone, named) + markup(alone), moved


def _used(node: Element, named: Mapping[str, Element]) -> str:
    """The definitions that a shape refers to, and those that these refer to."""
    found: dict[str, Element] = {}
    queue = [node]
    while queue:
        for part in queue.pop().iter():
            for value in part.attrib.values():
                for name in _USE.findall(value):
                    if name in named and name not in found:
                        found[name] = named[name]
                        queue.append(named[name])
            target = part.get("href", part.get(_HREF, "")).removeprefix("#")
            if target in named and target not in found:
                found[target] = named[target]
                queue.append(named[target])
    if not found:
        return ""
    defs = Element(f"{_SVG}defs")
    defs.extend(found.values())
    return markup(defs)


def affine(text: str) -> Affine:
    """The map of an SVG transform. Raises KeyError for an unknown function."""
    place = Affine()
    for name, numbers in _CALL.findall(text):
        values = [float(value) for value in re.split(r"[\s,]+", numbers.strip())]
        place = place @ _CALLS[name](*values)
    return place


def _rotate(degrees: float, x: float = 0.0, y: float = 0.0) -> Affine:
    return Affine.turn(degrees, (x, y))


_CALLS: Mapping[str, Callable[..., Affine]] = {
    "matrix": Affine,
    "translate": lambda x, y=0.0: Affine.move(x, y),
    "scale": Affine.scale,
    "rotate": _rotate,
    "skewX": lambda degrees: Affine(c=math.tan(math.radians(degrees))),
    "skewY": lambda degrees: Affine(b=math.tan(math.radians(degrees))),
}
