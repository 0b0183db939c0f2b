"""The task of the autoencoder: RGBA pictures to 16x16x12 latents and back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from diffusers import AutoencoderKL
from torch.nn import functional

from model.image.pixels import Pixels, to_network
from training.loop.task import Batch
from training.pretrain.image_losses import gradient_l1, kl_to_standard_normal
from training.reports.sheets import on_white, save_rows

CHANNELS = 12
GROUPS = 2
"""Few groups: normalizing only two channels together, as 8 groups do, loses the colours."""
COLOUR_WEIGHT = 4.0
COLOUR_PATCH = 8
"""Pixels along one side of the patches whose mean colour is compared."""
KL_WEIGHT = 1e-3
"""Per latent element. The reconstruction loss is about 0.05, so this only keeps the scale at 1."""


def new_autoencoder() -> AutoencoderKL:
    """2.6 M parameters, 0.9 GFLOP to encode and 2.8 to decode a 128 px picture."""
    return AutoencoderKL(
        in_channels=4,
        out_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(16, 32, 64, 128),
        layers_per_block=1,
        latent_channels=CHANNELS,
        norm_num_groups=GROUPS,
        sample_size=128,
        scaling_factor=1.0,
        mid_block_add_attention=False,
    )


class Reconstruction(torch.nn.Module):
    """Encode, sample and decode in one forward, as accelerate expects."""

    def __init__(self, autoencoder: AutoencoderKL) -> None:
        super().__init__()
        self.autoencoder = autoencoder

    def forward(
        self, x: torch.Tensor, noise: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """[n, 4, h, w] -> the reconstruction, the posterior's mean and its log variance."""
        posterior = self.autoencoder.encode(x).latent_dist
        latents = posterior.mean + posterior.std * noise
        return self.autoencoder.decode(latents).sample, posterior.mean, posterior.logvar


@dataclass(frozen=True, slots=True, eq=False)
class PictureSplit:
    """Pictures to train on, and others for contact sheets only.

    `pictures(rows)` is uint8 [len(rows), 128, 128, 4] for rows below `count`; `shown` is uint8
    [n, 128, 128, 4].
    """

    pictures: Callable[[Sequence[int]], Pixels]
    count: int
    shown: Pixels

    def random_crops(self, size: int, crop: int, generator: torch.Generator) -> torch.Tensor:
        """Crops [size, 4, crop, crop] of random pictures to train on, half of them mirrored."""
        chosen = torch.randint(self.count, (size,), generator=generator).tolist()
        where = torch.rand(size, 3, generator=generator).numpy()
        crops = [
            crop_around_ink(picture, crop, place)
            for picture, place in zip(self.pictures(chosen), where, strict=True)
        ]
        return to_network(np.stack(crops))


class AutoencoderTask:
    """Trains on crops of `crop` pixels around opaque pixels, because much of a picture is empty."""

    name = "autoencoder"

    def __init__(self, autoencoder: AutoencoderKL, split: PictureSplit, crop: int = 128) -> None:
        self.model = Reconstruction(autoencoder)
        self._split = split
        self._crop = crop

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Random pictures, randomly cropped and mirrored, and the posterior's noise.

        Half of them have their colour channels permuted: emoji are mostly yellow, red and blue, so
        green and purple would be learnt last.
        """
        size = len(samples)
        x = self._split.random_crops(size, self._crop, generator)
        x[: size // 2, :3] = x[: size // 2, torch.randperm(3, generator=generator)]
        noise = torch.randn(
            size, CHANNELS, *(size // 8 for size in x.shape[2:]), generator=generator
        )
        return {"x": x, "noise": noise}

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """L1 (flat areas), L2 of the mean colour of patches, L1 of gradients (edges), and KL."""
        y, mean, logvar = model(batch["x"], batch["noise"])
        rebuilt = reconstruction(y.float(), batch["x"])
        kl = kl_to_standard_normal(mean.float(), logvar.float())
        return {**rebuilt, "loss": rebuilt["loss"] + KL_WEIGHT * kl, "kl": kl}

    def show(self, path: Path) -> None:
        """Validation pictures above their reconstructions; the file name contains the PSNR."""
        x = to_network(self._split.shown)
        y, _, _ = self.model(x, torch.zeros(len(x), CHANNELS, 16, 16))
        save_rebuilt(x, y, path)


def reconstruction(y: torch.Tensor, x: torch.Tensor) -> dict[str, torch.Tensor]:
    """The losses of reconstructions `y` of `x` [n, 4, h, w]; "loss" is the weighted sum."""
    l1 = functional.l1_loss(y, x)
    colour = functional.avg_pool2d(y - x, COLOUR_PATCH).square().mean()
    edges = gradient_l1(y, x)
    loss = l1 + COLOUR_WEIGHT * colour + edges
    return {"loss": loss, "l1": l1, "colour": colour, "edges": edges}


def save_rebuilt(x: torch.Tensor, y: torch.Tensor, path: Path) -> None:
    """Write pictures above their reconstructions; the PSNR becomes part of the file name."""
    psnr = 10 * torch.log10(4 / functional.mse_loss(y.clamp(-1, 1), x))
    save_rows([on_white(x), on_white(y)], path.with_stem(f"{path.stem}-{psnr:.2f}dB"))


def crop_around_ink(
    picture: npt.NDArray[np.uint8], crop: int, place: npt.NDArray[np.float32]
) -> npt.NDArray[np.uint8]:
    """A `crop` px crop of [128, 128, 4] around a random opaque pixel, mirrored half of the time.

    `place` are random numbers in [0, 1): the first chooses the pixel, the third the mirroring.
    """
    if place[2] < 0.5:
        picture = picture[:, ::-1]
    if crop == picture.shape[0]:
        return picture
    opaque = np.flatnonzero(picture[..., 3])
    centre = opaque[int(place[0] * len(opaque))] if len(opaque) else picture[..., 3].size // 2
    corner = np.array(divmod(int(centre), picture.shape[1])) - crop // 2
    top, left = np.clip(corner, 0, picture.shape[0] - crop)
    return picture[top : top + crop, left : left + crop]
