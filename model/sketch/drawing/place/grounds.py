"""Grounds of places and what is in front of the figure, in a frame of 100 units."""

import math
import random
from collections.abc import Mapping, Sequence

from model.sketch.drawing.place.places import Place
from model.sketch.drawing.place.weather import Drawing
from model.sketch.drawing.vector.markup import path


def _inset(y: float, corner: float) -> float:
    """How far the round corner of the frame is in from its left edge at a height."""
    deep = max(0.0, y - 100 + corner)
    return corner - math.sqrt(corner * corner - deep * deep)


def _below(left: float, curve: str, right: float, corner: float) -> str:
    """The path below an outline, within the frame.

    The outline goes from the left edge at the height `left` by a `curve` with the place of its end
    in braces to the right edge.
    """
    x, u = _inset(left, corner), 100 - _inset(right, corner)
    top = f"M{x:.2f} {left:.2f}" + curve.format(f"{u:.2f} {right:.2f}")
    arc = f"A{corner:g} {corner:g} 0 0 1 "
    start = max(left, 100 - corner)
    return (
        f"{top}V{max(right, 100 - corner):.2f}{arc}{100 - corner:g} 100H{corner:g}"
        f"{arc}{_inset(start, corner):.2f} {start:.2f}z"
    )


def _ground(place: Place) -> tuple[str, str, float]:
    assert place.ground is not None
    return *place.ground, 100 * place.horizon


def _hill(rng: random.Random, corner: float, place: Place) -> str:
    far, near, y = _ground(place)
    up = rng.choice((-1, 1)) * 4
    return path(_below(y + up, f"C30 {y - 6:.0f} 66 {y + 7:.0f} {{}}", y - up, corner), far) + path(
        _below(92, "C26 86 72 86 {}", 92, corner), near
    )


def _floor(_rng: random.Random, corner: float, place: Place) -> str:
    far, near, y = _ground(place)
    return (
        path(_below(y, "L{}", y, corner), far)
        + path(f"M0 {y - 3:.0f}H100V{y:.0f}H0z", "#fff", ' opacity=".55"')
        + path(_below(90, "L{}", 90, corner), near)
    )


def _dunes(_rng: random.Random, corner: float, place: Place) -> str:
    far, near, y = _ground(place)
    return (
        path(_below(y - 6, f"Q22 {y - 20:.0f} 44 {y - 4:.0f}T{{}}", y - 10, corner), "#f3cf8c")
        + path(_below(y + 4, f"Q30 {y + 4:.0f} 56 {y - 4:.0f}T{{}}", y + 6, corner), far)
        + path(_below(92, "C26 86 72 86 {}", 92, corner), near)
    )


def _tiles(rng: random.Random, corner: float, place: Place) -> str:
    y = 100 * place.horizon
    lines = "".join(f"M{x} 0h1.2V{y:.0f}h-1.2z" for x in (24, 49, 74))
    lines += "".join(f"M0 {at}h100v1.2h-100z" for at in (24, 48))
    return path(lines, "#fff", ' opacity=".4"') + _floor(rng, corner, place)


def _street(_rng: random.Random, corner: float, place: Place) -> str:
    far, _, y = _ground(place)
    dashes = "".join(f"M{x} 93h12v2.4h-12z" for x in (12, 32, 52, 72))
    return (
        path(_below(y - 4, "L{}", y - 4, corner), "#c4ccd6")
        + path(_below(y, "L{}", y, corner), far)
        + path(dashes, "#fff", ' opacity=".8"')
    )


def _sea(_rng: random.Random, corner: float, place: Place) -> str:
    """A strip of sea behind the sand."""
    far, near, y = _ground(place)
    return (
        path(f"M0 {y - 20:.0f}H100V{y + 8:.0f}H0z", "#35a9dc")
        + path(f"M0 {y - 20:.0f}H100v3H0z", "#2390c4")
        + path("M14 64h16v1.6h-16zM60 66h20v1.6h-20zM38 70h12v1.6h-12z", "#fff", ' opacity=".6"')
        + path(_below(y + 3, f"Q26 {y - 5:.0f} 52 {y:.0f}T{{}}", y - 2, corner), "#fff")
        + path(_below(y + 5, f"Q26 {y - 2:.0f} 52 {y + 3:.0f}T{{}}", y + 1, corner), far)
        + path(_below(93, "C26 88 72 88 {}", 93, corner), near)
    )


def _seabed(_rng: random.Random, corner: float, place: Place) -> str:
    far, near, y = _ground(place)
    weed = (
        "M84 92C78 80 90 74 84 60C92 70 86 78 90 92zM93 92C88 82 97 78 93 68C99 76 95 82 98 88z"
        "M25 94C21 86 29 82 25 74C31 81 28 86 30 94z"
    )
    return (
        path(weed, "#2f9e6b")
        + path(_below(y, f"C30 {y - 4:.0f} 66 {y + 5:.0f} {{}}", y - 2, corner), far)
        + path(_below(95, "C26 91 72 91 {}", 95, corner), near)
    )


