"""What is said with an emoji about words that were dropped or guessed."""

from typing import Any

import pytest

from bot.messages import misread


@pytest.mark.parametrize(
    ("receipt", "line"),
    [
        ({}, ""),
        ({"read_as": "cat", "unread": [], "scene": {"base": "1F408"}}, ""),
        ({"read_as": "cat", "unread": ["qwzx"]}, "Read as: cat. Not understood: qwzx."),
        ({"read_as": "cat", "unread": [], "scene": {"guessed": ["katt"]}}, "Read as: cat."),
        ({"read_as": "", "unread": ["qwzx", "vbnk"]}, "Not understood: qwzx, vbnk."),
    ],
)
def test_one_short_line(receipt: dict[str, Any], line: str) -> None:
    assert misread(receipt) == line


def test_many_unknown_words_are_cut() -> None:
    assert len(misread({"read_as": "cat", "unread": ["blorptastic"] * 20})) < 120
