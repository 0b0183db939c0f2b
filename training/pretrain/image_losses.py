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


def kl_to_standard_normal(mean: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    """KL(N(mean, exp(logvar)) || N(0, 1)) in nats, mean over all elements (Kingma 2013)."""
    return 0.5 * (mean.square() + logvar.exp() - 1 - logvar).mean()
