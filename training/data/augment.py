"""Mild changes of pictures that leave their captions true."""

import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional as F

# What would read or point the wrong way round in a mirror.
_ONE_WAY = re.compile(
    r"\b(left|right|arrow|facing|flag|button|keycap|letter|number|numbers|input|latin|sign|symbol|"
    r"mark|clock|o'clock|thirty|watch|stopwatch|timer|hands?|fist|fingers?|thumbs?|wave|waving|"
    r"zzz|sleeping|sleepy|money|dollar|yen|euro|pound|points|medal|calendar|date|hundred|book|"
    r"newspaper|map|globe|note|notes|score|clef|ball|abc|sos|tm|soon|back|end|top arrow)\b"
)


def may_flip(captions: Sequence[str]) -> bool:
    """False for letters, arrows, hands, flags, clocks and the like."""
    return not any(_ONE_WAY.search(caption.lower()) for caption in captions)


def augment(
    pictures: npt.NDArray[np.uint8], flips: Sequence[bool], generator: torch.Generator
) -> npt.NDArray[np.uint8]:
    """Shift, scale, turn and tint a little; mirror half of those that `flips` allows.

    `pictures` is uint8 [n, h, w, 4] with straight alpha, and so is the result. Everything is
    drawn with `generator`. Moved pixels are blended premultiplied, so no fringe comes in.
    """
    x = torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 255
    rgb, alpha = _tinted(x[:, :3], generator), x[:, 3:]
    moves = _moves(torch.tensor(flips), generator)
    grid = F.affine_grid(moves, list(x.shape), align_corners=False)
    moved = F.grid_sample(torch.cat([rgb * alpha, alpha], 1), grid, align_corners=False)
    alpha = moved[:, 3:]
    out = torch.cat([moved[:, :3] / alpha.clamp(min=1e-3), alpha], 1).clamp(0, 1)
    array: npt.NDArray[np.uint8] = (out * 255).round().byte().permute(0, 2, 3, 1).numpy()
    return array


def _moves(flips: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Affine maps [n, 2, 3] from where a pixel goes to where it comes from."""
    turn, scale, right, down, mirror = torch.rand(5, len(flips), generator=generator)
    angle = (turn * 2 - 1) * math.radians(6)
    zoom = 1 + (scale * 2 - 1) * 0.06
    side = torch.where(flips & (mirror < 0.5), -1.0, 1.0)
    cos, sin = angle.cos() * zoom, angle.sin() * zoom
    shift = torch.stack([right, down], 1) * 0.12 - 0.06
    rows = [cos * side, -sin, shift[:, 0], sin * side, cos, shift[:, 1]]
    return torch.stack(rows, 1).reshape(-1, 2, 3)


def _tinted(rgb: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Brightness and saturation within 5 and 10 %."""
    light, colour = torch.rand(2, len(rgb), 1, 1, 1, generator=generator) * 2 - 1
    grey = rgb.mean(1, keepdim=True)
    return grey.lerp(rgb, 1 + colour * 0.1).mul(1 + light * 0.05).clamp(0, 1)
