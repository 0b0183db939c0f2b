"""Stems: what the forms of a word have in common."""

from collections.abc import Callable
from functools import cache, lru_cache

import snowballstemmer

from model.sketch.language.translation.tables import table
from model.sketch.language.words import fold

_SHORTEST = 3


@cache
def stemmer(language: str) -> Callable[[str], str] | None:
    """A function from a word to its stem, in the letters of `fold`; None if there is none."""
    found = table(language)
    if names := found.rule("stemmer"):
        snowball = snowballstemmer.stemmer(names[0])
        return lru_cache(8192)(lambda word: fold(snowball.stemWord(word.casefold())))
    if endings := sorted(map(fold, found.rule("strip")), key=len, reverse=True):
        return lru_cache(8192)(lambda word: _stripped(fold(word), endings))
    return None


def _stripped(word: str, endings: list[str]) -> str:
    """The word without its endings, of which it may have several."""
    while True:
        ending = next((e for e in endings if word.endswith(e) and len(word) > len(e) + 2), None)
        if ending is None or len(word) - len(ending) < _SHORTEST:
            return word
        word = word.removesuffix(ending)
