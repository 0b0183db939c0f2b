"""Latents of augmented views, encoded once: the mean and standard deviation of the posterior.

Noise is added when they are read, so every read samples the posterior anew, as if the pictures
were encoded in every update.
"""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from model.image.pixels import Pixels
from training.diffusion.augment import VERSION, views
from training.diffusion.autoencoder import Autoencoder, downscale_factor, posterior
from training.diffusion.lazy_rows import LazyRows
from training.paths import home

_BATCH = 8


class LatentViews:
    """The latents of `count` views of each picture.

    `pictures(rows)` is uint8 [n, h, w, 4] with straight alpha; `flips[row]` says whether a row may
    be mirrored. View 0 is the unchanged picture. `digest` identifies the pictures and their order.
    They are encoded on the autoencoder's device and in its precision; an autoencoder with three
    channels sees them on white.
    """

    def __init__(
        self,
        pictures: Callable[[Sequence[int]], Pixels],
        flips: Sequence[bool],
        digest: str,
        autoencoder: Autoencoder,
        count: int,
        seed: int = 0,
    ) -> None:
        self._pictures = pictures
        self._flips = list(flips)
        self._autoencoder = autoencoder.eval()
        self._count = count
        self._seed = seed
        size = pictures([0]).shape[1] // downscale_factor(autoencoder)
        shape = (2 * autoencoder.config.latent_channels, size, size)
        key = _hash(VERSION, digest, autoencoder_digest(autoencoder), count, seed)
        folder = home() / "cache" / f"views-{key}"
        self._cached = LazyRows(folder, len(flips) * count, shape, self._encode)

    def fill(self) -> None:
        """Encode every view that is not cached; processes that open it later only read.

        Raises Unavailable if the disk is full.
        """
        self._cached.fill(_BATCH, "latents")

    def sample(self, rows: Sequence[int], numbers: Sequence[int], noise: Tensor) -> Tensor:
        """Sample the latents of one view (a number below `count`) of each row.

        `noise` is standard normal, float32 [n, c, h, w]; zeros give the posterior's mode. Returns
        (mean + std * noise - shift_factor) * scaling_factor in the same shape.
        """
        places = [row * self._count + number for row, number in zip(rows, numbers, strict=True)]
        mean, std = torch.from_numpy(self._cached[places]).chunk(2, dim=1)
        config = self._autoencoder.config
        shift = config.get("shift_factor") or 0.0
        scaling = float(config.scaling_factor)
        return (mean + std * noise - float(shift)) * scaling

    @torch.no_grad()
    def _encode(self, places: Sequence[int]) -> npt.NDArray[np.float32]:
        """Mean and standard deviation, float32 [n, 2 * c, h, w]."""
        rows, numbers = zip(*(divmod(place, self._count) for place in places), strict=True)
        seeds = [self._seed_of(row, number) for row, number in zip(rows, numbers, strict=True)]
        x = views(self._pictures(rows), [self._flips[row] for row in rows], seeds)
        x = x[:, : self._autoencoder.config.in_channels]
        x = x.to(self._autoencoder.device, self._autoencoder.dtype)
        both = torch.cat(posterior(self._autoencoder, x), dim=1)
        return both.float().cpu().numpy()

    def _seed_of(self, row: int, number: int) -> int | None:
        """None for the unchanged picture."""
        return int(_hash(self._seed, row, number)[:15], 16) if number else None


def autoencoder_digest(autoencoder: Autoencoder) -> str:
    """A hash of the encoder's weights, their precision and the config: 16 hex digits."""
    form = sorted(item for item in autoencoder.config.items() if not item[0].startswith("_"))
    total = hashlib.sha256(repr(form).encode())
    for name, tensor in autoencoder.state_dict().items():
        if name.startswith(("encoder.", "quant_conv.")):
            total.update(f"{name} {tensor.dtype}".encode())
            total.update(tensor.cpu().contiguous().view(torch.uint8).numpy().tobytes())
    return total.hexdigest()[:16]


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
