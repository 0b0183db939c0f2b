"""Augmented views of pictures: mild changes that keep the captions true, each set by its seed."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torchvision.transforms import v2

from model.image.pixels import Pixels, to_network

# Raise it when the same picture and seed give a different view.
VERSION = 1
_BACKGROUND = torch.tensor([1.0, 1.0, 1.0, -1.0])[:, None, None]
"""Transparent white, as the networks see it."""
# Shrink rather than enlarge: emoji fill their frame, and cut-off ones would be learnt.
_MOVE = v2.RandomAffine(
    degrees=6,
    translate=(0.04, 0.04),
    scale=(0.88, 1.02),
    interpolation=v2.InterpolationMode.BILINEAR,
)
_FLIP = v2.RandomHorizontalFlip()
# Neither saturation nor hue changes the white background.
_TINT = v2.ColorJitter(saturation=0.15, hue=0.015)


def views(pictures: Pixels, flips: Sequence[bool], seeds: Sequence[int | None]) -> Tensor:
    """Uint8 [n, h, w, 4] with straight alpha -> float32 [n, 4, h, w] in [-1, 1].

    A picture with a seed is moved, scaled, rotated and tinted a little; if `flips` allows it, it is
    mirrored half of the time. A seed of None leaves the picture unchanged. The first three channels
    are the picture on white, which models without alpha are trained on.
    """
    rows = zip(to_network(pictures), flips, seeds, strict=True)
    return torch.stack([x if seed is None else _view(x, flip, seed) for x, flip, seed in rows])


def _view(x: Tensor, flip: bool, seed: int) -> Tensor:
    """One view of [4, h, w]."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        # The background is 0 here: the transform fills with 0, so no grey seam appears at the edge.
        x = _MOVE((_FLIP(x) if flip else x) - _BACKGROUND) + _BACKGROUND
        rgb = _TINT((x[:3] / 2 + 0.5).clamp(0, 1)) * 2 - 1
    return torch.cat([rgb, x[3:]])
