"""EfficientNet-Lite0 (arXiv:1905.11946): a convolutional trunk with ImageNet weights.

Like TensorFlow's "lite" models it has ReLU6 and no squeeze-and-excitation. Batch normalisation is
folded into the convolutions, so a picture's features do not depend on the batch.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

STAGES = (
    (1, 3, 1, 16, 1),
    (6, 3, 2, 24, 2),
    (6, 5, 2, 40, 2),
    (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4),
    (6, 3, 1, 320, 1),
)
"""Expansion, kernel size, stride, channels and number of blocks of each stage."""
STEM, HEAD, PLACED = 32, 1280, 64
SHRINKS = 32
"""Pixels per position of the last stage, along one axis."""
FROZEN = 6
"""Blocks that keep their ImageNet weights in training."""


class Conv(nn.Module):
    """A convolution with TensorFlow's "SAME" padding: odd padding is larger at the right."""

    def __init__(
        self, channels: int, width: int, kernel: int, *, stride: int = 1, groups: int = 1
    ) -> None:
        super().__init__()
        self.pad = (kernel - stride) // 2, kernel - stride - (kernel - stride) // 2
        self.conv = nn.Conv2d(channels, width, kernel, stride, groups=groups)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.conv(F.pad(x, (*self.pad, *self.pad)) if self.pad[1] else x)
        return out


class Inverted(nn.Module):
    """An inverted residual block: expand, depthwise convolution, project."""

    def __init__(self, channels: int, width: int, expansion: int, kernel: int, stride: int) -> None:
        super().__init__()
        inside = channels * expansion
        self.expand = Conv(channels, inside, 1) if expansion > 1 else None
        self.spatial = Conv(inside, inside, kernel, stride=stride, groups=inside)
        self.project = Conv(inside, width, 1)
        self.residual = channels == width and stride == 1

    def forward(self, x: Tensor) -> Tensor:
        h = x if self.expand is None else F.relu6(self.expand(x))
        out: Tensor = self.project(F.relu6(self.spatial(h)))
        return x + out if self.residual else out


class EfficientNetLite(nn.Module):
    """RGB on white in [-1, 1] [n, 3 or more, height, width] -> features [n, `features`].

    The features are means and maxima over all positions, and PLACED channels of each position.
    """

    def __init__(self, resolution: int) -> None:
        super().__init__()
        self.stem = Conv(3, STEM, 3, stride=2)
        self.blocks = nn.ModuleList()
        channels = STEM
        for expansion, kernel, stride, width, count in STAGES:
            for i in range(count):
                self.blocks.append(
                    Inverted(channels, width, expansion, kernel, stride if i == 0 else 1)
                )
                channels = width
        self.head = Conv(channels, HEAD, 1)
        self.placed = nn.Conv2d(channels, PLACED, 1)
        self.features = 2 * HEAD + PLACED * (resolution // SHRINKS) ** 2

    def forward(self, x: Tensor) -> Tensor:
        h = x[:, :3].contiguous(memory_format=torch.channels_last)
        h = F.relu6(self.stem(h))
        for block in self.blocks:
            h = block(h)
        seen = F.relu6(self.head(h))
        places = F.gelu(self.placed(h)).flatten(1)
        return torch.cat([seen.mean((2, 3)), seen.amax((2, 3)), places], dim=1)

    def freeze(self) -> None:
        """Exclude the first FROZEN blocks from training."""
        self.stem.requires_grad_(False)
        self.blocks[:FROZEN].requires_grad_(False)
