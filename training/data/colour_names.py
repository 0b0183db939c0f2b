"""The names of the main colours of an image."""

import numpy as np
import numpy.typing as npt

# sRGB values that people call by these names (after the XKCD colour survey), plus skin and gold.
_WORDS = {
    "red": ((221, 46, 68), (229, 0, 0), (180, 20, 30)),
    "orange": ((255, 130, 20), (244, 144, 12), (240, 110, 60)),
    "yellow": ((255, 217, 60), (255, 204, 77), (255, 235, 120), (251, 193, 40)),
    "green": ((0, 160, 60), (120, 177, 89), (60, 120, 50), (130, 210, 70)),
    "teal": ((0, 150, 150), (60, 180, 175)),
    "light blue": ((140, 205, 245), (187, 221, 245)),
    "blue": ((40, 110, 220), (85, 172, 238), (20, 60, 170), (0, 120, 215)),
    "purple": ((130, 60, 170), (170, 142, 214), (100, 50, 200)),
    "pink": ((255, 140, 190), (244, 171, 186), (230, 60, 130)),
    "brown": ((120, 70, 40), (160, 104, 65), (90, 55, 40)),
    "tan": ((210, 170, 120), (225, 190, 150)),
    "black": ((15, 15, 18), (45, 45, 50)),
    "grey": ((130, 135, 140), (153, 170, 181), (90, 95, 105)),
    "light grey": ((204, 214, 221), (215, 215, 220)),
    "white": ((255, 255, 255), (240, 244, 248)),
}
_NAMES = [name for name, shades in _WORDS.items() for _ in shades]


def _lab(rgb: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """sRGB 0..255 [..., 3] to OKLab (Ottosson 2020)."""
    c = rgb / np.float32(255)
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    to_lms = np.array(
        [[0.4122215, 0.5363325, 0.0514460], [0.2119035, 0.6806996, 0.1073970],
         [0.0883025, 0.2817188, 0.6299787]], np.float32
    )  # fmt: skip
    to_lab = np.array(
        [[0.2104543, 0.7936178, -0.0040720], [1.9779985, -2.4285922, 0.4505937],
         [0.0259040, 0.7827718, -0.8086758]], np.float32
    )  # fmt: skip
    lab: npt.NDArray[np.float32] = (np.cbrt(linear @ to_lms.T) @ to_lab.T).astype(np.float32)
    return lab


_SHADES = _lab(np.array([s for shades in _WORDS.values() for s in shades], np.float32))


def colours(rgba: npt.NDArray[np.uint8], share: float = 0.22) -> tuple[str, ...]:
    """Names of at most three colours that each cover `share` of the visible pixels, largest first.

    `rgba` is uint8 [h, w, 4] with straight alpha.
    """
    pixels = rgba[::4, ::4].reshape(-1, 4)
    seen = pixels[pixels[:, 3] > 128, :3].astype(np.float32)
    if not len(seen):
        return ()
    weights = np.array([0.6, 1.0, 1.0], np.float32)  # lightness counts less than hue
    distance = (((_lab(seen)[:, None] - _SHADES[None]) * weights) ** 2).sum(-1)
    words = [_NAMES[i] for i in distance.argmin(1)]
    counts = {name: words.count(name) / len(words) for name in set(words)}
    large = [name for name, part in counts.items() if part >= share]
    return tuple(sorted(large, key=lambda name: -counts[name]))[:3]