def _shore(_rng: random.Random, corner: float, place: Place) -> str:
    """Water with a far green bank and reeds."""
    far, _, y = _ground(place)
    reeds = "M9 84Q8 60 11 46L13 84zM15 84Q17 66 20 56L18 84zM90 84Q88 64 86 54L93 84z"
    return (
        path(_below(y - 12, f"C30 {y - 18:.0f} 66 {y - 8:.0f} {{}}", y - 12, corner), "#7cc464")
        + path(_below(y - 5, f"Q50 {y - 2:.0f} {{}}", y - 5, corner), far)
        + path(reeds, "#4d8f43")
        + path("M9.6 54a2 5 0 1 1 4 0a2 5 0 1 1-4 0z", "#8a5a34")
    )


def _lake(_rng: random.Random, corner: float, place: Place) -> str:
    """A lake behind a green shore."""
    far, near, y = _ground(place)
    water = path(f"M0 {y - 12:.0f}H100V{y + 8:.0f}H0z", "#5bb4ea")
    lines = "M10 73h18v1.6h-18zM58 72h22v1.6h-22zM36 76h14v1.6h-14z"
    return (
        water
        + path(lines, "#fff", ' opacity=".6"')
        + path(_below(y + 2, f"Q26 {y - 6:.0f} 52 {y:.0f}T{{}}", y - 1, corner), far)
        + path(_below(93, "C26 88 72 88 {}", 93, corner), near)
    )


def _ocean(_rng: random.Random, corner: float, place: Place) -> str:
    """The open sea."""
    y = 100 * place.horizon - 26
    waves = "".join(f"M{x} {at}h{wide}v2h-{wide}z" for x, at, wide in (
        (14, 60, 18), (60, 63, 22), (34, 71, 18), (8, 79, 22), (62, 80, 20), (36, 88, 24),
    ))  # fmt: skip
    return (
        path(_below(y, "L{}", y, corner), "#2f9fd8")
        + path(_below(y + 14, f"Q25 {y + 10:.0f} 50 {y + 14:.0f}T{{}}", y + 14, corner), "#2788c4")
        + path(waves, "#fff", ' opacity=".6"')
    )


_ROCK, _ROCK_LIGHT, _STEAM = "#8b8f99", "#b3b7c1", "#ffffff"


def _rocks(spots: Sequence[tuple[float, float, float]]) -> str:
    return "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="{r}" ry="{0.7 * r:.1f}" fill="{_ROCK}"/>'
        f'<ellipse cx="{x - 0.2 * r:.1f}" cy="{y - 0.25 * r:.1f}" rx="{0.6 * r:.1f}" '
        f'ry="{0.34 * r:.1f}" fill="{_ROCK_LIGHT}"/>'
        for x, y, r in spots
    )


def _spring(_rng: random.Random, corner: float, place: Place) -> str:
    """A pool of warm water among rocks, on a meadow."""
    far, _, y = _ground(place)
    back = ((9, y + 6, 9), (24, y + 1, 9), (40, y - 1, 8), (56, y, 9), (73, y, 8), (89, y + 5, 9))
    return (
        path(_below(y - 3, f"C30 {y - 9:.0f} 66 {y - 9:.0f} {{}}", y - 3, corner), "#8cc474")
        + _rocks(back)
        + path(_below(y + 8, f"Q50 {y - 6:.0f} {{}}", y + 8, corner), far)
    )


def _bath(_rng: random.Random, corner: float, place: Place) -> str:
    """The warm water in front of a bather, rocks and steam."""
    _, near, y = _ground(place)
    wisp = "q-6 -7 0 -14t0 -14"
    steam = "".join(f"M{x} {at}{wisp}" for x, at in ((15, 58), (85, 54), (28, 36), (73, 32)))
    return (
        path(_below(y, f"Q25 {y - 4:.0f} 50 {y:.0f}T{{}}", y, corner), near)
        + path(f"M16 {y + 8:.0f}h16v1.8h-16zM66 {y + 6:.0f}h18v1.8h-18z", "#fff", ' opacity=".7"')
        + _rocks(((20, 96, 8), (36, 98, 7), (64, 98, 8), (80, 96, 8)))
        + f'<path d="{steam}" fill="none" stroke="{_STEAM}" stroke-width="3.6" '
        'stroke-linecap="round" opacity=".8"/>'
    )


def _ripples(_rng: random.Random, corner: float, place: Place) -> str:
    """The water in front of a swimmer."""
    _, near, _ = _ground(place)
    return path(_below(80, "Q25 76 50 80T{}", 80, corner), near) + path(
        "M14 87h20v1.8h-20zM58 85h24v1.8h-24zM36 93h16v1.8h-16z", "#fff", ' opacity=".7"'
    )


