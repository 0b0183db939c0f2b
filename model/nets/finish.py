"""Judges how cleanly a picture is drawn, whatever it shows: crisp or mottled, whole or smeared."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.files.config import Resolution, Stages, read_config
from model.files.networks import CONFIG, load_network, save_network
from model.image.pixels import Pixels, to_network


@dataclass(frozen=True, slots=True)
class FinishConfig:
    """The architecture: pixels along one side of the input, and channels of each stage."""

    resolution: Resolution = 128
    widths: Stages = (16, 32, 48, 64)


class FinishJudge(nn.Module):
    """A small convolutional network that gives each picture one score; higher is cleaner.

    The difference of two scores is the log-odds that the first picture is the cleaner one
    (Bradley-Terry). It sees no text.
    """

    def __init__(self, config: FinishConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or FinishConfig()
        layers: list[nn.Module] = []
        channels = 4
        for width in config.widths:
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(True)]
            layers += [nn.Conv2d(width, width, 3, stride=2, padding=1), nn.ReLU(True)]
            channels = width
        self.trunk = nn.Sequential(*layers)
        # The mean tells how much of a picture is unclean, the maximum how bad the worst spot is.
        self.head = nn.Linear(2 * channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """RGB on white and alpha [n, 4, resolution, resolution] in [-1, 1] -> scores [n]."""
        features = self.trunk(x)
        pooled = torch.cat([features.mean(dim=(2, 3)), features.amax(dim=(2, 3))], dim=1)
        score: Tensor = self.head(pooled)[:, 0]
        return score

    def save_pretrained(self, folder: Path) -> None:
        """Write config.json and model.safetensors."""
        save_network(self, asdict(self.config), folder)

    @classmethod
    def from_pretrained(cls, folder: Path) -> Self:
        """Read what `save_pretrained` wrote, in single precision. Raises BadModel."""
        sizes = read_config(FinishConfig, folder / CONFIG, "a finish judge's")
        return load_network(lambda: cls(sizes), folder)


@torch.inference_mode()
def finish_scores(judge: FinishJudge, rgba: Pixels) -> list[float]:
    """How cleanly each picture uint8 [n, height, width, 4] is drawn; higher is cleaner.

    A picture and its mirror image are judged together.
    """
    x = to_network(rgba)
    if x.shape[-1] != judge.config.resolution:
        size = (judge.config.resolution,) * 2
        x = F.interpolate(x, size, mode="bilinear", antialias=True)
    scores: list[float] = ((judge(x) + judge(x.flip(-1))) / 2).tolist()
    return scores
