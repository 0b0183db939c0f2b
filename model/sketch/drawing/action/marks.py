"""Small marks around a body: notes, speed lines, waves, wings, zzz."""

import random
from collections.abc import Callable, Mapping

from model.sketch.drawing.art.pieces import Piece
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.drawing.vector.optical import OpticalSize

_Draw = Callable[[Bounds, random.Random, OpticalSize], list[Piece]]
_READABLE = frozenset({"notes", "zzz"})
INK = "#8a8f9c"
"""The colour of marks of movement."""


def draw_marks(
    name: str, body: Bounds, mirrored: bool, rng: random.Random, optical: OpticalSize
) -> list[Piece]:
    """The named marks around a body, mirrored with it unless they are legible signs.

    They are meant to be drawn behind the body.
    """
    if not name:
        return []
    marks = _MARKS[name](body, rng, optical)
    if not mirrored or name in _READABLE:
        return marks
    return [mark.moved(Affine.mirror(body.centre[0])) for mark in marks]


def _strokes(d: str, box: Bounds, width: float, ink: str = INK) -> Piece:
    svg = (
        f'<path d="{d}" fill="none" stroke="{ink}" stroke-width="{width:.2f}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )
    return Piece(svg, box.corners)


def _speed(body: Bounds, rng: random.Random, optical: OpticalSize) -> list[Piece]:
    lines, x, width = [], body.x0 - 0.04 * body.width, max(3.0, optical.stroke)
    for share, length in ((0.22, 0.1), (0.42, 0.16), (0.8, 0.12)):
        y = body.y0 + share * body.height
        length *= body.width * rng.uniform(0.8, 1.2) * optical.larger
        box = Bounds(x - length, y - width / 2, x, y + width / 2)
        lines.append(_strokes(f"M{x:.1f} {y:.1f}h{-length:.1f}", box, width))
    return lines


def _notes(body: Bounds, rng: random.Random, optical: OpticalSize) -> list[Piece]:
    svg = (
        '<g fill="#5b6ee1"><ellipse cx="4" cy="17" rx="4.2" ry="3.2" transform="rotate(-18 4 17)"/>'
        '<path d="M6.2 17V1.5q6 1 6.4 7q-2.2-3.4-4.2-3.4V17z"/></g>'
    )
    note = Piece(svg, Bounds(0, 0, 13, 20).corners)
    size = optical.larger**2
    left = Affine.move(body.x0 + 3 - 13 * size, body.y0 + rng.uniform(-2, 10)) @ Affine.turn(-10)
    left @= Affine.scale(size)
    right = Affine.move(body.x1 - 2, body.y0 + rng.uniform(-8, 4)) @ Affine.scale(0.85 * size)
    return [note.moved(left), note.moved(right)]


def _wave(body: Bounds, rng: random.Random, optical: OpticalSize) -> list[Piece]:
    """Two arcs above the raised hand at the right; one where two would touch."""
    x, y = body.x1 + 0.26 * body.width, body.y0 + 0.16 * body.height
    arcs, width = [], max(2.4, optical.stroke)
    for radius in (9.0, 14.0) if width < 4 else (14.0 * optical.larger,):
        d = f"M{x:.1f} {y - radius:.1f}a{radius} {radius} 0 0 1 {radius} {radius}"
        arcs.append(_strokes(d, Bounds(x - 2, y - radius - 2, x + radius + 2, y + 2), width))
    return arcs


def waves(at: Point, side: int, size: float) -> Piece:
    """Two arcs beyond a hand that waves at a point, at its left (-1) or right (1)."""
    d, width = "", 0.24 * size
    for radius in (1.5 * size, 2.3 * size):
        d += f"M{at[0]:.1f} {at[1] - radius:.1f}"
        x, sweep = at[0] + side * radius, int(side > 0)
        d += f"A{radius:.1f} {radius:.1f} 0 0 {sweep} {x:.1f} {at[1]:.1f}"
    reach = at[0] + 2.4 * side * size
    box = Bounds(min(at[0], reach), at[1] - 2.4 * size, max(at[0], reach), at[1])
    return _strokes(d, box, width)


def _ground(body: Bounds, rng: random.Random, optical: OpticalSize) -> list[Piece]:
    x, y = body.centre[0], body.y1 + 0.4 * body.height
    rx = body.width * 0.3
    svg = f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="3.4" fill="#000" opacity=".16"/>'
    return [Piece(svg, Bounds(x - rx, y - 3.4, x + rx, y + 3.4).corners)]


def _zzz(body: Bounds, rng: random.Random, optical: OpticalSize) -> list[Piece]:
    """Letters of growing size that rise from the middle of the upper edge; fewer if bold."""
    marks, x, y, width = [], body.centre[0] + 2, body.y0 + 4, max(3.6, optical.stroke)
    bold = width / 3.6
    for side in (9.0, 12.0, 15.0) if bold < 1.5 else (11.0 * bold,):
        d = f"M{x:.1f} {y - side:.1f}h{side}L{x:.1f} {y:.1f}h{side}"
        box = Bounds(x - 2, y - side - 2, x + side + 2, y + 2)
        marks.append(_strokes(d, box, width, "#4a7fd4"))
        x, y = x + side + 5, y - side * 0.75
    return marks


def _wings(body: Bounds, rng: random.Random, optical: OpticalSize) -> list[Piece]:
    feathers = (
        '<path d="M0 8C8-14 34-18 46-10C44-4 40-2 36-1C40 1 38 7 31 8C34 11 30 16 22 15'
        'C14 20 4 18 0 8z" fill="#f4f7fb" stroke="#a9bcd3" stroke-width="2.4" '
        'stroke-linejoin="round"/>'
    )
    wing = Piece(feathers, Bounds(0, -17, 47, 19).corners)
    size, y = max(body.width, body.height) / 100, body.y0 + 0.42 * body.height
    lift = Affine.turn(-28) @ Affine.scale(size)
    right = Affine.move(body.x1 - 0.16 * body.width, y) @ lift
    left = Affine.move(body.x0 + 0.16 * body.width, y) @ Affine.scale(-1, 1) @ lift
    return [wing.moved(left), wing.moved(right)]


_MARKS: Mapping[str, _Draw] = {
    "speed": _speed,
    "notes": _notes,
    "wave": _wave,
    "ground": _ground,
    "zzz": _zzz,
    "wings": _wings,
}
