"""A Scene -> one SVG of vector parts, in a style, varied by a seed."""

import random
from dataclasses import dataclass, replace

from model.sketch.arrange import arrange, behind, framed
from model.sketch.colour import COLOURS
from model.sketch.figure import Figure
from model.sketch.library import Library
from model.sketch.pieces import Table, stack
from model.sketch.poses import POSES
from model.sketch.raster import rasterize
from model.sketch.scene import Scene

__all__ = ["COLOURS", "POSES", "Sketch", "compose", "rasterize"]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A composed picture: SVG with view box "0 0 128 128" and the concepts that it was made of."""

    svg: str
    parts: tuple[str, ...]
    style: str
    scene: Scene


def compose(library: Library, scene: Scene, style: str, seed: int) -> Sketch:
    """Draw a Scene. The same arguments give the same picture; another seed another arrangement.

    Raises KeyError for a base, expression, accessory, pose or colour that nobody knows.
    """
    rng = random.Random(f"{seed} {style} {sorted(scene.to_dict().items())}")
    table = Table()
    figure = Figure(library, style, table, rng)
    one = replace(scene, count=1, behind=None)
    picture = arrange([figure.draw(one) for _ in range(scene.count)], rng)
    if scene.behind is not None:
        picture = stack([behind(library.part(style, scene.behind), picture, table, rng), picture])
    return Sketch(framed(picture), tuple(table.used), style, scene)
