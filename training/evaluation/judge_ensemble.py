"""An ensemble of judges: their logits are added."""

from pathlib import Path
from typing import Self

import torch
from torch import Tensor

from model.nets.judge import Judge


class JudgeEnsemble:
    """Judges whose logits are added: a product of experts (Hinton 2002).

    With scales s_i its cosine is sum(s_i cos_i) / sum(s_i): its features are the members' features
    concatenated, each scaled to length sqrt(s_i), and the whole normalized to unit length.
    """

    def __init__(self, members: tuple[Judge, ...]) -> None:
        self._members = members

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Load the judge in `folder` and those in its subfolders. Raises BadModel."""
        inside = sorted(path.parent for path in folder.glob("*/config.json"))
        return cls(tuple(Judge.from_pretrained(one) for one in (folder, *inside)))

    def seen(self, x: Tensor) -> Tensor:
        """RGB on white and alpha [n, 4, h, w] in [-1, 1] -> [n, features], unit length."""
        return self._joined([judge.seen(x) for judge in self._members])

    def text_features(self, pooled: Tensor) -> Tensor:
        """Sentence embeddings [n, text] -> [n, features], unit length."""
        return self._joined([judge.text_features(pooled) for judge in self._members])

    def _joined(self, features: list[Tensor]) -> Tensor:
        scales = torch.stack([judge.logit_scale.exp() for judge in self._members])
        shares = (scales / scales.sum()).sqrt()
        return torch.cat([share * one for share, one in zip(shares, features, strict=True)], dim=-1)
