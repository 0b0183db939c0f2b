"""Heads cut from the art of whole animals, which then stand upright in their clothes."""

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from model.sketch.drawing.art.head_outlines import ALL, NECK, OUTLINES
from model.sketch.drawing.art.pupils import side_eye
from model.sketch.drawing.art.stances import front_side
from model.sketch.drawing.colour.look import RESOLUTION, Look, look
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.library import HEAD, Anchors, Box, Library, Part, Point, Spot
from model.sketch.scene import STYLES

_FLARE, _RISE = 9.0, 14.0  # percent beyond the end of a neck, and above it
_SAG = 0.2  # how deep the line through a neck curves, in its widths
_WIDEST_EYES = 0.36  # between the eyes, in widths of the head
_ON_CROWN = 0.05  # from the eye to the middle of a hat, in the same
_THICK = 0.6  # the width of a neck that is not seen, in the same
_LOW, _CENTRE = 0.06, 0.08  # where a neck is measured, in heights and widths of the head


def cut_head(library: Library, style: str, concept: str) -> Part:
    """The head of a whole animal as a part of its own, which fills the unit square.

    `concept` ends with HEAD. Raises KeyError for an animal without an outline.
    """
    whole = concept.removesuffix(HEAD)
    outline = OUTLINES[whole][STYLES.index(style)]
    if outline in STYLES:
        style, outline = outline, OUTLINES[whole][STYLES.index(outline)]
    part = library.part(style, whole)
    return _cut(part, outline, front_side(library, whole, part.anchors))


@lru_cache(maxsize=256)
def _cut(part: Part, outline: str, ahead: int) -> Part:
    if outline == ALL:
        seen = look(part.body, part.size)
        neck = _chin(seen, part.anchors.box)
        return replace(part, anchors=replace(_eyed(part), neck=neck), is_head=True)
    left, top, side, _ = part.size
    into = Affine.move(left, top) @ Affine.scale(side / 100)
    body = (
        f'<clipPath id="head"><path transform="{into.svg}" d="{_path(outline)}"/></clipPath>'
        f'<g clip-path="url(#head)">{part.body}</g>'
    )
    shown = Bounds.around(look(body, part.size).hull)
    long = max(shown.width, shown.height)
    x, y = shown.centre[0] - long / 2, shown.centre[1] - long / 2
    size = left + side * x, top + side * y, side * long, side * long
    anchors = _moved(_eyed(part), Affine.scale(1 / long) @ Affine.move(-x, -y), shown)
    find = _chin if outline.startswith("M") else _neck
    anchors = replace(anchors, neck=find(look(body, size), anchors.box), side=ahead)
    return replace(part, body=body, size=size, anchors=anchors, is_head=True)


def _eyed(part: Part) -> Anchors:
    """The anchors of an animal, with its eye at the one that is seen from the side."""
    return replace(part.anchors, eyes=(*side_eye(part), part.anchors.eyes[2]))


def _path(outline: str) -> str:
    """Path data around a head; above a line through the neck, that is all to its left."""
    if outline.startswith((NECK, "M")):
        return outline.removeprefix(NECK)
    x, y, u, v, *right = map(float, outline.split())
    edge = right[0] if right else u + _FLARE
    deep = (y + v) / 2 + 2 * _SAG * (u - x)
    return f"M-9-9H{edge}V{v - _RISE}L{u} {v}Q{(x + u) / 2} {deep} {x} {y}L-9 {y - _FLARE}z"


def _moved(anchors: Anchors, place: Affine, seen: Bounds) -> Anchors:
    """The anchors of a whole animal for the square around its head."""
    x, y, apart = anchors.eyes
    apart = min(apart, _WIDEST_EYES * seen.width)
    _, crown, width = anchors.head
    if not seen.y0 - 0.02 < crown < y:
        crown, width = seen.y0, 2.5 * apart
    box = place.bounds(seen)
    hands: tuple[Point, Point] = (box.x0, box.centre[1]), (box.x1, box.centre[1])
    feet: tuple[Point, Point] = (box.x0, box.y1), (box.x1, box.y1)

    def spot(point: Spot) -> Spot:
        return (*place.at(point[:2]), place.size * point[2])

    shown = Box(box.x0, box.y0, box.width, box.height)
    eyes = spot((x, y, apart))
    behind = math.copysign(_ON_CROWN * seen.width, seen.centre[0] - x)
    top = spot((x + behind, crown, width))
    return Anchors(shown, eyes, top, anchors.neck, hands, feet, anchors.face)


def _neck(seen: Look, box: Box) -> Spot:
    """The lower end of a long neck and its width."""
    y = box.y + (1 - _LOW) * box.h
    left, right = seen.edges(y) or (box.x, box.x + box.w)
    return (left + right) / 2, box.y + box.h, right - left


def _chin(seen: Look, box: Box) -> Spot:
    """The lowest point below the middle of a head that has no long neck."""
    rows, columns = np.nonzero(seen.solid)
    x = float(columns.mean() + 0.5) / RESOLUTION
    near = rows[np.abs((columns + 0.5) / RESOLUTION - x) < _CENTRE * box.w]
    return x, float(near.max() + 1) / RESOLUTION, _THICK * box.w
