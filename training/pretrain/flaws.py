"""Artificial flaws: blur, mottle, grain, displacement, erased parts, JPEG colours.

All functions take pictures float32 [n, 4, height, width] in [-1, 1] (RGB on white and alpha) and
amounts float32 [n] in 0 to 1, and return new pictures of the same form.
"""

import io
from collections.abc import Callable, Mapping

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

Flaw = Callable[[Tensor, Tensor, torch.Generator], Tensor]

SOFT = 20
"""The resolution of the most blurred picture."""
BLOTCHES = 24
"""Patches along one side; each gets its own tint."""
WAVES = 12
"""Cells along one side; each moves independently."""


def _each(amount: Tensor) -> Tensor:
    return amount[:, None, None, None]


def _inked(x: Tensor) -> Tensor:
    return (x[:, 3:] + 1) / 2


def blurred(x: Tensor, amount: Tensor, generator: torch.Generator) -> Tensor:
    """Mixed with a version that was shrunk and enlarged again."""
    few = functional.interpolate(x, (SOFT, SOFT), mode="bilinear", antialias=True)
    soft = functional.interpolate(few, x.shape[2:], mode="bilinear")
    return x + _each(amount) * (soft - x)


def mottled(x: Tensor, amount: Tensor, generator: torch.Generator) -> Tensor:
    """Patches of the ink get different tints, as in paintings of models early in training."""
    size = (len(x), 3, BLOTCHES, BLOTCHES)
    tint = functional.interpolate(
        torch.randn(size, generator=generator), x.shape[2:], mode="bicubic"
    )
    x = x.clone()
    x[:, :3] += 0.35 * _each(amount) * tint * _inked(x)
    return x.clamp(-1, 1)


def grainy(x: Tensor, amount: Tensor, generator: torch.Generator) -> Tensor:
    """Noise on every pixel of the ink."""
    noise = torch.randn(x.shape, generator=generator)
    return (x + 0.2 * _each(amount) * noise * _inked(x)).clamp(-1, 1)


def smeared(x: Tensor, amount: Tensor, generator: torch.Generator) -> Tensor:
    """Random small displacements, which distort edges and eyes."""
    size = (len(x), 2, WAVES, WAVES)
    waves = 0.06 * _each(amount) * torch.randn(size, generator=generator)
    waves = functional.interpolate(waves, x.shape[2:], mode="bicubic").movedim(1, -1)
    still = torch.eye(2, 3).expand(len(x), 2, 3)
    grid = functional.affine_grid(still, list(x.shape), align_corners=False) + waves
    ground = x.new_tensor([1.0, 1.0, 1.0, -1.0])[:, None, None]
    return functional.grid_sample(x - ground, grid, align_corners=False) + ground


def erased(x: Tensor, amount: Tensor, generator: torch.Generator) -> Tensor:
    """A part of the picture with a soft border fades to the background."""
    field = functional.interpolate(
        torch.randn(len(x), 1, 4, 4, generator=generator), x.shape[2:], mode="bicubic"
    )
    level = torch.quantile(field.flatten(1), 0.5, dim=1)
    fade = _each(amount) * torch.sigmoid(8 * (field - _each(level)))
    ground = x.new_tensor([1.0, 1.0, 1.0, -1.0])[:, None, None]
    return x + fade * (ground - x)


def misplaced(x: Tensor, amount: Tensor, generator: torch.Generator) -> Tensor:
    """A square of each picture appears somewhere else in it."""
    height, width = x.shape[2:]
    out = x.clone()
    for i, share in enumerate(amount.tolist()):
        size = int((0.12 + 0.3 * share) * min(height, width))
        spots = torch.rand(4, generator=generator)
        top, left = (int(s * (height - size)) for s in spots[:2])
        row, column = (int(s * (width - size)) for s in spots[2:])
        out[i, :, row : row + size, column : column + size] = x[
            i, :, top : top + size, left : left + size
        ]
    return out


def compressed(x: Tensor, amount: Tensor, generator: torch.Generator) -> Tensor:
    """Colours after strong JPEG compression; alpha is unchanged."""
    out = x.clone()
    pixels = ((x[:, :3] + 1) * 127.5).round().clamp(0, 255).byte().permute(0, 2, 3, 1).numpy()
    for i, share in enumerate(amount.tolist()):
        file = io.BytesIO()
        Image.fromarray(pixels[i]).save(file, "JPEG", quality=int(60 - 52 * share))
        with Image.open(file) as kept:
            rgb = torch.from_numpy(np.asarray(kept, np.float32))
        out[i, :3] = rgb.permute(2, 0, 1) / 127.5 - 1
    return out


FLAWS: Mapping[str, Flaw] = {
    "blurred": blurred,
    "mottled": mottled,
    "grainy": grainy,
    "smeared": smeared,
    "erased": erased,
    "misplaced": misplaced,
    "compressed": compressed,
}
