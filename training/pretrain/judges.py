"""The task of the judges: pictures and captions in one embedding space (CLIP, 2103.00020).

The ranker orders candidates. The scorers (one sees 64 px, the other 128 px) only evaluate, and are
trained on other design families than the ranker, so they do not share its errors.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image, ImageDraw
from torch.nn import functional

from model.image.pixels import to_network
from model.nets.efficientnet import EfficientNetLite
from model.nets.judge import Judge, JudgeConfig
from training.diffusion.captions import choose_caption
from training.loop.task import Batch
from training.pretrain.imagenet import load_imagenet
from training.reports.sheets import on_white

RANKER_FAMILIES = ("fluent", "fxemoji")
SCORER_FAMILIES = ("noto", "twemoji", "emojione")
CLOSER = JudgeConfig(side=128, trunk="lite", shared=256)
SHARING_A_BASE = 4
"""Rows with the same base in a batch, so that the other words must be used as well."""
NEGATIVES = 2048
"""Additional negative captions in a batch: texts cost almost nothing."""
NEAR = 12
"""Negatives per picture that share its base, and as many that share its attributes."""
BLURRED, BLOTCHES, WAVES = 24, 16, 12
"""Sizes of grids: the resolution of the most blurred version, the random tints, the random
displacements."""


def new_closer() -> Judge:
    """The 128 px scorer, with a trunk that was trained on ImageNet.

    Raises Unavailable if those weights are not installed.
    """
    judge = Judge(CLOSER)
    assert isinstance(judge.trunk, EfficientNetLite)
    load_imagenet(judge.trunk)
    return trainable(judge)


def trainable(judge: Judge) -> Judge:
    """Make a judge trainable, except for the first layers of a pretrained trunk."""
    judge.requires_grad_(True)
    if isinstance(judge.trunk, EfficientNetLite):
        judge.trunk.freeze()
        # On a CPU, depthwise convolutions take twice as long with channels first.
        judge.trunk.to(memory_format=torch.channels_last)
    return judge


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pictures and captions for a judge.

    - `pictures(rows)`: uint8 [n, 128, 128, 4]; `embeddings(captions)`: float32 [n, 384].
    - `captions[row]`: the numbers of a row's captions; `names[caption]`: its text.
    - `bases`: rows grouped by base concept, icons apart from composites; `chances`: how often each
      group is drawn.
    - `near[row]`: groups of rows that are easily confused with it.
    - `meanings[row]`: the same number for rows that show the same.
    """

    pictures: Callable[[Sequence[int]], npt.NDArray[np.uint8]]
    embeddings: Callable[[Sequence[int]], npt.NDArray[np.float32]]
    captions: Sequence[Sequence[int]]
    bases: Sequence[Sequence[int]]
    chances: Sequence[float]
    near: Sequence[Sequence[Sequence[int]]]
    meanings: Sequence[int]
    names: Sequence[str]


