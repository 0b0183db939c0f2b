"""Image losses of the autoencoder."""

import torch
from torch.nn import functional


def gradients(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Differences of neighbouring pixels along width and height of [n, c, h, w]."""
    return x[..., :, 1:] - x[..., :, :-1], x[..., 1:, :] - x[..., :-1, :]


def gradient_l1(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Mean absolute difference of the gradients, which compares edges."""
    pairs = zip(gradients(x), gradients(y), strict=True)
    return sum((functional.l1_loss(a, b) for a, b in pairs), start=torch.zeros((), device=x.device))
