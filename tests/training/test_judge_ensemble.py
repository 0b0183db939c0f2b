"""A judge ensemble adds logits; it is loaded from a folder and its subfolders."""

from pathlib import Path

import pytest
import torch

from model.errors import BadModel
from model.nets.judge import Judge, JudgeConfig
from training.evaluation.judge_ensemble import JudgeEnsemble

CONFIGS = [
    JudgeConfig(side=16, widths=(8, 8), blocks=1, text=4, shared=shared, groups=2)
    for shared in (8, 12)
]


def test_its_cosine_is_the_members_logits_added(tmp_path: Path) -> None:
    members = [Judge(config) for config in CONFIGS]
    with torch.no_grad():
        members[1].logit_scale.add_(1)
    for judge, folder in zip(members, (tmp_path, tmp_path / "closer"), strict=True):
        folder.mkdir(exist_ok=True)
        judge.save_pretrained(folder)
    ensemble = JudgeEnsemble.open(tmp_path)
    members = [Judge.from_pretrained(folder) for folder in (tmp_path, tmp_path / "closer")]
    x, pooled = torch.rand(3, 4, 16, 16) * 2 - 1, torch.randn(5, 4)
    with torch.inference_mode():
        found = ensemble.seen(x) @ ensemble.text_features(pooled).T
        scales = [judge.logit_scale.exp() for judge in members]
        logits = [
            scale * judge.seen(x) @ judge.text_features(pooled).T
            for scale, judge in zip(scales, members, strict=True)
        ]
        torch.testing.assert_close(found, (logits[0] + logits[1]) / (scales[0] + scales[1]))
        torch.testing.assert_close(ensemble.seen(x).norm(dim=-1), torch.ones(3))


def test_one_judge_is_an_ensemble_of_one(tmp_path: Path) -> None:
    Judge(CONFIGS[0]).save_pretrained(tmp_path)
    judge, ensemble = Judge.from_pretrained(tmp_path), JudgeEnsemble.open(tmp_path)
    x = torch.rand(3, 4, 16, 16) * 2 - 1
    torch.testing.assert_close(ensemble.seen(x), judge.seen(x))
    with pytest.raises(BadModel):
        JudgeEnsemble.open(tmp_path / "nowhere")
