"""Contact sheets can show the titles of most languages that are read."""

import pytest
from PIL import ImageFont

from model.image.sheet import FONT


@pytest.mark.parametrize("text", ["è ñ ß ł ő ç", "Ёлка їжак", "שלום", "Ωμέγα", "½ € ™", "☺ ☀ 😀"])
def test_every_letter_has_a_shape(text: str) -> None:
    font = ImageFont.truetype(str(FONT), 12)
    box = font.getmask("\uf123").getbbox(), bytes(font.getmask("\uf123"))
    for letter in text.replace(" ", ""):
        assert (font.getmask(letter).getbbox(), bytes(font.getmask(letter))) != box, letter
