"""A discriminator of patches (PatchGAN, 1611.07004), for a decoder with sharp edges."""

import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn import functional

WIDTHS = (32, 64, 96)


class Critic(nn.Module):
    """How real the patches of RGBA pictures look: [n, 4, h, w] -> [n, 1, h / 8, w / 8]."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 4
        for wide in WIDTHS:
            layers += [nn.Conv2d(before, wide, 4, stride=2, padding=1), nn.LeakyReLU(0.2)]
            before = wide
        self.layers = nn.Sequential(*layers, nn.Conv2d(before, 1, 3, padding=1))

    def forward(self, x: Tensor) -> Tensor:
        found: Tensor = self.layers(x)
        return found

    def frozen(self, x: Tensor) -> Tensor:
        """The same output; gradients reach the picture but not the critic's weights."""
        fixed = {name: value.detach() for name, value in self.named_parameters()}
        found: Tensor = functional_call(self, fixed, (x,))
        return found


def hinge(real: Tensor, fake: Tensor) -> Tensor:
    """The hinge loss that trains the critic (1705.02894)."""
    return (functional.relu(1 - real.float()) + functional.relu(1 + fake.float())).mean()


def balance(wanted: Tensor, other: Tensor, picture: Tensor) -> Tensor:
    """The factor that gives the gradient of `other` at a picture the norm of that of `wanted`.

    As in latent diffusion (2112.10752), but computed at the picture, where it costs almost nothing.
    """
    (own,) = torch.autograd.grad(wanted, picture, retain_graph=True)
    (rival,) = torch.autograd.grad(other, picture, retain_graph=True)
    factor: Tensor = own.float().norm() / (rival.float().norm() + 1e-8)
    return factor
