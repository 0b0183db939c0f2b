"""The autoencoder's task: RGBA pictures through 16x16x12 latents and back."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from diffusers import AutoencoderKL
from torch.nn import functional

from model.image.pixels import Pixels, to_network
from training.loop.loop import Batch
from training.pretrain.losses import gradient_l1, kl_to_standard_normal
from training.reports.sheets import on_white, save_rows

CHANNELS = 12
GROUPS = 2
"""Few groups: normalising two channels at a time, as 8 would, forgets a picture's colour."""
COLOUR_WEIGHT = 4.0
COLOUR_SIDE = 8
KL_WEIGHT = 1e-3
"""Per latent element; against a reconstruction loss of about 0.05 it only keeps the scale at 1."""


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
    """Encode, sample, decode in one forward, so that the loop can wrap it."""

    def __init__(self, autoencoder: AutoencoderKL) -> None:
        super().__init__()
        self.autoencoder = autoencoder

    def forward(
        self, x: torch.Tensor, noise: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """[n, 4, h, w] to its reconstruction and the posterior's mean and log variance."""
        posterior = self.autoencoder.encode(x).latent_dist
        latents = posterior.mean + posterior.std * noise
        return self.autoencoder.decode(latents).sample, posterior.mean, posterior.logvar


class AutoencoderTask:
    """Trains on crops of `crop` pixels around what is drawn, most of a picture being empty.

    `pictures(rows)` is uint8 [len(rows), 128, 128, 4] for rows below `count`; `shown`, of the same
    form, are for the sheet and the score alone.
    """

    name = "autoencoder"

    def __init__(
        self,
        autoencoder: AutoencoderKL,
        pictures: Callable[[Sequence[int]], Pixels],
        count: int,
        shown: Pixels,
        crop: int = 128,
    ) -> None:
        self.model = Reconstruction(autoencoder)
        self._pictures = pictures
        self._count = count
        self._shown = shown
        self._crop = crop

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Random pictures, cropped and mirrored at random, with the posterior's noise.

        Half of them swap red, green and blue: emoji are mostly yellow, red and blue, and green
        and purple would be learnt last.
        """
        size = len(samples)
        x = random_crops(self._pictures, self._count, size, self._crop, generator)
        x[: size // 2, :3] = x[: size // 2, torch.randperm(3, generator=generator)]
        noise = torch.randn(
            size, CHANNELS, *(side // 8 for side in x.shape[2:]), generator=generator
        )
        return {"x": x, "noise": noise}

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """L1 (flat areas), L2 of the colour of patches, L1 of gradients (edges), a little KL."""
        y, mean, logvar = model(batch["x"], batch["noise"])
        rebuilt = reconstruction(y.float(), batch["x"])
        kl = kl_to_standard_normal(mean.float(), logvar.float())
        return {**rebuilt, "loss": rebuilt["loss"] + KL_WEIGHT * kl, "kl": kl}

    def show(self, path: Path) -> None:
        """Held-back pictures above their reconstructions, the PSNR in the file's name."""
        x = to_network(self._shown)
        y, _, _ = self.model(x, torch.zeros(len(x), CHANNELS, 16, 16))
        save_rebuilt(x, y, path)


def reconstruction(y: torch.Tensor, x: torch.Tensor) -> dict[str, torch.Tensor]:
    """How far `y` is from [n, 4, h, w]: flat areas, the colour of patches, edges; "loss" is all."""
    l1 = functional.l1_loss(y, x)
    colour = functional.avg_pool2d(y - x, COLOUR_SIDE).square().mean()
    edges = gradient_l1(y, x)
    loss = l1 + COLOUR_WEIGHT * colour + edges
    return {"loss": loss, "l1": l1, "colour": colour, "edges": edges}


def save_rebuilt(x: torch.Tensor, y: torch.Tensor, path: Path) -> None:
    """Pictures above their reconstructions, the PSNR in the file's name."""
    psnr = 10 * torch.log10(4 / functional.mse_loss(y.clamp(-1, 1), x))
    save_rows([on_white(x), on_white(y)], path.with_stem(f"{path.stem}-{psnr:.2f}dB"))


def random_crops(
    pictures: Callable[[Sequence[int]], Pixels],
    count: int,
    size: int,
    side: int,
    generator: torch.Generator,
) -> torch.Tensor:
    """`size` crops [size, 4, side, side] of random ones of `count` pictures, half mirrored."""
    chosen = torch.randint(count, (size,), generator=generator).tolist()
    where = torch.rand(size, 3, generator=generator).numpy()
    crops = [
        crop_around_ink(picture, side, place)
        for picture, place in zip(pictures(chosen), where, strict=True)
    ]
    return to_network(np.stack(crops))


def crop_around_ink(
    picture: npt.NDArray[np.uint8], side: int, place: npt.NDArray[np.float32]
) -> npt.NDArray[np.uint8]:
    """A `side` px crop of [128, 128, 4] whose centre is an opaque pixel; maybe mirrored.

    `place` holds three numbers in 0 to 1: which opaque pixel, how far off, whether mirrored.
    """
    if place[2] < 0.5:
        picture = picture[:, ::-1]
    if side == picture.shape[0]:
        return picture
    opaque = np.flatnonzero(picture[..., 3])
    middle = opaque[int(place[0] * len(opaque))] if len(opaque) else picture[..., 3].size // 2
    corner = np.array(divmod(int(middle), picture.shape[1])) - side // 2
    top, left = np.clip(corner, 0, picture.shape[0] - side)
    return picture[top : top + side, left : left + side]
