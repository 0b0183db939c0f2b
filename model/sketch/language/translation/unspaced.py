"""Splits texts in scripts without spaces into the words of a dictionary."""

import re
from collections.abc import Iterator
from itertools import groupby

from model.sketch.language.translation.dictionary import SURE_OF_STEM, Dictionary, Unit
from model.sketch.language.translation.tables import IGNORED

_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]+")
_LONGEST = 12
_UNKNOWN, _KNOWN, _KEYWORD, _ONE_LETTER = 3.0, 1.0, 1.2, 0.4


def unspaced(token: str) -> bool:
    """Whether a token is in a script that has no spaces between words."""
    return bool(_UNSPACED.search(token))


def split(text: str, dictionary: Dictionary) -> list[Unit]:
    """The fewest words of the dictionary that cover most of the text; other letters are joined."""
    words = [text[start:end] for start, end in _cheapest(text, dictionary)]
    units = list(_joined([_unit(word, dictionary) for word in words]))
    return [_doubted(units, number, dictionary) for number in range(len(units))]


def _unit(word: str, dictionary: Dictionary) -> Unit:
    case = dictionary.case(word)
    english = "" if case else dictionary.find(word) or ""
    return Unit(word, english, 1.0 if english or case else 0.0, case)


def _cheapest(text: str, dictionary: Dictionary) -> list[tuple[int, int]]:
    """The spans of the words that together cost least."""
    foreign = [found.span() for found in _KATAKANA.finditer(text)]
    inner = {at for start, end in foreign for at in range(start + 1, end)}
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        options = []
        for start in range(max(0, end - _LONGEST), end):
            cost = _cost(text[start:end], dictionary)
            # Katakana spells sounds: a part of a word means nothing.
            cost += 2 * ((start in inner) + (end in inner)) if cost < _UNKNOWN else 0
            options.append((best[start][0] + cost, start))
        best.append(min(options))
    spans, end = [], len(text)
    while end:
        start = best[end][1]
        spans.append((start, end))
        end = start
    return spans[::-1]


def _cost(word: str, dictionary: Dictionary) -> float:
    if dictionary.case(word) or dictionary.exact(word) is not None:
        return _KNOWN
    if dictionary.keyword(word) is not None:
        return _KEYWORD + (_ONE_LETTER if len(word) == 1 else 0)
    return _UNKNOWN * len(word) + 0.01


def _joined(units: list[Unit]) -> Iterator[Unit]:
    """The units, with neighbours that are unknown as one."""
    for known, group in groupby(units, lambda unit: unit.is_known):
        found = list(group)
        if known:
            yield from found
        else:
            yield Unit("".join(unit.text for unit in found), "", 0.0)


def _doubted(units: list[Unit], number: int, dictionary: Dictionary) -> Unit:
    """A word next to unknown letters is only a guess: it may be a part of an unknown word."""
    unit = units[number]
    near = [units[at] for at in (number - 1, number + 1) if 0 <= at < len(units)]
    unknown = [one for one in near if not one.is_known]
    if not unit.english or unit.english == IGNORED or not unknown:
        return unit
    if _KATAKANA.fullmatch(unit.text):
        return Unit(unit.text, "", 0.0) if any(_KATAKANA.search(u.text) for u in unknown) else unit
    english = dictionary.guessable(unit.english)
    return Unit(unit.text, english, SURE_OF_STEM if english else 0.0)
