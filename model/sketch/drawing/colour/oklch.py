"""Colours in OKLCH and OKLab (Ottosson 2020, https://bottosson.github.io/posts/oklab)."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

# SVG colour names that occur in the emoji sets.
_NAMED = {
    "red": "#ff0000", "gray": "#808080", "silver": "#c0c0c0", "orange": "#ffa500",
    "green": "#008000", "navy": "#000080", "azure": "#f0ffff", "white": "#ffffff",
    "black": "#000000",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lch:
    """OKLCH: lightness 0..1, chroma 0..0.4, hue in degrees."""

    light: float
    chroma: float
    hue: float

    def darker(self, by: float, least: float = 0.2) -> "Lch":
        """The colour with its lightness reduced, not below `least`."""
        return Lch(max(least, self.light - by), self.chroma, self.hue)

    def distance(self, other: "Lch") -> float:
        """The distance in OKLab: 0.02 is just seen, 0.1 another shade."""
        turn = math.radians(self.hue - other.hue)
        across = self.chroma**2 + other.chroma**2 - 2 * self.chroma * other.chroma * math.cos(turn)
        return math.sqrt((self.light - other.light) ** 2 + max(0.0, across))

    def turn_from(self, other: "Lch") -> float:
        """The degrees, -180 to 180, by which the hue is turned from another's."""
        return (self.hue - other.hue + 180) % 360 - 180


def to_lch(rgb: tuple[float, float, float]) -> Lch:
    """sRGB, each 0..1, to OKLCH."""
    light, a, b = oklab(np.asarray([rgb], dtype=np.float64))[0]
    return Lch(float(light), math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def oklab(rgb: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """sRGB [n, 3] in 0..1 to OKLab [n, 3]."""
    cones = np.cbrt(linear_light(rgb) @ _RGB_TO_LMS.T)
    lab: npt.NDArray[np.float64] = cones @ _LMS_TO_LAB.T
    return lab


def turned_hues(rgb: npt.NDArray[np.float64], degrees: float) -> npt.NDArray[np.float64]:
    """sRGB [n, 3] in 0..1 with every hue turned; what leaves the gamut is clipped."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turn = np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]])
    cones = oklab(rgb) @ (_LAB_TO_LMS @ turn).T
    linear = np.clip(cones**3 @ _LMS_TO_RGB.T, 0, 1)
    return _gamma(linear)


def linear_light(rgb: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """sRGB in 0..1 to linear light in 0..1, of any shape."""
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


_RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_LAB_TO_LMS = np.linalg.inv(_LMS_TO_LAB)
_LMS_TO_RGB = np.linalg.inv(_RGB_TO_LMS)


def _linear(colour: Lch, chroma: float) -> npt.NDArray[np.float64]:
    angle = math.radians(colour.hue)
    lab = np.array([colour.light, chroma * math.cos(angle), chroma * math.sin(angle)])
    linear: npt.NDArray[np.float64] = _LMS_TO_RGB @ (_LAB_TO_LMS @ lab) ** 3
    return linear


def _gamma(linear: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The inverse of `linear_light`."""
    rgb: npt.NDArray[np.float64] = np.where(
        linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055
    )
    return rgb


def to_hex(colour: Lch) -> str:
    """OKLCH to #rrggbb; reduces chroma until the colour is in sRGB's gamut."""
    chroma = colour.chroma
    linear = _linear(colour, chroma)
    while chroma > 0.002 and (linear.min() < -0.002 or linear.max() > 1.002):
        chroma *= 0.93
        linear = _linear(colour, chroma)
    red, green, blue = (round(float(v) * 255) for v in _gamma(np.clip(linear, 0, 1)))
    return f"#{red:02x}{green:02x}{blue:02x}"


@lru_cache(maxsize=8192)
def parse_colour(text: str) -> tuple[Lch, str] | None:
    """An SVG colour and its alpha as hex digits; None for keywords such as "none"."""
    if text.startswith("rgb"):
        values = [float(v) for v in re.findall(r"[\d.]+", text)]
        alpha = f"{round(values[3] * 255):02x}" if len(values) > 3 else ""
        red, green, blue = values[:3]
        return to_lch((red / 255, green / 255, blue / 255)), alpha
    digits = _NAMED.get(text, text)[1:]
    if not (text.startswith("#") or text in _NAMED):
        return None
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return to_lch((red, green, blue)), digits[6:]
