"""Spelling mistakes: the known word that differs least from an unknown one."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby

# Minimum lengths of words for one and for two mistakes.
_SHORT, _LONG, _LONGER = 4, 6, 7


class Spelling:
    """Finds known words by their first letter and by the letters in them."""

    def __init__(self, words: Collection[str]) -> None:
        self._known = frozenset(words)
        self._slips: dict[str, str] = {}
        self._by_start: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= _SHORT:
                self._by_start[word[0]].append((_letters(word), word))
                for slip in _slips(word):
                    self._slips.setdefault(slip, word)

    def nearest(self, word: str) -> tuple[int, str] | None:
        """The number of mistakes and the word that is meant, or None.

        A mistake is a letter too many, too few or changed, or two that are swapped. Short words
        may have one, and the shortest none that is changed; the first letter is always right. All
        letters in another order, or doubled otherwise, are one mistake ("gosth", "baloon").
        """
        if len(word) < _SHORT or not word.isascii():
            return None
        slips = (self._slips.get(slip) for slip in _slips(word))
        if (meant := next(filter(None, slips), word)) != word:
            return 1, meant
        found = min(self._close(word), default=None)
        return (found[0], found[2]) if found else None

    def _close(self, word: str) -> Iterator[tuple[int, bool, str]]:
        most = 2 if len(word) >= _LONGER else 1
        letters = _letters(word)
        for others, other in self._by_start[word[0]]:
            if abs(len(other) - len(word)) > most or (letters ^ others).bit_count() > 2 * most:
                continue
            mistakes = _distance(word, other)
            changed = len(word) == len(other) and sorted(word) != sorted(other)
            short = min(len(word), len(other)) < _LONG and changed
            if 0 < mistakes <= most and not short:
                yield mistakes, len(other) < len(word), other


def _slips(word: str) -> Iterator[str]:
    """Two keys of a word of at least five letters; words that share one are easily confused.

    The first is the same for words that differ in doubled letters, the second for those that differ
    in the order of the letters after the first.
    """
    if len(word) > _SHORT:
        yield "".join(letter for letter, _ in groupby(word))
        yield f"{word[0]} {''.join(sorted(word[1:]))}"


def _letters(word: str) -> int:
    """The set of a word's letters, as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return bits


def _distance(a: str, b: str) -> int:
    """The number of letters to add, drop, change or swap with their neighbour to turn a into b."""
    before, last = list[int](), list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        now = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (one != other))
            if i > 1 and j > 1 and one == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
