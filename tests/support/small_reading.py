"""Small training data in the formats that can be read: Kaggle's table, a folder with captions."""

import base64
import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

HEAD = ("#", "emoji", "name")


def disc(
    colour: tuple[int, int, int], resolution: int = 72, radius: float = 0.3
) -> npt.NDArray[np.uint8]:
    """A disc in the middle of [h, w, 4]; the transparent pixels are magenta."""
    y, x = np.mgrid[:resolution, :resolution] + 0.5 - resolution / 2
    inside = np.hypot(x, y) < radius * resolution
    hidden = np.full((resolution, resolution, 4), (255, 0, 255, 0), np.uint8)
    return np.where(inside[..., None], np.array((*colour, 255), np.uint8), hidden)


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """The picture as a PNG file."""
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "PNG")
    return data.getvalue()


def url(data: bytes) -> str:
    """An image as in a cell of Kaggle's table."""
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def kaggle(
    folder: Path, vendors: Sequence[str], rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD
) -> Path:
    """Write full_emoji.csv with a byte-order mark."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "full_emoji.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([(*head, *vendors), *rows])
    return folder


def captioned(folder: Path, lines: Sequence[Mapping[str, object]]) -> Path:
    """Write metadata.jsonl, and a disc in a different colour for each image that it names."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, line in enumerate(lines):
        if name := line.get("file_name"):
            colour = (200, 20 * number % 256, 30)
            (folder / str(name)).write_bytes(png(disc(colour)))
    (folder / "metadata.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    return folder
