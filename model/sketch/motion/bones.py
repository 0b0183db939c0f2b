"""How the shapes of a moving sketch move: as rigid pieces, limbs in two at the elbow or knee."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from model.sketch.drawing.vector.geometry import Affine, Point
from model.sketch.motion.layers import Layer

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PATH = re.compile(r'\sd="([^"]+)"')
_ROUND = re.compile(r'\sc([xy])="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Bone:
    """A rigid piece of a shape: its map in each frame, from where it is in the first.

    `span` are the ends of half a limb; None for any other shape.
    """

    layer: int
    track: tuple[Affine, ...]
    span: tuple[Point, Point] | None = None


def bones(layers: Sequence[Layer]) -> list[Bone]:
    """The rigid pieces of all shapes that are drawn in the first frame, in drawing order."""
    found = []
    for number, layer in enumerate(layers):
        if not layer.is_at_rest:
            continue
        found += [Bone(number, _tracked(layer, inner), span) for inner, span in _pieces(layer)]
    return found


def _tracked(layer: Layer, inner: Sequence[Affine]) -> tuple[Affine, ...]:
    """Maps from the first frame, given how the markup itself moves."""
    home = (layer.places[0] @ inner[0]).inverse
    return tuple(place @ by @ home for place, by in zip(layer.places, inner, strict=True))


def _pieces(
    layer: Layer,
) -> list[tuple[Sequence[Affine], tuple[Point, Point] | None]]:
    """For each rigid piece, the frame of reference that its markup gives it in every frame."""
    frames = len(layer.places)
    if len(layer.markup) == 1:
        return [([Affine()] * frames, None)]
    paths = [_PATH.search(markup) for markup in layer.markup]
    if all(paths):
        lines = [_corners(path[1]) for path in paths if path]
        if len(lines[0]) == 3:
            return [
                ([_along(line[n], line[n + 1]) for line in lines], _ends(layer, lines[0], n))
                for n in (0, 1)
            ]
    middles = [dict(_ROUND.findall(markup)) for markup in layer.markup]
    if all(len(middle) == 2 for middle in middles):
        return [([Affine.move(float(m["x"]), float(m["y"])) for m in middles], None)]
    return [([Affine()] * frames, None)]


def _corners(path: str) -> list[Point]:
    """The start, the bend and the end of a limb's path; empty for other paths."""
    numbers = [float(text) for text in _NUMBER.findall(path)]
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    letters = re.sub(r"[^A-Za-z]", "", path)
    if letters == "MLQL":
        return [points[0], points[2], points[4]]
    return points if letters == "MQ" else []


def _along(start: Point, end: Point) -> Affine:
    """The frame of reference at a point, with its first axis to another."""
    turn = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
    return Affine.move(*start) @ Affine.turn(turn)


def _ends(layer: Layer, line: Sequence[Point], number: int) -> tuple[Point, Point]:
    place = layer.places[0]
    return place.at(line[number]), place.at(line[number + 1])
