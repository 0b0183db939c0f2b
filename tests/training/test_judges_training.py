"""The negatives that a judge is trained with."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from datasets import Dataset

from model.files.folders import BUNDLED
from model.nets.judge import Judge, JudgeConfig
from model.nets.text import TextEncoder
from training.pretrain.corpus import FEW, Corpus
from training.pretrain.judges import NEAR, NEGATIVES, JudgeTask, Pairs, disturb

SMALL = JudgeConfig(side=16, widths=(8, 8), blocks=1, text=4, shared=8, groups=2)


def pairs(near: list[list[list[int]]]) -> Pairs:
    return Pairs(
        pictures=lambda rows: np.zeros((len(rows), 16, 16, 4), np.uint8),
        embeddings=lambda captions: np.eye(4, dtype=np.float32)[[c % 4 for c in captions]],
        captions=[[row] for row in range(len(near))],
        bases=[[row] for row in range(len(near))],
        chances=[1.0] * len(near),
        near=near,
        meanings=list(range(len(near))),
        names=[str(row) for row in range(len(near))],
    )


def test_each_picture_is_told_from_those_that_are_near() -> None:
    near: list[list[list[int]]] = [[[5], [6]], *([[]] * 9)]
    task = JudgeTask("ranker", Judge(SMALL), pairs(near))
    batch = task.batch(range(10), torch.Generator().manual_seed(0))
    assert len(batch["meaning"]) == 10 + NEGATIVES
    # Every batch of ten contains all rows.
    assert batch["meaning"][10 : 10 + 2 * NEAR].tolist() == [5] * NEAR + [6] * NEAR
    assert set(batch["meaning"][10 + 2 * NEAR :].tolist()) == set(range(10))


def test_near_are_those_of_the_base_and_those_of_the_attributes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    scenes: list[dict[str, Any]] = [
        {"base": "lemon", "pose": "dancing", "colour": "red"} for _ in range(FEW)
    ]
    scenes += [{"base": "cat", "pose": "dancing", "colour": "red"}]
    scenes += [{"base": "cat", "pose": "dancing", "colour": "red", "count": 2}, {}]
    rows = Dataset.from_dict(
        {
            "captions": [["a"]] * len(scenes),
            "style": ["noto"] * len(scenes),
            "concept": [scene.get("base", "cat") for scene in scenes],
            "kind": ["composite" if scene else "icon" for scene in scenes],
            "scene": [json.dumps(scene) if scene else "" for scene in scenes],
            "weight": [1.0] * len(scenes),
        }
    )
    found = Corpus.of(rows, "digest", styled=False).pairs(TextEncoder.open(BUNDLED)).near
    cat, counted, icon = FEW, FEW + 1, FEW + 2
    assert found[cat] == [[cat, counted], list(range(FEW + 1))]
    assert found[counted][1] == [*range(FEW + 1), counted]
    assert found[icon] == []


def test_half_of_what_is_disturbed_is_mirrored() -> None:
    x = torch.full((200, 4, 32, 32), -1.0)
    x[:, 3, :, :16] = 1.0
    seen = disturb(x, 16, torch.Generator().manual_seed(0))[:, 3]
    mirrored = seen[:, :, 12:].mean(dim=(1, 2)) > seen[:, :, :4].mean(dim=(1, 2))
    assert 70 < int(mirrored.sum()) < 130
