"""Contact sheets as PNG."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from model.image.pixels import Pixels, from_network


def on_white(x: torch.Tensor) -> Pixels:
    """Float [n, 4, h, w] of the networks to uint8 RGB [n, h, w, 3] on white."""
    return (from_network(x)[..., :3] * 255).round().astype(np.uint8)


def save_rows(rows: Sequence[Pixels], path: Path) -> None:
    """Rows of pictures [n, h, w, 3], one below the other, as a PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet = np.concatenate([np.concatenate(list(row), axis=1) for row in rows])
    Image.fromarray(sheet).save(path)
