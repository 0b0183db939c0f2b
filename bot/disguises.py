"""Finds severe words inside other words, with look-alikes for letters, and split by spaces."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

# What is written for a letter. Vowels are also masked, as in "f*ck".
_WRITTEN = {
    "a": r"[a4@^*#%]",
    "b": r"[b8]",
    "c": r"[c(*#]",
    "e": r"[e3*#%]",
    "f": r"(?:f|ph)",
    "g": r"[gq689*#]",
    "i": r"[il1!|y*#%]",
    "k": r"[kc]",
    "l": r"[l1!|i]",
    "o": r"[o0*#%]",
    "s": r"[s5$z]",
    "t": r"[t7+]",
    "u": r"[uv*#%]",
    "y": r"[y1]",
}
_EDGES = " \t\"'.,;:?()[]{}<>~-_/\\\u2019"
_MOST_PARTS = 3
_UPSIDE_DOWN = str.maketrans("ɐqɔpǝɟƃɥᴉıɾʞʃɯuodbɹsʇnʌʍʎ", "abcdefghiijklmnopqrstuvwy")  # noqa: RUF001
_TURNED = re.compile("[ɐɔǝɟƃɥᴉɾʞʃɯɹʇʌʍʎ]")
_SMALL_CAPITAL = re.compile("LATIN LETTER SMALL CAPITAL ([A-Z])")
_BOXED = re.compile(
    "(?:NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])"
)


class Disguises:
    """Severe words: `stems` also count inside other words, `words` only as a whole.

    `heads` count before one of the `endings`, as in "dickhead". `harmless` words hold a stem by
    chance, as "snigger" does.
    """

    def __init__(
        self,
        stems: Iterable[str],
        words: Iterable[str],
        heads: Iterable[str],
        endings: Iterable[str],
        harmless: Collection[str],
    ) -> None:
        stems = tuple(stems)
        self._inside = re.compile(_any(map(_written, stems)))
        compound = _any(map(_written, heads)) + _any(endings)
        self._whole = re.compile(f"{_any(map(_written, (*stems, *words)))}[sz]?|{compound}")
        self._harmless = frozenset(harmless)

    def found(self, text: str) -> bool:
        """Whether a folded text has one of the words."""
        tokens = [token for part in text.split() if (token := part.strip(_EDGES))]
        return (
            any(self._refused(token) for token in tokens)
            or any(self._whole.fullmatch(joined) for joined in _joined(tokens))
            or (_TURNED.search(text) is not None and self.found(_turned(text)))
        )

    def _refused(self, token: str) -> bool:
        if token in self._harmless:
            return False
        return bool(self._inside.search(token) or self._whole.fullmatch(token))


def plain_letters(text: str) -> str:
    """A text in which boxed letters, letters of flags and small capitals are plain letters."""
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(letter: str) -> str:
    if letter == "\u0493":  # a Cyrillic letter that serves as the small capital F
        return "f"
    if letter < "\u1d00" and not "\u0262" <= letter <= "\u029f":
        return letter
    name = unicodedata.name(letter, "")
    if found := _SMALL_CAPITAL.fullmatch(name) or _BOXED.fullmatch(name):
        return found[1].lower()
    # The selector after a boxed letter.
    return "" if letter == "\ufe0f" else letter


def _any(patterns: Iterable[str]) -> str:
    """A pattern that matches one of them; nothing, if there are none."""
    return f"(?:{'|'.join(patterns) or '(?!)'})"


def _written(word: str) -> str:
    """A pattern for a word with look-alikes and repeated letters."""
    return "".join(f"{_WRITTEN.get(letter, letter)}+" for letter in word)


def _joined(tokens: Sequence[str]) -> Iterator[str]:
    """Neighbouring tokens as one: "fu ck"."""
    for count in range(2, _MOST_PARTS + 1):
        for at in range(len(tokens) - count + 1):
            yield "".join(tokens[at : at + count])


def _turned(text: str) -> str:
    return text.translate(_UPSIDE_DOWN)[::-1]
