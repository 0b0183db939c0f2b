"""The judge: it learns which picture a text means, is saved and loaded, and is fast."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from model.errors import BadModel
from model.image.pixels import to_network
from model.nets.judge import Judge, JudgeConfig, scores

SMALL = JudgeConfig(side=32, widths=(16, 16, 32), blocks=1, text=8, shared=16)


def discs() -> np.ndarray:
    """Four discs that differ in colour and position, uint8 [4, 128, 128, 4]."""
    pictures = np.zeros((4, 128, 128, 4), np.uint8)
    for i, colour in enumerate([(220, 30, 30), (30, 200, 60), (40, 60, 220), (230, 220, 40)]):
        top, left = 16 + 48 * (i // 2), 16 + 48 * (i % 2)
        pictures[i, top : top + 48, left : left + 48] = (*colour, 255)
    return pictures


@pytest.fixture(scope="module")
def learned() -> Judge:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        judge = Judge(SMALL)
    texts, pictures, right = torch.eye(8)[:4], to_network(discs()), torch.arange(4)
    optimizer = torch.optim.AdamW(judge.parameters(), 3e-3)
    for _ in range(30):
        loss = F.cross_entropy(judge(pictures, texts), right)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    return judge.eval()


def test_it_learns_which_picture_a_text_means(learned: Judge) -> None:
    for i, text in enumerate(np.eye(8, dtype=np.float32)[:4]):
        assert int(np.argmax(scores(learned, discs(), text))) == i


def test_features_have_unit_length(learned: Judge) -> None:
    with torch.inference_mode():
        image = learned.image_features(to_network(discs()))
        text = learned.text_features(torch.randn(3, 8))
    torch.testing.assert_close(image.norm(dim=-1), torch.ones(4))
    torch.testing.assert_close(text.norm(dim=-1), torch.ones(3))


def test_a_mirror_image_is_seen_alike(learned: Judge) -> None:
    x = to_network(discs())
    with torch.inference_mode():
        torch.testing.assert_close(learned.seen(x.flip(-1)), learned.seen(x))


def test_it_comes_back_from_disk(learned: Judge, tmp_path: Path) -> None:
    learned.save_pretrained(tmp_path)
    again = Judge.from_pretrained(tmp_path)
    text = np.eye(8, dtype=np.float32)[1]
    before, after = scores(learned, discs(), text), scores(again, discs(), text)
    assert np.allclose(before, after, atol=5e-3)
    (tmp_path / "config.json").write_text(json.dumps({"side": 64}))
    with pytest.raises(BadModel, match="not a judge's"):
        Judge.from_pretrained(tmp_path)


def test_it_is_small() -> None:
    assert 1e6 < sum(p.numel() for p in Judge().parameters()) < 2e6
