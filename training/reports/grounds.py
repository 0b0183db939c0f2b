"""Sheets of pictures on white and on dark, at the size of a picture and of a line of text."""

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, ImageDraw

from model.image.export import sized
from model.image.sheet import BACKGROUND, DARK, INK, LIGHT
from model.recipe import Candidate

COLUMNS = 2
"""Titles next to each other."""
GROUNDS = (LIGHT, DARK)
BIG, SMALL = 128, 32
"""Pixels: an emoji as a picture, and as it stands in a line of text."""
TITLE, MARGIN = 18, 12
BLOCK = len(GROUNDS) * BIG
PICTURES = 2
"""Pictures below one title."""
WIDTH, HEIGHT = PICTURES * (BLOCK + MARGIN) + 2 * MARGIN, TITLE + BIG + SMALL + MARGIN


class Sizes(NamedTuple):
    """One picture as RGBA at BIG and at SMALL pixels."""

    big: Image.Image
    small: Image.Image

    @classmethod
    def of(cls, candidate: Candidate) -> "Sizes":
        """The same picture at both sizes."""
        return cls(sized(candidate, BIG), sized(candidate, SMALL))


def sheet(titled: Sequence[tuple[str, Sequence[Sizes]]]) -> Image.Image:
    """A sheet of titles with at most PICTURES pictures below each."""
    rows = -(-len(titled) // COLUMNS)
    size = (COLUMNS * WIDTH + MARGIN, rows * (HEIGHT + MARGIN) + MARGIN)
    found = Image.new("RGB", size, BACKGROUND)
    draw = ImageDraw.Draw(found)
    for place, (title, pictures) in enumerate(titled):
        left = MARGIN + place % COLUMNS * WIDTH
        top = MARGIN + place // COLUMNS * (HEIGHT + MARGIN)
        draw.text((left, top), title[:80], INK)
        for side, picture in enumerate(pictures):
            _block(found, left + side * (BLOCK + MARGIN), top + TITLE, picture)
    return found


def _block(found: Image.Image, left: int, top: int, picture: Sizes) -> None:
    """One picture on both grounds, big and below it small."""
    for column, ground in enumerate(GROUNDS):
        x = left + column * BIG
        found.paste(ground, (x, top, x + BIG, top + BIG + SMALL))
        for image, y in ((picture.big, top), (picture.small, top + BIG)):
            found.paste(image, (x + (BIG - image.width) // 2, y), image)
