"""Small things that leave a moving figure: tears, notes, hearts, letters, sparks."""

import math
from collections.abc import Mapping, Sequence

from model.sketch.drawing.art.pieces import Piece
from model.sketch.drawing.pose.moment import Particle
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point

_SHAPES: Mapping[str, str] = {
    "tear": '<path fill="#4aa9f0" d="M0-50C8-28 32-6 32 18A32 32 0 0 1-32 18C-32-6-8-28 0-50z"/>'
    '<path fill="#c8e8ff" d="M-20 16a20 20 0 0 0 12 21a4 4 0 0 0 4-7a13 13 0 0 1-8-14a4 4 0 0'
    ' 0-8 0z"/>',
    "note": '<path fill="#5b6ee1" d="M-8 26V-48q30 6 34 36q-12-16-22-16V30a21 15-18 1 1-12-4z"/>',
    "heart": '<path fill="#f0305a" d="M0 46C-28 24-48 6-48-16C-48-34-35-46-21-46C-11-46-4-40'
    ' 0-32C4-40 11-46 21-46C35-46 48-34 48-16C48 6 28 24 0 46z"/>'
    '<path fill="#ff9db4" d="M-34-16a14 14 0 0 1 12-16a5 5 0 0 0-1-9a22 22 0 0 0-20 25a5 5 0 0'
    ' 0 9 0z"/>',
    "z": '<path fill="#4a7fd4" d="M-36-48H36V-30L-8 28H38V48H-38V30L6-28H-36z"/>',
    "spark": '<path fill="#ffb62e" d="M0-50C6-16 16-6 50 0C16 6 6 16 0 50C-6 16-16 6-50 0'
    'C-16-6-6-16 0-50z"/>',
    "ember": '<circle r="50" fill="#ff8a1f"/><circle r="26" fill="#ffd75e"/>',
    "confetti": '<rect x="-28" y="-46" width="56" height="92" rx="10" fill="#e8467c"/>',
    "streamer": '<rect x="-28" y="-46" width="56" height="92" rx="10" fill="#37a9e0"/>',
}
FLAME = "flame"
PARTICLES = (*_SHAPES, FLAME)
# Corners and controls of a flame's outline, clockwise from the tip, three drawings of it.
_OUTLINE = (
    "M{:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} 0 50"
    "C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}z"
)
_FLAMES: Sequence[Sequence[Point]] = (
    ((-4, -50), (6, -30), (38, -16), (36, 18), (34, 40), (16, 50), (-16, 50), (-36, 40),
     (-36, 16), (-36, -6), (-14, -18), (-4, -50)),
    ((12, -46), (4, -26), (30, -10), (38, 14), (38, 38), (18, 50), (-18, 50), (-34, 38),
     (-36, 20), (-38, 0), (-4, -16), (12, -46)),
    ((-14, -38), (10, -32), (40, -22), (36, 20), (32, 42), (14, 50), (-14, 50), (-38, 42),
     (-38, 12), (-36, -8), (-26, -14), (-14, -38)),
)  # fmt: skip
_BOX = Bounds(-50, -50, 50, 50)
ATTACHED = frozenset({"left eye", "right eye"})
"""Particles from here move with the body; others do not."""


def draw_particle(particle: Particle, origin: Point, size: float) -> Piece:
    """A particle of a body of this size."""
    place = (
        Affine.move(origin[0] + particle.x * size, origin[1] + particle.y * size)
        @ Affine.turn(particle.turn)
        @ Affine.scale(particle.size * size / 100)
    )
    svg = flame(particle.shape) if particle.kind == FLAME else _SHAPES[particle.kind]
    return Piece(svg, _BOX.corners).moved(place)


def flame(phase: float) -> str:
    """A flame whose outline goes through three drawn shapes, blended, in one phase."""
    weights = [0.5 + 0.5 * math.cos(2 * math.pi * (phase - n / 3)) for n in range(3)]
    total = sum(weights)
    points = [
        sum(w * point[axis] for w, point in zip(weights, points, strict=True)) / total
        for points in zip(*_FLAMES, strict=True)
        for axis in (0, 1)
    ]
    outer = _OUTLINE.format(*points)
    return (
        f'<path fill="#ff6a1a" d="{outer}"/>'
        f'<path fill="#ffc53d" transform="translate(0 18) scale(.6)" d="{outer}"/>'
    )
