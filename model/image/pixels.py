"""Converts RGBA pictures to the networks' input and back: RGB on white and alpha, in [-1, 1]."""

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

# Painted alpha this close to 0 or 1 is rounded to 0 or 1.
ALPHA_SLACK = 0.03


def to_network(rgba: Pixels) -> Tensor:
    """uint8 [n, height, width, 4], straight alpha -> float32 [n, 4, height, width] in [-1, 1]."""
    x = torch.tensor(rgba).permute(0, 3, 1, 2).float() / 255
    rgb, alpha = x[:, :3], x[:, 3:]
    return torch.cat([rgb * alpha + 1 - alpha, alpha], dim=1) * 2 - 1


def from_network(x: Tensor) -> Floats:
    """float [n, channels, height, width] in [-1, 1] -> float32 [n, height, width, channels], 0..1.

    Values outside the range are clipped.
    """
    unit = (x.float() / 2 + 0.5).clamp(0, 1)
    return unit.permute(0, 2, 3, 1).cpu().numpy()


def unblended(rgb: Floats, alpha: Floats, ground: Floats | float = 1.0) -> Pixels:
    """RGB on a ground [..., 3] and alpha [...] in [0, 1] -> uint8 [..., 4] with straight alpha.

    On a ground g, a pixel of colour c appears as rgb = a c + (1 - a) g, so c = (rgb - g + a g) / a.
    The ground is white, or has a colour for each pixel.
    """
    a = alpha[..., None]
    colour = np.clip((rgb - ground + a * ground) / np.maximum(a, 1e-3), 0, 1)
    clean = np.clip((a - ALPHA_SLACK) / (1 - 2 * ALPHA_SLACK), 0, 1)
    straight = np.concatenate([np.where(clean > 0, colour, 0), clean], axis=-1)
    return (straight * 255).round().astype(np.uint8)
