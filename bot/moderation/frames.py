"""Finds who does what to whom in prompts that are not English."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("frames.toml")
_GAPS = re.compile(r"[\W_]+")


class _Frame(NamedTuple):
    """Two classes of words that mean harm when at most `words` words are between them."""

    first: str
    second: str
    words: int
    either_order: bool = True


_FRAMES = (
    _Frame("kill", "person", 4),
    _Frame("kill", "group", 3),
    _Frame("group", "bad", 2, either_order=False),
    # What a group is called, not what is near it: women may walk dogs and take out rubbish.
    _Frame("group", "insult", 0, either_order=False),
    _Frame("hatred", "group", 2, either_order=False),
    _Frame("nude", "adult", 2),
    _Frame("nude", "child", 4),
    _Frame("lewd", "child", 3),
    _Frame("attack", "place", 4),
)
_ALONE = ("self_harm", "direct")
_LETTERS_PER_WORD = 3
"""A word of a language without spaces."""


def languages() -> Sequence[str]:
    """The languages with frames."""
    return tuple(_data())


def has_frame(folded: str, chosen: Iterable[str]) -> bool:
    """Whether a folded text has a frame of one of the languages."""
    text = _GAPS.sub(" ", folded).strip().replace("ı", "i")  # noqa: RUF001 (the Turkish letter)
    return any(_pattern(name).search(text) for name in chosen if name in _data())


@cache
def _pattern(language: str) -> re.Pattern[str]:
    classes = _data()[language]
    joined = "joined" in classes
    found = [pattern for name in _ALONE for pattern in classes[name]]
    for frame in _FRAMES:
        first, second = (_any(classes[name]) for name in (frame.first, frame.second))
        gap = f".{{0,{_LETTERS_PER_WORD * frame.words}}}" if joined else _gap(frame.words)
        found.append(f"{first}{gap}{second}")
        if frame.either_order:
            found.append(f"{second}{gap}{first}")
    return re.compile(_any(found) if joined else rf"\b{_any(found)}\b")


def _gap(words: int) -> str:
    return rf" (?:\w+ ){{0,{words}}}"


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


@cache
def _data() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