class JudgeTask:
    """Symmetric InfoNCE over batches with repeated bases, and many more texts than pictures."""

    def __init__(self, name: str, judge: Judge, pairs: Pairs) -> None:
        self.name = name
        self.model = judge
        self._pairs = pairs
        self._chances = torch.tensor(pairs.chances)

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """A few rows of each of several bases, distorted as painting distorts them.

        The texts are a caption for each row, then the first captions of the negatives.
        """
        rows = self._rows(len(samples), generator)
        choice = torch.rand(len(rows), generator=generator).tolist()
        captions = [
            choose_caption(self._pairs.captions[row], at)
            for row, at in zip(rows, choice, strict=True)
        ]
        negatives = self._negatives(rows, generator)
        captions += [self._pairs.captions[row][0] for row in negatives]
        x = to_network(self._pairs.pictures(rows))
        return {
            "x": disturb(x, self.model.config.side, generator),
            "text": torch.from_numpy(self._pairs.embeddings(captions)),
            "caption": torch.tensor(captions),
            "meaning": torch.tensor([self._pairs.meanings[row] for row in (*rows, *negatives)]),
        }

    def _rows(self, size: int, generator: torch.Generator) -> list[int]:
        count = min(size, len(self._chances))
        bases = torch.multinomial(self._chances, count, generator=generator).tolist()
        rows: list[int] = []
        for base in bases:
            members = self._pairs.bases[base]
            order = torch.randperm(len(members), generator=generator).tolist()
            rows += [members[at] for at in order[:SHARING_A_BASE]]
            if len(rows) >= size:
                break
        return rows[:size]

    def _negatives(self, rows: Sequence[int], generator: torch.Generator) -> list[int]:
        """NEGATIVES rows: NEAR of each group that is easily confused with a row, then random."""
        near = [
            group[at]
            for row in rows
            for group in self._pairs.near[row]
            for at in torch.randint(len(group), (NEAR,), generator=generator).tolist()
        ]
        others = max(NEGATIVES - len(near), 0)
        anyone = torch.randint(len(self._pairs.captions), (others,), generator=generator)
        return [*near, *anyone.tolist()]

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """Symmetric cross entropy; texts with the same meaning or caption are not negatives.

        Each picture is compared with all texts of the batch, each text with its pictures.
        """
        logits = model(batch["x"], batch["text"]).float()
        count = len(logits)
        target = torch.arange(count, device=logits.device)
        meaning, caption = batch["meaning"], batch["caption"]
        same = (meaning[:count, None] == meaning) | (caption[:count, None] == caption)
        same[target, target] = False
        logits = logits.masked_fill(same, -torch.inf)
        by_picture = functional.cross_entropy(logits, target)
        by_text = functional.cross_entropy(logits[:, :count].T, target)
        right = (logits.argmax(dim=1) == target).float().mean()
        return {"loss": (by_picture + by_text) / 2, "right": right}

    def show(self, path: Path) -> None:
        """Pictures with the caption that the judge ranks first; wrong ones are red."""
        generator = torch.Generator().manual_seed(0)
        rows = self._rows(30, generator)
        captions = [self._pairs.captions[row][0] for row in rows]
        x = to_network(self._pairs.pictures(rows))
        logits = self.model(x, torch.from_numpy(self._pairs.embeddings(captions)))
        sheet = Image.new("RGB", (10 * 140, 3 * 160), "white")
        draw = ImageDraw.Draw(sheet)
        for at, (picture, best) in enumerate(
            zip(on_white(x), logits.argmax(1).tolist(), strict=True)
        ):
            left, top = at % 10 * 140, at // 10 * 160
            sheet.paste(Image.fromarray(picture), (left, top))
            colour = "black" if best == at else "red"
            draw.text((left, top + 130), self._pairs.names[captions[best]][:24], fill=colour)
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet.save(path)


def disturb(x: torch.Tensor, resolution: int, generator: torch.Generator) -> torch.Tensor:
    """Shrink [n, 4, h, w] to `resolution`, and move, scale, mirror, warp, blur, tint at random.

    Painted pictures differ from drawn ones in these ways; a judge should ignore them.
    """
    count = len(x)
    move = torch.rand(count, 3, generator=generator) * 2 - 1
    scale = 1 + 0.12 * move[:, 2]
    theta = torch.zeros(count, 2, 3)
    mirror = torch.randint(2, (count,), generator=generator) * 2 - 1
    theta[:, 0, 0], theta[:, 1, 1] = mirror * scale, scale
    theta[:, :, 2] = 0.08 * move[:, :2]
    scaled = functional.interpolate(x, (resolution, resolution), mode="bilinear", antialias=True)
    waves = 0.015 * torch.randn(count, 2, WAVES, WAVES, generator=generator)
    waves = functional.interpolate(waves, (resolution, resolution), mode="bilinear")
    grid = functional.affine_grid(theta, list(scaled.shape), align_corners=False)
    grid = grid + waves.movedim(1, -1)
    warped = functional.grid_sample(scaled - 1, grid, align_corners=False) + 1
    warped[:, 3] = functional.grid_sample(scaled + 1, grid, align_corners=False)[:, 3] - 1
    small = functional.interpolate(warped, (BLURRED, BLURRED), mode="bilinear", antialias=True)
    blurred = functional.interpolate(small, (resolution, resolution), mode="bilinear")
    amount = torch.rand(count, 1, 1, 1, generator=generator)
    tint = 0.15 * torch.randn(count, 4, 1, 1, generator=generator)
    blotches = 0.2 * torch.randn(count, 4, BLOTCHES, BLOTCHES, generator=generator)
    tint = tint + functional.interpolate(blotches, (resolution, resolution), mode="bilinear")
    tint[:, 3] = 0
    inked = (warped[:, 3:] + 1) / 2
    grain = 0.05 * torch.randn(warped.shape, generator=generator)
    return (warped + amount * (blurred - warped) + tint * inked + grain).clamp(-1, 1)
