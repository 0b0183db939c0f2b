"""What is in the air of places: rain, snow, stars, bubbles, in a frame of 100 units."""

import math
import random
from collections.abc import Callable, Mapping, Sequence

from model.sketch.drawing.place.places import Place
from model.sketch.drawing.vector.markup import dot, path

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
        'stroke-linecap="round" opacity=".8"/>'
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


_VALLEY = 54  # the height of the gap between two mountains


def _sunset(_rng: random.Random, _corner: float, place: Place) -> str:
    """A low sun, half behind the horizon."""
    y = 100 * place.horizon - {"sea": 20, "lake": 10, "ocean": 26}.get(place.land, -2)
    y = min(y, _VALLEY) if "peaks" in place.air else y
    return (
        path(f"M14 {y:.0f}A36 36 0 0 1 86 {y:.0f}z", "#ffd9a0", ' opacity=".35"')
        + path(f"M25 {y:.0f}A25 25 0 0 1 75 {y:.0f}z", "#fff1a8", ' opacity=".45"')
        + path(f"M31 {y:.0f}A19 19 0 0 1 69 {y:.0f}z", "#ffe066")
    )


def is_dark(place: Place) -> bool:
    """Whether a place has its lights on: at night, at sunset, in a storm."""
    red, green, blue = bytes.fromhex(place.sky[0][1:])
    return 0.3 * red + 0.6 * green + 0.1 * blue < 115


_DAY_WALLS, _NIGHT_WALLS = ("#a9bfdf", "#8aa5cd", "#6d8bb8"), ("#5a62ac", "#454d94", "#343a78")
_PANES, _LIT = "#e3f2ff", "#ffe08a"
# Left, top and width of each house, and which wall colour it has: the nearer, the higher.
_HOUSES = ((28, 50, 18, 0), (44, 30, 15, 0), (57, 46, 17, 0), (4, 36, 20, 1), (76, 28, 20, 1))
_SKYLINE = (
    (2, 44, 16, 0), (20, 30, 14, 0), (52, 24, 15, 0), (84, 38, 16, 0), (68, 46, 15, 0),
    (10, 56, 17, 1), (72, 54, 18, 1), (30, 38, 19, 2), (53, 48, 17, 2),
)  # fmt: skip


def _block(
    x: int, y: int, wide: int, wall: str, pane: str, rng: random.Random, share: float
) -> str:
    """A house from its top to the street, with a share of its windows."""
    columns = 2 if wide < 18 else 3
    step = wide / columns
    panes = "".join(
        f"M{x + step * (column + 0.5) - 2:.1f} {top}h4v5h-4z"
        for column in range(columns)
        for top in range(y + 5, 80, 9)
        if rng.random() < share
    )
    return path(f"M{x} {y}h{wide}V88h-{wide}z", wall) + path(panes, pane)


def _city(blocks: Sequence[tuple[int, int, int, int]]) -> Drawing:
    def draw(rng: random.Random, _corner: float, place: Place) -> str:
        dark = is_dark(place)
        walls, pane = (
            (_NIGHT_WALLS if dark else _DAY_WALLS),
            (_LIT if dark or place.falls else _PANES),
        )
        return "".join(
            _block(x, y, wide, walls[depth], pane, rng, 0.75 if dark else 1.0)
            for x, y, wide, depth in blocks
        )

    return draw


def _peaks(_rng: random.Random, _corner: float, place: Place) -> str:
    """Two mountains with snow on them."""
    dark = is_dark(place)
    far, near, shade = ("#59598f", "#4a4a80", "#3c3c6e") if dark else (
        "#8f9fbd", "#76879f", "#64748d")  # fmt: skip
    snow, dim = ("#c9cdf0", "#a9aede") if dark else ("#ffffff", "#dbe8f5")
    return (
        path("M40 84L70 30Q72 27 74 30L106 84z", far)
        + path("M63 43L70 30Q72 27 74 30L82 43L77 48L73 43L68 49z", snow)
        + path("M-8 88L30 20Q33 16 36 20L76 88z", near)
        + path("M33 18Q35 17 36 20L76 88H44Q52 62 38 44Q44 30 33 18z", shade)
        + path("M20 38L30 20Q33 16 36 20L46 37L40 44L35 38L30 46L25 39z", snow)
        + path("M33 17.5Q35 17.500 36 20L46 37L40 44L37 40Q41 30 33 17.500z", dim)
    )


def _fuji(_rng: random.Random, _corner: float, place: Place) -> str:
    """One broad mountain with a flat top."""
    dark = is_dark(place)
    rock, snow = ("#4a4a86", "#c9cdf0") if dark else ("#6f87b8", "#ffffff")
    return path("M-6 88Q30 62 41 24Q50 20 59 24Q70 62 106 88z", rock) + path(
        "M41 24Q50 20 59 24Q62 35 66 44L60 52L55 44L50 54L45 44L40 52L34 44Q38 35 41 24z", snow
    )


def _rainbow(*_: object) -> str:
    inks = ("#f2554e", "#fb9a3c", "#fbd84b", "#5cc96b", "#4a9bf0", "#8a6bd8")
    return "".join(
        f'<path d="M{4 + 4.4 * n:.1f} 92A{46 - 4.4 * n:.1f} {62 - 4.4 * n:.1f} 0 0 1 '
        f'{96 - 4.4 * n:.1f} 92" fill="none" stroke="{ink}" stroke-width="4.8"/>'
        for n, ink in enumerate(inks)
    )


def _aurora(*_: object) -> str:
    curtains = (
        ("M0 42C18 26 34 48 52 32S84 18 100 28V6C84 0 70 14 52 9S18 4 0 18z", "#8a63e0", 0.5),
        ("M0 56C18 40 34 62 52 46S84 32 100 43V24C84 14 70 32 52 26S18 20 0 36z", "#2fc792", 0.75),
        ("M0 58C18 42 34 64 52 48S84 34 100 45V38C84 27 70 42 52 38S18 32 0 49z", "#9df7cf", 0.8),
    )
    return "".join(path(d, ink, f' opacity="{opacity}"') for d, ink, opacity in curtains)


def _fireworks(*_: object) -> str:
    bursts = ((26, 26, 17, "#ff6f91"), (72, 20, 15, "#ffd54a"), (49, 13, 11, "#6de3ff"))
    return "".join(_burst(*burst) for burst in bursts)


def _burst(x: float, y: float, far: float, ink: str) -> str:
    turns = [math.radians(36 * n) for n in range(10)]
    rays = "".join(
        f"M{x + 0.35 * far * math.cos(t):.1f} {y + 0.35 * far * math.sin(t):.1f}"
        f"L{x + far * math.cos(t):.1f} {y + far * math.sin(t):.1f}"
        for t in turns
    )
    return f'<path d="{rays}" stroke="{ink}" stroke-width="2.4" stroke-linecap="round"/>'


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
    "houses": _city(_HOUSES), "skyline": _city(_SKYLINE), "peaks": _peaks, "fuji": _fuji,
    "rainbow": _rainbow, "aurora": _aurora, "fireworks": _fireworks,
    "stalactites": _stalactites, "shelves": _shelves,
    "spotlights": _spotlights, "rafters": _rafters,
}  # fmt: skip
"""Drawings in front of the sky."""
