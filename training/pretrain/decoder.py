"""The task of the decoder: sharper pictures from the same latents, so painters stay valid."""

from pathlib import Path

import torch
from diffusers import AutoencoderTiny

from model.image.pixels import to_network
from training.diffusion.autoencoder import encode
from training.loop.task import Batch
from training.pretrain.autoencoder import PictureSplit, reconstruction, save_rebuilt
from training.pretrain.critic import Critic, balance, hinge

SHARE = 0.5
"""Norm of the critic's gradient at the picture, relative to that of the reconstruction loss."""
JITTER = 0.25
"""Maximum noise on latents (which have unit variance): painted latents are not exact either."""


class Sharpening(torch.nn.Module):
    """A frozen encoder, the decoder and its critic in one forward."""

    def __init__(self, autoencoder: AutoencoderTiny) -> None:
        super().__init__()
        self.autoencoder = autoencoder
        self.critic = Critic()
        autoencoder.requires_grad_(False)
        autoencoder.decoder.requires_grad_(True)

    def forward(self, x: torch.Tensor, noise: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """[n, 4, h, w] -> the reconstruction and three outputs of the critic.

        The first output trains the decoder; the others, for `x` and for the reconstruction, train
        the critic.
        """
        latents = encode(self.autoencoder, x) + noise
        # accelerate would convert to float32 later: the critic must see the same tensor.
        y = self.autoencoder.decode(latents).sample.float()
        return y, self.critic.frozen(y), self.critic(x), self.critic(y.detach())


class DecoderTask:
    """Trains the decoder of a finished autoencoder on whole pictures."""

    name = "decoder"

    def __init__(self, autoencoder: AutoencoderTiny, split: PictureSplit) -> None:
        self.model = Sharpening(autoencoder)
        self._channels = autoencoder.config.latent_channels
        self._split = split

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Random pictures, half of them mirrored, and noise for their latents."""
        size = len(samples)
        x = self._split.random_crops(size, self._split.shown.shape[1], generator)
        noise = torch.randn(
            size, self._channels, *(size // 8 for size in x.shape[2:]), generator=generator
        )
        amount = JITTER * torch.rand(size, 1, 1, 1, generator=generator)
        return {"x": x, "noise": amount * noise}

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """Reconstruction losses, the adversarial loss at a balanced weight, the critic's loss."""
        x = batch["x"]
        y, judged, real, fake = model(x, batch["noise"])
        rebuilt = reconstruction(y, x)
        adversarial = -judged.float().mean()
        weight = SHARE * balance(rebuilt["loss"], adversarial, y)
        critic = hinge(real, fake)
        loss = rebuilt["loss"] + weight * adversarial + critic
        return {**rebuilt, "loss": loss, "critic": critic}

    def show(self, path: Path) -> None:
        """Validation pictures above their reconstructions; the file name contains the PSNR."""
        x = to_network(self._split.shown)
        autoencoder = self.model.autoencoder
        y = autoencoder.decode(encode(autoencoder, x)).sample
        save_rebuilt(x, y, path)
