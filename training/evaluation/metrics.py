"""Metrics of painted emoji: pure functions over arrays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.image.pixels import Pixels

Floats = npt.NDArray[np.float32]

RESAMPLES = 1000
COPY_RESOLUTION = 32
# Distance to the nearest emoji over that to the second nearest; below this an image is a copy.
COPY_RATIO = 1 / 3
SHIFTS = (-2, 0, 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: npt.ArrayLike) -> "Interval":
        """Of independent values, by resampling with a fixed seed."""
        sample = np.asarray(values, dtype=float)
        rng = np.random.default_rng(0)
        means = rng.choice(sample, (RESAMPLES, len(sample))).mean(axis=1)
        low, high = np.quantile(means, (0.025, 0.975))
        return cls(*(round(float(x), 4) for x in (sample.mean(), low, high)))


def recall_at_1(images: Floats, texts: Floats) -> npt.NDArray[np.bool_]:
    """Whether image i of [n, d] is nearest to text i among the texts [m, d] (R@1 of m): [n]."""
    right: npt.NDArray[np.bool_] = (images @ texts.T).argmax(axis=1) == np.arange(len(images))
    return right


def conditioning_gap(images: Floats, texts: Floats) -> Floats:
    """Each image's cosine to its own text minus its mean cosine to the other texts: [n]."""
    cosines = images @ texts.T
    own = np.diag(cosines[:, : len(images)])
    others = (cosines.sum(axis=1) - own) / (cosines.shape[1] - 1)
    gap: Floats = own - others
    return gap


def on_white(rgba: Pixels) -> Floats:
    """uint8 [..., 4], straight alpha -> float32 RGB on white [..., 3] in 0 to 1."""
    x = rgba.astype(np.float32) / 255
    white = x[..., :3] * x[..., 3:] + (1 - x[..., 3:])
    return white.astype(np.float32)


def gradient_energy(rgba: Pixels) -> Floats:
    """Mean squared difference of neighbouring pixels on white, for each of [n, h, w, 4]."""
    x = on_white(rgba)
    across, down = np.diff(x, axis=2), np.diff(x, axis=1)
    energy: Floats = (across**2).mean(axis=(1, 2, 3)) + (down**2).mean(axis=(1, 2, 3))
    return energy


def alpha_shares(rgba: Pixels) -> dict[str, float]:
    """Shares of [n, h, w, 4]: opaque and half transparent pixels, transparent border pixels."""
    alpha = rgba[..., 3].astype(float) / 255
    border = np.concatenate([alpha[:, 0], alpha[:, -1], alpha[:, :, 0], alpha[:, :, -1]], axis=1)
    return {
        "opaque": round(float((alpha > 0.95).mean()), 4),
        "half": round(float(((alpha >= 0.05) & (alpha <= 0.95)).mean()), 4),
        "clear_border": round(float((border < 0.05).mean()), 4),
    }


def resized(rgba: Pixels, resolution: int) -> Pixels:
    """Square images with straight alpha, resized to [n, resolution, resolution, 4].

    Transparent pixels do not bleed their colour.
    """
    if rgba.shape[1] == resolution:
        return rgba
    return _resampled(rgba, resolution, Image.Resampling.LANCZOS)


def diversity(rgba: Pixels) -> float:
    """Mean L1 distance on white between the images [n, h, w, 4] of one prompt."""
    x = on_white(rgba)
    pairs = [float(np.abs(x[i] - x[j]).mean()) for i in range(len(x)) for j in range(i + 1, len(x))]
    return float(np.mean(pairs))


def thumbnails(rgba: Pixels) -> Floats:
    """[n, h, w, 4] -> [n, 32, 32, 3] on white, to search for copies."""
    return on_white(_resampled(rgba, COPY_RESOLUTION, Image.Resampling.BOX))


def copies(painted: Floats, known: Floats) -> npt.NDArray[np.bool_]:
    """Which thumbnails [n, 32, 32, 3] copy one of `known` [m, 32, 32, 3], perhaps shifted: [n]."""
    flat = known.reshape(len(known), -1)
    squares = (flat**2).sum(axis=1)
    found = []
    for picture in painted:
        nearest = np.full(len(known), np.inf)
        for dy in SHIFTS:
            for dx in SHIFTS:
                moved = np.roll(picture, (dy, dx), (0, 1)).ravel()
                distance = squares - 2 * flat @ moved + (moved**2).sum()
                nearest = np.minimum(nearest, distance)
        first, second = np.sqrt(np.maximum(np.partition(nearest, 1)[:2], 1e-9))
        found.append(first / second < COPY_RATIO)
    return np.array(found)


def _resampled(rgba: Pixels, resolution: int, by: Image.Resampling) -> Pixels:
    size = (resolution, resolution)
    return np.stack([np.asarray(Image.fromarray(one).resize(size, by)) for one in rgba])