def _craters(rng: random.Random, corner: float, place: Place) -> str:
    _, near, _ = _ground(place)
    holes = "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="{r}" ry="{0.36 * r:.1f}" fill="{near}"/>'
        for x, y, r in ((15, 80, 8), (84, 84, 10), (64, 77, 5))
    )
    return _hill(rng, corner, place) + holes


def _pitch(_rng: random.Random, corner: float, place: Place) -> str:
    far, near, y = _ground(place)
    return (
        path(_below(y, "L{}", y, corner), far)
        + path(f"M0 {y + 8:.0f}H100v8H0zM4 {y + 24:.0f}H96L92 {y + 32:.0f}H8z", near)
        + f'<path d="M12 {y:.0f}V34H88V{y:.0f}" fill="none" stroke="#fff" stroke-width="3.4" '
        'stroke-linejoin="round"/>'
        + "".join(
            f'<path d="M{x} 35V{y:.0f}" stroke="#fff" stroke-width=".8" opacity=".7"/>'
            for x in range(20, 88, 8)
        )
        + path(f"M0 {y:.0f}H100v1.6H0z", "#fff")
    )


def _drift(_rng: random.Random, corner: float, place: Place) -> str:
    _, near, _ = _ground(place)
    return path(_below(91, "Q14 85 28 91Q40 95 52 90Q66 86 78 91Q90 94 {}", 90, corner), near)


def _puddle(*_: object) -> str:
    return (
        '<ellipse cx="50" cy="93" rx="34" ry="4.6" fill="#6fb2ea"/>'
        '<ellipse cx="42" cy="92" rx="14" ry="1.4" fill="#c4e4fb"/>'
    )


def _cloud_front(_rng: random.Random, corner: float, place: Place) -> str:
    _, near, _ = _ground(place)
    return path(
        _below(86, "Q8 76 20 82Q30 74 42 84Q52 78 62 85Q74 74 86 83Q93 78 {}", 86, corner), near
    )


def _leaves(*_: object) -> str:
    blade = "M7 93Q8 80 26 76Q20 88 18 97zM2 86Q0 74 9 64Q12 78 7 92z"
    other = f'<g transform="matrix(-1 0 0 1 100 0)">{path(blade, "#2f7d3c")}</g>'
    return path(blade, "#2f7d3c") + other


def _bed(rng: random.Random, corner: float, place: Place) -> str:
    """A bed from the front: its headboard and a pillow."""
    return (
        _floor(rng, corner, place)
        + path("M8 92V42Q8 30 20 30H80Q92 30 92 42V92z", "#a56b42")
        + path("M14 92V46Q14 37 23 37H77Q86 37 86 46V92z", "#c08556")
        + path("M16 66Q16 52 30 53H70Q84 52 84 66V88H16z", "#ffffff")
        + path("M16 80H84V88H16z", "#dfe6f2")
    )


def _blanket(*_: object) -> str:
    return (
        path("M9 97V86Q9 79 18 79H82Q91 79 91 86V97z", "#4f8ff0")
        + path("M9 90V86Q9 79 18 79H82Q91 79 91 86V90Q50 84 9 90z", "#dbe9ff")
        + path("M24 91h8v4h-8zM46 89h8v4h-8zM68 91h8v4h-8z", "#86b4f8")
    )


def _fire(*_: object) -> str:
    return (
        '<path d="M68 96L92 90M68 90L92 96" stroke="#7a4a2b" stroke-width="4.4" '
        'stroke-linecap="round"/>'
        + path(
            "M80 66Q92 78 90 86Q88 93 80 93Q72 93 70 86Q69 80 74 76Q75 80 77 80Q76 72 80 66z",
            "#ff8a2b",
        )
        + path("M80 77Q86 83 85 88Q84 92 80 92Q76 92 75 88Q75 84 80 77z", "#ffd54a")
    )


LAND: Mapping[str, Drawing] = {
    "hill": _hill, "floor": _floor, "tiles": _tiles, "street": _street, "sea": _sea,
    "seabed": _seabed, "craters": _craters, "pitch": _pitch, "campfire": _hill, "puddle": _hill,
    "drift": _hill, "cloud": _hill, "leaves": _hill, "shore": _shore, "bed": _bed,
    "lake": _lake, "dunes": _dunes, "ocean": _ocean, "spring": _spring,
}  # fmt: skip
"""Drawings of the ground."""
FRONT: Mapping[str, Drawing] = {
    "drift": _drift, "puddle": _puddle, "cloud": _cloud_front, "leaves": _leaves,
    "campfire": _fire, "shore": _ripples, "bed": _blanket,
    "spring": _bath,
}  # fmt: skip
"""Drawings in front of the figure."""
