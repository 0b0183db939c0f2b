"""Views of pictures: mild changes that leave their captions true, each from its own seed alone."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torchvision.transforms import v2

from model.image.pixels import Pixels, to_network

# Raise it whenever a view of the same picture and seed comes out differently.
VERSION = 1
_GROUND = torch.tensor([1.0, 1.0, 1.0, -1.0])[:, None, None]
"""White without alpha, as the networks see it."""
# Rather smaller than larger: emoji fill their frame, and what is cut off would be painted cut off.
_MOVE = v2.RandomAffine(
    degrees=6,
    translate=(0.04, 0.04),
    scale=(0.88, 1.02),
    interpolation=v2.InterpolationMode.BILINEAR,
)
_FLIP = v2.RandomHorizontalFlip()
# Neither saturation nor hue changes white, which is the ground.
_TINT = v2.ColorJitter(saturation=0.15, hue=0.015)


def views(pictures: Pixels, flips: Sequence[bool], seeds: Sequence[int | None]) -> Tensor:
    """Uint8 [n, side, side, 4] with straight alpha -> float32 [n, 4, side, side] in [-1, 1].

    A picture with a seed is moved, scaled, turned and tinted a little, and half of those that
    `flips` allows are mirrored; None leaves it as it is. The first three channels are the
    picture on white, which is what a model without alpha trains on.
    """
    rows = zip(to_network(pictures), flips, seeds, strict=True)
    return torch.stack([x if seed is None else _view(x, flip, seed) for x, flip, seed in rows])


def _view(x: Tensor, flip: bool, seed: int) -> Tensor:
    """One view of [4, side, side]."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        # Moved as the difference to the ground: a `fill` would leave a grey seam along the edge.
        x = _MOVE((_FLIP(x) if flip else x) - _GROUND) + _GROUND
        rgb = _TINT((x[:3] / 2 + 0.5).clamp(0, 1)) * 2 - 1
    return torch.cat([rgb, x[3:]])
