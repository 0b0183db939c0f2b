"""The judge: scores how well pictures fit a text, by a small image encoder and sentence embeddings.

One judge ranks candidates; others of the same class, trained differently, evaluate models.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Self

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from model.errors import BadModel
from model.files.config import Depth, Resolution, Stages, Width, read_config, read_json
from model.files.networks import CONFIG, load_network, save_network
from model.image.pixels import Pixels, to_network
from model.nets.efficientnet import SHRINKS, EfficientNetLite


@dataclass(frozen=True, slots=True)
class JudgeConfig:
    """Sizes, as in the judge's `config.json`. `side` is the input resolution in pixels.

    `trunk` is "lite", or "plain" with a width for each halving of the resolution and a number of
    residual `blocks` per width and of `groups` per normalisation.
    """

    side: Resolution = 64
    trunk: Literal["plain", "lite"] = "plain"
    widths: Stages = (32, 64, 128, 192)
    blocks: Depth = 2
    text: Width = 384
    shared: Width = 192
    groups: Width = 8

    def __post_init__(self) -> None:
        if self.trunk == "lite":
            if self.side < SHRINKS:
                raise ValueError(f"side must be at least {SHRINKS}")
            return
        if any(width % self.groups or width % max(width // 32, 1) for width in self.widths):
            raise ValueError("widths must be multiples of groups, and of 32 if they are larger")
        if self.side >> len(self.widths) == 0:
            raise ValueError("side is too small for so many widths")


class ConvBlock(nn.Module):
    """A residual block: a grouped 3x3 convolution, then two 1x1 convolutions over the channels."""

    def __init__(self, width: int, groups: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(groups, width)
        self.spatial = nn.Conv2d(width, width, 3, padding=1, groups=max(width // 32, 1))
        self.expand = nn.Conv2d(width, 2 * width, 1)
        self.shrink = nn.Conv2d(2 * width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        h = self.expand(F.gelu(self.spatial(self.norm(x))))
        out: Tensor = x + self.shrink(F.gelu(h))
        return out


class PlainTrunk(nn.Sequential):
    """Residual blocks between strided convolutions; returns all positions, [n, `features`]."""

    def __init__(self, config: JudgeConfig) -> None:
        layers: list[nn.Module] = []
        before = 4
        for width in config.widths:
            layers += [nn.Conv2d(before, width, 3, stride=2, padding=1)]
            layers += [ConvBlock(width, config.groups) for _ in range(config.blocks)]
            before = width
        super().__init__(*layers, nn.GroupNorm(config.groups, before))
        self.features = before * (config.side >> len(config.widths)) ** 2

    def forward(self, x: Tensor) -> Tensor:
        for layer in self:
            x = layer(x)
        return F.gelu(x).flatten(1)


class Judge(nn.Module):
    """Embeds pictures and texts in one space, where the cosine measures how well they fit.

    CLIP (arXiv:2103.00020) with a frozen text encoder and a linear map on top of it.
    """

    def __init__(self, config: JudgeConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or JudgeConfig()
        self.trunk = EfficientNetLite(config.side) if config.trunk == "lite" else PlainTrunk(config)
        self.image_head = nn.Linear(self.trunk.features, config.shared)
        self.text_head = nn.Linear(config.text, config.shared)
        self.logit_scale = nn.Parameter(torch.tensor(2.6593))

    def image_features(self, x: Tensor) -> Tensor:
        """RGB on white and alpha [n, 4, height, width] in [-1, 1] -> [n, shared], unit length."""
        resolution = self.config.side
        if x.shape[-1] != resolution:
            x = F.interpolate(x, (resolution, resolution), mode="bilinear", antialias=True)
        return F.normalize(self.image_head(self.trunk(x)), dim=-1)

    def seen(self, x: Tensor) -> Tensor:
        """The mean of `image_features` over each picture and its mirror image, unit length."""
        return F.normalize(self.image_features(x) + self.image_features(x.flip(-1)), dim=-1)

    def text_features(self, pooled: Tensor) -> Tensor:
        """Sentence embeddings [n, text] -> [n, shared], unit length."""
        return F.normalize(self.text_head(pooled), dim=-1)

    def forward(self, x: Tensor, pooled: Tensor) -> Tensor:
        """Logits [pictures, texts] for a contrastive loss."""
        return self.image_features(x) @ self.text_features(pooled).T * self.logit_scale.exp()

    def save_pretrained(self, folder: Path) -> None:
        """Write config.json and model.safetensors."""
        save_network(self, asdict(self.config), folder)

    @classmethod
    def from_pretrained(cls, folder: Path) -> Self:
        """Load a folder written by `save_pretrained`, in single precision. Raises BadModel."""
        if "widths" not in read_json(folder / CONFIG):
            raise BadModel(f"{folder / CONFIG} is not a judge's: widths is missing.")
        sizes = read_config(JudgeConfig, folder / CONFIG, "a judge's")
        return load_network(lambda: cls(sizes), folder)


@torch.inference_mode()
def scores(judge: Judge, rgba: Pixels, pooled: npt.NDArray[np.float32]) -> list[float]:
    """The cosine of each picture uint8 [n, height, width, 4] with one text's embedding [text]."""
    text = judge.text_features(torch.from_numpy(pooled)[None])
    found: list[float] = (judge.seen(to_network(rgba)) @ text[0]).tolist()
    return found
