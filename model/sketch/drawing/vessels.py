"""Open vessels that no emoji shows well: a carton, a cup, a bowl, a bowl for fish."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.sketch.drawing.geometry import Bounds
from model.sketch.drawing.markup import path

# The colours of an open carton: its front, its shaded flaps, its inside, its tape.
_CARDBOARD, _CARDBOARD_DARK, _INSIDE, _TAPE = "#d7a069", "#b27a45", "#84562f", "#edd3ac"


@dataclass(frozen=True, slots=True)
class Vessel:
    """Markup behind and in front of what is inside, its bounds, and the front rim.

    The rim is at the height 0 at the sides and hangs by `sag` in the middle. What is inside is
    cut off there, or at the `floor`.
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
CARTON, FISH_BOWL, BOWL = "1F4E6", "E40B", "1F963"
VESSELS: Mapping[str, Vessel] = {
    CARTON: _CARTON,
    "1F375": _CUP,
    "1F964": _CUP,
    BOWL: _BOWL,
    "1F35C": _BOWL,
    FISH_BOWL: _FISH_BOWL,
}
# The belt line of cars, on which no roof is drawn when somebody drives them.
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
