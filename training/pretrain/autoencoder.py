"""The task of the autoencoder: RGBA pictures to 16x16x12 latents and back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from diffusers import AutoencoderTiny
from torch.nn import functional

from model.image.pixels import Pixels, to_network
from training.loop.task import Batch
from training.pretrain.image_losses import gradient_l1
from training.reports.sheets import on_white, save_rows

CHANNELS = 12
WIDTH = 64
COLOUR_WEIGHT = 4.0
COLOUR_PATCH = 8
"""Pixels along one side of the patches whose mean colour is compared."""
VARIANCE_WEIGHT = 0.02
"""Of the latents' mean and variance, which should be 0 and 1: the loss is about 0.05 otherwise."""
MOST_NOISE = 0.2
"""The most noise on latents: the decoder has to forgive a painter's errors."""
EQUIVARIANCE_WEIGHT = 0.25
"""Of the reconstruction at half the resolution, in every second update."""


def new_autoencoder() -> AutoencoderTiny:
    """2.4 M parameters, 9 GFLOP to decode a 128 px picture.

    Nothing is normalized, so nothing far away in a picture can change a colour.
    """
    return AutoencoderTiny(
        in_channels=4,
        out_channels=4,
        latent_channels=CHANNELS,
        encoder_block_out_channels=(WIDTH,) * 4,
        decoder_block_out_channels=(WIDTH,) * 4,
        num_encoder_blocks=(1, 3, 3, 3),
        num_decoder_blocks=(3, 3, 3, 1),
    )


class Reconstruction(torch.nn.Module):
    """Encode and decode in one forward, as accelerate expects."""

    def __init__(self, autoencoder: AutoencoderTiny) -> None:
        super().__init__()
        self.autoencoder = autoencoder

    def forward(
        self, x: torch.Tensor, noise: torch.Tensor, halved: bool
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """[n, 4, h, w] and noise for the latents -> the reconstruction and the latents.

        If `halved`, the latents are averaged over 2x2 before they are decoded.
        """
        latents = self.autoencoder.encode(x).latents
        given = functional.avg_pool2d(latents, 2) if halved else latents + noise
        return self.autoencoder.decode(given).sample, latents


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

    def __init__(self, autoencoder: AutoencoderTiny, split: PictureSplit, crop: int = 128) -> None:
        self.model = Reconstruction(autoencoder)
        self._split = split
        self._crop = crop

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Random pictures, randomly cropped and mirrored, and noise for their latents.

        Half of them have their colour channels permuted: emoji are mostly yellow, red and blue, so
        green and purple would be learnt last. Every second batch is for the equivariance.
        """
        size = len(samples)
        x = self._split.random_crops(size, self._crop, generator)
        x[: size // 2, :3] = x[: size // 2, torch.randperm(3, generator=generator)]
        noise = torch.randn(
            size, CHANNELS, *(size // 8 for size in x.shape[2:]), generator=generator
        )
        amount = MOST_NOISE * torch.rand(size, 1, 1, 1, generator=generator)
        halved = torch.tensor(samples.start // size % 2 == 1)
        return {"x": x, "noise": amount * noise, "halved": halved}

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """The reconstruction's losses, and the latents' distance from mean 0 and variance 1.

        Latents that are averaged over 2x2 have to decode to the picture averaged over 2x2 (scale
        equivariance, arXiv:2502.14831), which makes them easier to learn for a painter.
        """
        x, halved = batch["x"], bool(batch["halved"])
        y, latents = model(x, batch["noise"], halved)
        rebuilt = reconstruction(y.float(), functional.avg_pool2d(x, 2) if halved else x)
        latents = latents.float()
        mean, variance = latents.mean(dim=(0, 2, 3)), latents.var(dim=(0, 2, 3))
        unit = (mean.square() + (variance - 1).square()).mean()
        weight = EQUIVARIANCE_WEIGHT if halved else 1.0
        return {**rebuilt, "loss": weight * rebuilt["loss"] + VARIANCE_WEIGHT * unit, "unit": unit}

    def show(self, path: Path) -> None:
        """Validation pictures above their reconstructions; the file name contains the PSNR."""
        x = to_network(self._split.shown)
        y, _ = self.model(x, torch.zeros(len(x), CHANNELS, 16, 16), False)
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
