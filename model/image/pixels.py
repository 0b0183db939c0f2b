"""Between stored RGBA pictures and what the networks see: RGB on white and alpha, in [-1, 1]."""

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

# A painted alpha this close to nothing or to everything means nothing or everything.
ALPHA_SLACK = 0.03


def to_network(rgba: Pixels) -> Tensor:
    """uint8 [n, side, side, 4], straight alpha -> float32 [n, 4, side, side]."""
    x = torch.tensor(rgba).permute(0, 3, 1, 2).float() / 255
    rgb, alpha = x[:, :3], x[:, 3:]
    return torch.cat([rgb * alpha + 1 - alpha, alpha], dim=1) * 2 - 1


def from_network(x: Tensor) -> Floats:
    """float [n, channels, side, side] -> float32 [n, side, side, channels] in [0, 1]."""
    unit = (x.float() / 2 + 0.5).clamp(0, 1)
    return unit.permute(0, 2, 3, 1).cpu().numpy()


def unblended(rgb: Floats, alpha: Floats) -> Pixels:
    """Colours on white [..., 3] and alpha [...] in [0, 1] -> uint8 [..., 4] with straight alpha.

    A pixel of colour c shows on white as rgb = a c + 1 - a, so c = (rgb - 1 + a) / a.
    """
    a = alpha[..., None]
    colour = np.clip((rgb - 1 + a) / np.maximum(a, 1e-3), 0, 1)
    clean = np.clip((a - ALPHA_SLACK) / (1 - 2 * ALPHA_SLACK), 0, 1)
    straight = np.concatenate([np.where(clean > 0, colour, 0), clean], axis=-1)
    return (straight * 255).round().astype(np.uint8)
