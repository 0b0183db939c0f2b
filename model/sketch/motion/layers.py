"""A moving sketch as vector layers, for formats that animate vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from model.sketch.drawing.compose import compose_moving
from model.sketch.drawing.geometry import Affine
from model.sketch.library import Library
from model.sketch.motion.motions import Motion
from model.sketch.scene import Scene

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Layer:
    """SVG markup and its map to the 128 x 128 frame at each frame of the loop.

    `markup` has one entry if it never changes, otherwise one per frame, with the same elements.
    Layers are in drawing order, the first at the back.
    """

    markup: tuple[str, ...]
    places: tuple[Affine, ...]


def layers(
    library: Library, scene: Scene, style: str, seed: int, motion: Motion, *, fps: float
) -> list[Layer]:
    """The layers of a loop. Raises KeyError as `compose` does."""
    ElementTree.register_namespace("", _SVG[1:-1])
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    drawn = compose_moving(library, scene, style, seed, motion.moments(fps))
    flat = [_flat(ElementTree.fromstring(svg), Affine()) for svg in drawn]
    return [_layer(leaves) for leaves in zip(*flat, strict=True)]


def _layer(leaves: Sequence[tuple[str, Affine]]) -> Layer:
    markup = tuple(svg for svg, _ in leaves)
    one = markup[:1] if len(set(markup)) == 1 else markup
    return Layer(one, tuple(place for _, place in leaves))


def _flat(node: Element, place: Affine) -> list[tuple[str, Affine]]:
    """The innermost groups with nothing but a transform, as markup with the complete transform."""
    leaves: list[tuple[str, Affine]] = []
    for child in node:
        if _only_moves(child):
            moved = place @ _affine(child.get("transform", ""))
            if any(map(_only_moves, child)):
                leaves += _flat(child, moved)
            else:
                leaves.append(("".join(ElementTree.tostring(x, "unicode") for x in child), moved))
        else:
            leaves.append((ElementTree.tostring(child, "unicode"), place))
    return leaves


def _only_moves(node: Element) -> bool:
    return node.tag == f"{_SVG}g" and list(node.attrib) == ["transform"]


def _affine(text: str) -> Affine:
    """The inverse of `Affine.svg`."""
    return Affine(*map(float, text.removeprefix("matrix(").removesuffix(")").split()))
