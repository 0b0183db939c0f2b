"""Open vessels that no emoji shows well: a carton, a cup, pots, boats, a bowl for fish."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.sketch.drawing.vector.geometry import Bounds
from model.sketch.drawing.vector.markup import path

# The colours of an open carton: its front, its shaded flaps, its inside, its tape.
_CARDBOARD, _CARDBOARD_DARK, _INSIDE, _TAPE = "#d7a069", "#b27a45", "#84562f", "#edd3ac"


@dataclass(frozen=True, slots=True)
class Vessel:
    """Markup behind and in front of what is inside, its bounds, and the front rim.

    The rim is at the height 0 at the sides and hangs by `sag` in the middle. What is inside is
    cut off there, or at the `floor` of a vessel without sag.
    """

    back: str
    front: str
    bounds: Bounds
    sag: float = 0.0
    floor: float = 0.0


def _ellipse(x: float, y: float, rx: float, ry: float, fill: str) -> str:
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="{fill}"/>'


def _handle(ink: str, width: float) -> str:
    return (
        f'<path d="M88 26C140 8 150 84 72 84" fill="none" stroke="{ink}" '
        f'stroke-width="{width:g}" stroke-linecap="round"/>'
    )


_CARTON = Vessel(
    path("M-100 0L-86-24H86L100 0V30H-100z", _INSIDE),
    f'<rect x="-100" width="200" height="95" rx="5" fill="{_CARDBOARD}"/>'
    + path("M-100 84H100V90Q100 95 95 95H-95Q-100 95-100 90z", _CARDBOARD_DARK)
    + path("M-14 0H14V42H-14z", _TAPE)
    + path("M-100 0L-86-24L-122-16L-134 11zM100 0L86-24L122-16L134 11z", _CARDBOARD_DARK),
    Bounds(-136, -26, 136, 96),
    floor=93,
)
_CUP = Vessel(
    _ellipse(0, 126, 118, 15, "#8fa3c8")
    + _ellipse(0, 122, 118, 14, "#c3d0e8")
    + _handle("#8fa3c8", 26)
    + _handle("#e4ebf8", 17)
    + _ellipse(0, 2, 100, 24, "#9fb2d4")
    + _ellipse(0, 4, 90, 18, "#9a5a34"),
    path(
        "M-100 2Q-50 26 0 26Q50 26 100 2C100 70 76 122 40 126H-40C-76 122-100 70-100 2z", "#e4ebf8"
    )
    + path("M-97 30Q-50 54 0 54Q50 54 97 30L93 52Q50 76 0 76Q-50 76-93 52z", "#5b8def"),
    Bounds(-118, -22, 132, 141),
    sag=24,
)
_BOWL = Vessel(
    _ellipse(0, 2, 112, 26, "#2b6fc2") + _ellipse(0, 5, 100, 19, "#1f5596"),
    path(
        "M-112 2Q-60 28 0 28Q60 28 112 2C112 70 66 104 36 108H-36C-66 104-112 70-112 2z", "#4a93e8"
    )
    + path("M-104 36Q-60 62 0 62Q60 62 104 36L99 52Q60 76 0 76Q-60 76-99 52z", "#bcdcff")
    + path("M-38 106H38V114Q38 118 32 118H-32Q-38 118-38 114z", "#2b6fc2"),
    Bounds(-112, -24, 112, 118),
    sag=26,
)
_ROUND = "M-62-96H62L70-74Q130-40 126 18Q118 104 0 104Q-118 104-126 18Q-130-40-70-74z"
_FISH_BOWL = Vessel(
    path(_ROUND, "#cfeafa")
    + path("M-124-22Q-60-40 0-24Q60-10 124-26Q136 96 0 104Q-136 96-124-22z", "#69b7ec")
    + path("M-96 74Q0 50 96 74Q70 104 0 104Q-70 104-96 74z", "#e8c88a"),
    '<path d="M-62-94H62" stroke="#8fc9ea" stroke-width="15" stroke-linecap="round"/>'
    '<path d="M-100-8Q-96-44-66-60" fill="none" stroke="#fff" stroke-width="13" '
    'stroke-linecap="round"/>',
    Bounds(-130, -104, 130, 106),
)
_POT = Vessel(
    _ellipse(0, 2, 104, 22, "#76828f") + _ellipse(0, 5, 93, 16, "#e88a3c"),
    '<path d="M-104 34H-122Q-132 34-132 46T-122 58H-104M104 34H122Q132 34 132 46T122 58H104" '
    'fill="none" stroke="#5f6b78" stroke-width="13" stroke-linecap="round"/>'
    + path("M-104 2Q-52 24 0 24Q52 24 104 2V88Q104 112 78 112H-78Q-104 112-104 88z", "#93a0ae")
    + path("M-104 2Q-52 24 0 24Q52 24 104 2V17Q52 39 0 39Q-52 39-104 17z", "#b9c4cf")
    + path("M-104 84Q0 106 104 84V88Q104 112 78 112H-78Q-104 112-104 88z", "#76828f"),
    Bounds(-138, -20, 138, 112),
    sag=22,
)
_LEAF = "M-84 6Q-128-4-126-48Q-88-44-80-2zM-70 2Q-94-30-72-62Q-48-32-62 2z"
_FLOWER_POT = Vessel(
    path(_LEAF, "#57a84a")
    + f'<g transform="scale(-1 1)">{path(_LEAF, "#57a84a")}</g>'
    + _ellipse(0, 2, 100, 19, "#a4562f")
    + _ellipse(0, 5, 88, 14, "#5d3a1f"),
    path("M-88 30H88L68 112Q67 118 60 118H-60Q-67 118-68 112z", "#cf7340")
    + path("M-104 0Q-50 20 0 20Q50 20 104 0V32Q104 38 98 38H-98Q-104 38-104 32z", "#e08a52")
    + path("M-86 38H86L84 47H-84z", "#a4562f"),
    Bounds(-127, -62, 127, 118),
    sag=20,
)
_WAVES = (
    "M-136 84Q-110 70-82 82T-28 82T26 82T82 82T136 78V100Q136 116 118 116H-118Q-136 116-136 100z"
)


def _boat(hull: str, dark: str, stripe: str) -> Vessel:
    """A boat from the side, on water."""
    return Vessel(
        path("M-124 0Q0 34 124 0L112-10Q0 18-112-10z", dark),
        path("M-128-2Q0 34 128-2Q122 66 84 96H-84Q-122 66-128-2z", hull)
        + path("M-128-2Q0 34 128-2L126 13Q0 49-126 13z", stripe)
        + f'<path d="M-118 34Q0 68 118 34M-108 56Q0 86 108 56" fill="none" stroke="{dark}" '
        'stroke-width="4"/>'
        + '<path d="M44 6L98 96" stroke="#e0b37f" stroke-width="8" stroke-linecap="round"/>'
        + path("M84 84L104 78L126 108L106 116z", "#c98d54")
        + path(_WAVES, "#4aa3e0")
        + '<path d="M-110 98Q-96 90-80 98M-24 102Q-8 94 8 102M62 98Q78 90 94 98" fill="none" '
        'stroke="#c5e6fa" stroke-width="6" stroke-linecap="round"/>',
        Bounds(-136, -12, 136, 116),
        sag=17,
    )


CARTON, FISH_BOWL, BOWL = "1F4E6", "E40B", "1F963"
VESSELS: Mapping[str, Vessel] = {
    CARTON: _CARTON,
    "1F375": _CUP,
    "1F964": _CUP,
    "2615": _CUP,
    "1F372": _POT,
    "1FAB4": _FLOWER_POT,
    "E429": _boat("#b5733f", "#7d4a26", "#f3e3c3"),
    "1F6F6": _boat("#d9483f", "#8e2a2a", "#ffd9a0"),
    BOWL: _BOWL,
    "1F35C": _BOWL,
    FISH_BOWL: _FISH_BOWL,
}
CABS = frozenset({"1F69C"})
"""Vehicles whose rider sits inside them: a tractor."""
BELTS: Mapping[str, Mapping[str, float]] = {
    "1F697": {"fluent": 0.42, "noto": 0.46, "twemoji": 0.44},
    "1F695": {"fluent": 0.46, "noto": 0.52, "twemoji": 0.5},  # taxi
    "1F693": {"fluent": 0.54, "noto": 0.54, "twemoji": 0.52},  # police car
    "1F699": {"fluent": 0.44, "noto": 0.44, "twemoji": 0.44},
    "1F6FB": {"fluent": 0.4, "noto": 0.46, "twemoji": 0.44},  # pickup truck
    "1F690": {"fluent": 0.46, "noto": 0.56, "twemoji": 0.5},  # minibus
    "1F68C": {"fluent": 0.52, "noto": 0.56, "twemoji": 0.52},  # bus
    "1F691": {"fluent": 0.5, "noto": 0.5, "twemoji": 0.5},  # ambulance
    "1F692": {"fluent": 0.5, "noto": 0.52, "twemoji": 0.52},  # fire engine
    "1F69C": {"fluent": 0.5, "noto": 0.5, "twemoji": 0.5},  # tractor
}
"""The belt line of vehicles in each style, in heights of their art; above it the roof is left out.
"""
