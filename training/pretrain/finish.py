"""The finish judge's task: which of two pictures is drawn more cleanly.

Its pairs cost nothing: sketches against themselves with flaws, a flaw against the same flaw made
stronger, and sketches against what painters of several ages made of them at rising strengths.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from model.image.pixels import Pixels, to_network
from model.nets.finish import FinishJudge
from training.loop.task import Batch
from training.pretrain.flaws import FLAWS
from training.reports.sheets import on_white

PAINTED_SHARE = 0.6
"""The share of a batch's pairs that are sketches and paintings; the others have made flaws."""


class FinishTask:
    """Bradley-Terry on pairs; the first of each pair is the cleaner one.

    `pictures(rows)` is uint8 [n, 128, 128, 4] for rows below `count`, all clean. `painted` is uint8
    [requests, strengths, 128, 128, 4]: the pictures of one request from the sketch on, each painted
    at a higher strength than the one before.
    """

    name = "finish"

    def __init__(
        self,
        judge: FinishJudge,
        pictures: Callable[[Sequence[int]], Pixels],
        count: int,
        painted: npt.NDArray[np.uint8],
    ) -> None:
        self.model = judge
        self._pictures = pictures
        self._count = count
        self._painted = painted

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """`x` [2 n, 4, 128, 128]: the cleaner ones, then the worse ones in the same order."""
        size = len(samples)
        painted = round(size * PAINTED_SHARE) if len(self._painted) else 0
        better, worse = zip(
            self._with_flaws(size - painted, generator),
            *([self._from_painters(painted, generator)] if painted else []),
            strict=True,
        )
        return {"x": varied(torch.cat(better), torch.cat(worse), generator)}

    def _with_flaws(self, size: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Clean pictures, or slightly flawed ones, and the same with more of the same flaw."""
        rows = torch.randint(self._count, (size,), generator=generator).tolist()
        clean = to_network(self._pictures(rows))
        less = torch.rand(size, generator=generator) * 0.4
        less[torch.rand(size, generator=generator) < 0.7] = 0
        more = less + (1 - less) * (0.1 + 0.9 * torch.rand(size, generator=generator))
        kinds = torch.randint(len(FLAWS), (size,), generator=generator)
        better, worse = clean.clone(), clean.clone()
        for kind, flaw in enumerate(FLAWS.values()):
            at = (kinds == kind).nonzero()[:, 0]
            if not len(at):
                continue
            worse[at] = flaw(clean[at], more[at], generator)
            better[at] = torch.where(
                (less[at] > 0)[:, None, None, None], flaw(clean[at], less[at], generator), clean[at]
            )
        return better, worse

    def _from_painters(self, size: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        requests, strengths = self._painted.shape[:2]
        rows = torch.randint(requests, (size,), generator=generator).numpy()
        pair = torch.rand(size, strengths, generator=generator).argsort(dim=1)[:, :2]
        pair[torch.rand(size, generator=generator) < 0.4, 0] = 0
        nearer, farther = pair.min(dim=1).values.numpy(), pair.max(dim=1).values.numpy()
        farther = np.maximum(farther, nearer + (nearer == farther))
        better, worse = self._painted[rows, nearer], self._painted[rows, farther]
        return to_network(better), to_network(worse)

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, Tensor]:
        """-log P(the first of the pair is the cleaner one), and the share of pairs judged right."""
        better, worse = model(batch["x"]).float().chunk(2)
        loss = functional.softplus(worse - better).mean()
        return {"loss": loss, "right": (better > worse).float().mean()}

    def show(self, path: Path) -> None:
        """Pairs of a batch above each other; pairs that are judged wrong have a red line."""
        x = self.batch(range(12), torch.Generator().manual_seed(0))["x"]
        better, worse = self.model(x).chunk(2)
        sheet = Image.new("RGB", (12 * 132, 2 * 132 + 4), "white")
        for at, picture in enumerate(on_white(x)):
            left, top = at % 12 * 132, at // 12 * 132
            sheet.paste(Image.fromarray(picture), (left, top))
        for at in (better <= worse).nonzero()[:, 0].tolist():
            sheet.paste("red", (at * 132, 264, at * 132 + 128, 268))
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet.save(path)


def varied(better: Tensor, worse: Tensor, generator: torch.Generator) -> Tensor:
    """Both [n, 4, h, w], in one tensor; mirrored and recoloured alike, so that content is no hint.

    Half of the pairs have their colour channels in another order.
    """
    x = torch.stack([better, worse])
    mirrored = torch.rand(len(better), generator=generator) < 0.5
    x[:, mirrored] = x[:, mirrored].flip(-1)
    for at in (torch.rand(len(better), generator=generator) < 0.5).nonzero()[:, 0].tolist():
        x[:, at, :3] = x[:, at, torch.randperm(3, generator=generator)]
    return x.flatten(0, 1)
