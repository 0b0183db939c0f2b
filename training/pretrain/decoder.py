"""The decoder's task: sharper pictures from the same latents, so that no painter is outdated."""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from diffusers import AutoencoderKL

from model.image.pixels import Pixels, to_network
from training.diffusion.statistics import encode
from training.loop.loop import Batch
from training.pretrain.autoencoder import random_crops, reconstruction, save_rebuilt
from training.pretrain.critic import Critic, balance, hinge

SHARE = 0.5
"""Length of the critic's gradient at the picture against that of the reconstruction."""
JITTER = 0.25
"""The most noise on latents of unit spread: painted ones are never quite a picture's."""


class Sharpening(torch.nn.Module):
    """A frozen encoder, the decoder and its critic in one forward."""

    def __init__(self, autoencoder: AutoencoderKL) -> None:
        super().__init__()
        self.autoencoder = autoencoder
        self.critic = Critic()
        autoencoder.requires_grad_(False)
        autoencoder.decoder.requires_grad_(True)
        autoencoder.post_quant_conv.requires_grad_(True)

    def forward(self, x: torch.Tensor, noise: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """[n, 4, h, w] to its reconstruction, and what the critic says.

        That is: of the reconstruction for the decoder to please, then of `x` and of the
        reconstruction for the critic to tell apart.
        """
        latents = encode(self.autoencoder, x) + noise
        # accelerate hands out single precision: made here, the critic saw the very same tensor.
        y = self.autoencoder.decode(latents).sample.float()
        return y, self.critic.frozen(y), self.critic(x), self.critic(y.detach())


class DecoderTask:
    """Trains the decoder of a finished autoencoder on whole pictures.

    `pictures(rows)` is uint8 [len(rows), 128, 128, 4] for rows below `count`; `shown` are for the
    sheet alone.
    """

    name = "decoder"

    def __init__(
        self,
        autoencoder: AutoencoderKL,
        pictures: Callable[[Sequence[int]], Pixels],
        count: int,
        shown: Pixels,
    ) -> None:
        self.model = Sharpening(autoencoder)
        self._channels = autoencoder.config.latent_channels
        self._pictures = pictures
        self._count = count
        self._shown = shown

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Random pictures, half of them mirrored, and the jitter of their latents."""
        size = len(samples)
        x = random_crops(self._pictures, self._count, size, self._shown.shape[1], generator)
        noise = torch.randn(
            size, self._channels, *(side // 8 for side in x.shape[2:]), generator=generator
        )
        amount = JITTER * torch.rand(size, 1, 1, 1, generator=generator)
        return {"x": x, "noise": amount * noise}

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """What the autoencoder's are, and the critic's word at a balanced weight."""
        x = batch["x"]
        y, pleased, real, fake = model(x, batch["noise"])
        rebuilt = reconstruction(y, x)
        displeased = -pleased.float().mean()
        weight = SHARE * balance(rebuilt["loss"], displeased, y)
        critic = hinge(real, fake)
        loss = rebuilt["loss"] + weight * displeased + critic
        return {**rebuilt, "loss": loss, "critic": critic}

    def show(self, path: Path) -> None:
        """Held-back pictures above their reconstructions, the PSNR in the file's name."""
        x = to_network(self._shown)
        autoencoder = self.model.autoencoder
        y = autoencoder.decode(encode(autoencoder, x)).sample
        save_rebuilt(x, y, path)
