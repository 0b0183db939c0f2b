"""The lexicon: what English words mean, from the files in `tables/`.

A file has lines "value: phrase, phrase"; an indented line continues the last one, and "#" starts a
comment. A phrase stands in one line only. A value may list alternatives, separated by "/"; the
first one in the library is used. Phrases are lower case, singular and without hyphens.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from model.sketch.language.words import by_phrase

Table = Mapping[str, str]

FOLDER = Path(__file__).with_name("tables")
MOST = 9
"""The most copies of a base in one picture."""


class Trade(NamedTuple):
    """What people of a trade wear, separated by commas, and their tool; "" for nothing."""

    worn: str
    tool: str


def lines(name: str) -> list[str]:
    """The lines of a table's file, without comments and empty lines."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def table(name: str) -> Table:
    """Phrase -> value, from the file of this name."""
    return by_phrase("\n".join(lines(name)))


@cache
def materials() -> Table:
    """Word -> material, for what may follow "made of" as well as for adjectives."""
    return {**table("materials"), **table("made_of")}


@cache
def trades() -> Mapping[str, Trade]:
    """Trade -> what its people wear and hold.

    With clothes, the tool is held only if it starts with a "+", by those who hold nothing else.
    """
    found = dict[str, Trade]()
    for line in lines("trades"):
        trade, _, rest = line.partition(":")
        worn, _, tool = rest.partition("|")
        found[trade] = Trade(",".join(part.strip() for part in worn.split(",")), tool.strip())
    return found


@cache
def numbers() -> Mapping[str, int]:
    """Word -> number."""
    return {words: int(number) for words, number in table("numbers").items()}
