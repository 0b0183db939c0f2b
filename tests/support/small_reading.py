"""Small data of exactly the forms that people bring, for tests of reading it."""

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
    colour: tuple[int, int, int], side: int = 72, radius: float = 0.3
) -> npt.NDArray[np.uint8]:
    """A disc in the middle of [side, side, 4]; under its alpha of 0 hides magenta."""
    y, x = np.mgrid[:side, :side] + 0.5 - side / 2
    inside = np.hypot(x, y) < radius * side
    hidden = np.full((side, side, 4), (255, 0, 255, 0), np.uint8)
    return np.where(inside[..., None], np.array((*colour, 255), np.uint8), hidden)


def png(pixels: npt.NDArray[np.uint8]) -> bytes:
    """A PNG file."""
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "PNG")
    return data.getvalue()


def url(data: bytes) -> str:
    """As the table's cells hold a picture."""
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
    """Write metadata.jsonl, and a disc of a colour of its own for each picture it names."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, line in enumerate(lines):
        if name := line.get("file_name"):
            colour = (200, 20 * number % 256, 30)
            (folder / str(name)).write_bytes(png(disc(colour)))
    (folder / "metadata.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    return folder
