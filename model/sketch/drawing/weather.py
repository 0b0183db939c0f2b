"""What is in the air of places: rain, snow, stars, bubbles, in a frame of 100 units."""

import random
from collections.abc import Callable, Mapping

from model.sketch.drawing.markup import dot, path
from model.sketch.drawing.places import Place

Drawing = Callable[[random.Random, float, Place], str]
"""Markup of a frame with this corner radius."""


def _stars(rng: random.Random, *_: object) -> str:
    spots = ((12, 16), (34, 9), (55, 17), (25, 33), (9, 50), (91, 44), (69, 8), (88, 62), (14, 68))
    drawn = []
    for column, row in spots:
        r = rng.choice((1.1, 1.5, 3.2))
        x, y = column + rng.uniform(-3, 3), row + rng.uniform(-3, 3)
        if r < 3:
            drawn.append(dot(x, y, r, "#fff"))
        else:
            k = 0.24 * r
            drawn.append(
                path(
                    f"M{x:.1f} {y - r:.1f}l{k:.2f} {r - k:.2f}l{r - k:.2f} {k:.2f}"
                    f"l{k - r:.2f} {k:.2f}l{-k:.2f} {r - k:.2f}l{-k:.2f} {k - r:.2f}"
                    f"l{k - r:.2f} {-k:.2f}l{r - k:.2f} {-k:.2f}z",
                    "#ffe9a3",
                )
            )
    return "".join(drawn)


def _rain(rng: random.Random, *_: object) -> str:
    drops = []
    for row, y in enumerate((34, 49, 64, 78)):
        for x in range(8 + 7 * (row % 2), 98, 14):
            u, v = x + rng.uniform(-2, 2), y + rng.uniform(-3, 3)
            drops.append(f"M{u:.1f} {v:.1f}l-3 8")
    return (
        f'<path d="{"".join(drops)}" fill="none" stroke="#3d7fd6" stroke-width="2.4" '
        'stroke-linecap="round"/>'
    )


def _flakes(rng: random.Random, *_: object) -> str:
    spots = [
        (x + 12 * (n % 2), y) for n, y in enumerate((9, 24, 39, 54, 67)) for x in (8, 32, 57, 80)
    ]
    return "".join(
        dot(x + rng.uniform(-4, 4), y + rng.uniform(-3, 3), rng.choice((1.5, 2.1, 2.7)), "#fff")
        for x, y in spots
    )


def _bubbles(rng: random.Random, *_: object) -> str:
    rays = path("M18 0H30L14 74H-0zM52 0H60L58 80H40zM80 0H88L100 60V76z", "#fff", ' opacity=".14"')
    spots = ((12, 30, 4), (17, 44, 2.4), (9, 16, 2.6), (88, 22, 4.4), (83, 37, 2.6), (92, 50, 2.2))
    return rays + "".join(
        f'<circle cx="{x + rng.uniform(-2, 2):.1f}" cy="{y}" r="{r}" fill="#fff" '
        'fill-opacity=".3" stroke="#fff" stroke-width="1.2"/>'
        for x, y, r in spots
    )


def _sunset(_rng: random.Random, _corner: float, place: Place) -> str:
    y = 100 * place.horizon - 20
    return path(f"M26 {y:.0f}A24 24 0 0 1 74 {y:.0f}z", "#fff1a8", ' opacity=".45"') + path(
        f"M31 {y:.0f}A19 19 0 0 1 69 {y:.0f}z", "#ffe066"
    )


def _houses(*_args: object) -> str:
    blocks = ((4, 40, 20, "#8aa4c8"), (26, 52, 18, "#a9bddb"), (56, 48, 17, "#a9bddb"),
              (75, 30, 21, "#7d99c2"), (44, 34, 15, "#96aed1"))  # fmt: skip
    walls = "".join(path(f"M{x} {y}h{w}V84h-{w}z", ink) for x, y, w, ink in blocks)
    panes = "".join(
        f"M{x + 3} {y + 4 + 9 * row}h4v4h-4zM{x + w - 7} {y + 4 + 9 * row}h4v4h-4z"
        for x, y, w, _ in blocks
        for row in range((80 - y) // 9)
    )
    return walls + path(panes, "#fff1b8")


def _stalactites(*_: object) -> str:
    return path(
        "M22 0H82L80 8L78 3L75 20L69 4L60 10L54 3L46 16L40 3L33 8L28 26z", "#63504a"
    ) + path("M2 86L9 62L15 86zM86 88L92 70L97 88z", "#63504a")


def _shelves(rng: random.Random, *_: object) -> str:
    inks = ("#d9534f", "#4a90d9", "#5cb85c", "#f0ad4e", "#8e6bbf", "#46b2a6")
    drawn = path("M6 12H94V72H6z", "#a97446") + path(
        "M9 15H91V30H9zM9 34H91V49H9zM9 53H91V69H9z", "#7f5533"
    )
    for y in (30, 49, 69):
        for x in range(10, 88, 6):
            high = rng.choice((10, 12, 13))
            drawn += path(f"M{x} {y}v-{high}h5v{high}z", rng.choice(inks))
    return drawn


def _spotlights(*_: object) -> str:
    return (
        path("M44 12L4 80H26z", "#ff7ad9", ' opacity=".4"')
        + path("M56 12L96 80H74z", "#6de3ff", ' opacity=".4"')
        + path("M50 14L38 80H62z", "#fff29a", ' opacity=".35"')
    )


def _rafters(*_: object) -> str:
    """The sloping beams of an attic, and its round window."""
    return (
        path("M0 40L38 2H30Q24 0 20 1L0 22zM100 40L62 2H70Q76 0 80 1L100 22z", "#8b5e3a")
        + path("M46 1h8v20h-8z", "#8b5e3a")
        + path("M0 46L50 14L100 46V52L50 20L0 52z", "#8b5e3a")
        + dot(78, 56, 10, "#7a5132") + dot(78, 56, 7.6, "#bfe6ff")
        + path("M77 48.4h2v15.2h-2zM70.4 55h15.2v2h-15.2z", "#7a5132")
        + path("M5 66h20v14h-20z", "#d7a069") + path("M13 66h4v6h-4z", "#edd3ac")
        + path("M5 66l4-4h20l-4 4z", "#b27a45")
    )  # fmt: skip


AIR: Mapping[str, Drawing] = {
    "stars": _stars, "rain": _rain, "snow": _flakes, "bubbles": _bubbles, "sunset": _sunset,
    "houses": _houses, "stalactites": _stalactites, "shelves": _shelves,
    "spotlights": _spotlights, "rafters": _rafters,
}  # fmt: skip
"""Drawings in front of the sky."""
