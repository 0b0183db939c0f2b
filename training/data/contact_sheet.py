"""A contact sheet of data: images with their captions below."""

import textwrap
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from datasets import Dataset
from PIL import Image, ImageDraw, ImageFont

from training.data.dataset import pictures

_CELL, _TEXT, _COLUMNS = 160, 100, 8


def write_sheet(dataset: Dataset, path: Path, count: int = 64, seed: int = 0) -> None:
    """Draw `count` random rows, each with its style, split and captions (PNG)."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(dataset))[:count]
    rows = dataset.select(order).remove_columns("image")
    images = pictures(dataset, [int(index) for index in order])
    high = -(-len(order) // _COLUMNS) * (_CELL + _TEXT)
    sheet = Image.new("RGB", (_COLUMNS * _CELL, high), "white")
    draw = ImageDraw.Draw(sheet)
    for number, (image, row) in enumerate(zip(images, rows, strict=True)):
        down, right = divmod(number, _COLUMNS)
        left, top = right * _CELL, down * (_CELL + _TEXT)
        picture = Image.fromarray(image)
        sheet.paste(picture, (left + 16, top + 16), picture)
        head = f"{row['style']} / {row['split']} / {row['weight']:.2f}"
        _write(draw, (left + 4, top + _CELL - 12), [head, *row["captions"]])
    sheet.save(path)


def _write(draw: ImageDraw.ImageDraw, corner: tuple[int, int], texts: Sequence[str]) -> None:
    """Small text, the first line grey, cut off at the end of the cell."""
    font = ImageFont.load_default(size=10)
    lines = [line for text in texts for line in textwrap.wrap(f"· {text}", 30)]
    for number, line in enumerate(lines[:9]):
        colour = "grey" if number == 0 else "black"
        draw.text((corner[0], corner[1] + number * 12), line, fill=colour, font=font)
