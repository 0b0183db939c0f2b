"""Contact sheets: rows of images in one PNG."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from model.image.pixels import Pixels, from_network


def on_white(x: torch.Tensor) -> Pixels:
    """Network output, float [n, 3 or 4, h, w] in [-1, 1], as uint8 RGB [n, h, w, 3] on white."""
    return (from_network(x)[..., :3] * 255).round().astype(np.uint8)


def save_rows(rows: Sequence[Pixels], path: Path) -> None:
    """Write rows of images, each [n, h, w, 3], below one another as a PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet = np.concatenate([np.concatenate(list(row), axis=1) for row in rows])
    Image.fromarray(sheet).save(path)
