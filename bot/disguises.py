"""Finds severe words inside other words, with look-alikes for letters, and split by spaces."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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
# Between the letters of a split word: "fu.ck".
_SEPARATORS = re.compile(r"[-._/\\~,:;+'&=\u2019\u00b7\u2022]+")
_EDGES = " \t\"'.,;:?()[]{}<>~-_/\\\u2019"
_MOST_PARTS = 3
_UPSIDE_DOWN = str.maketrans("ɐqɔpǝɟƃɥᴉıɾʞʃɯuodbɹsʇnʌʍʎ", "abcdefghiijklmnopqrstuvwy")  # noqa: RUF001
_TURNED = re.compile("[ɐɔǝɟƃɥᴉɾʞʃɯɹʇʌʍʎ]")
_SMALL_CAPITAL = re.compile("LATIN LETTER SMALL CAPITAL ([A-Z])")
_WITH_MARKS = re.compile("(?:LATIN SMALL LETTER|MODIFIER LETTER SMALL) ([A-Z])(?: WITH .*)?")
_SIGNS = str.maketrans("¢©€£¥®†", "ccelyrt")
# Marks that fold does not remove because they stand between letters, not on one.
_MARKS = re.compile("(?<=[a-z])[\u0300-\u036f\u0488\u0489\u20d0-\u20f0\ufe20-\ufe2f]+")
_SIGN_FOR_LETTER = re.compile(
    r"(?<=[a-z])[\U0001f000-\U0001faff\u2190-\u2bff\ufe0f\u200d]+(?=[a-z])"
)
# Shorter words are ordinary ones when read backwards or by sound.
_SHORTEST = 4
# Stems of this length are also found by sound inside other words.
_LONG = 7
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("tch", "ch"),
        ("c(?=[eiy])|z", "s"),
        ("ck|[cq](?!h)", "k"),
        ("e+yo|eo|y", "i"),
        ("er$", "a"),
        (r"(.)\1+", r"\1"),
    )
]
_BOXED = re.compile(
    "(?:NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])"
)


class Disguises:
    """Severe words: `stems` also count inside other words, `words` only as a whole.

    `heads` count before one of the `endings`, as in "dickhead". `harmless` words hold a stem by
    chance, as "snigger" does. `look_alikes` maps letters of other scripts to Latin ones.
    """

    def __init__(
        self,
        stems: Iterable[str],
        words: Iterable[str],
        heads: Iterable[str],
        endings: Iterable[str],
        harmless: Collection[str],
        look_alikes: Mapping[int, int],
    ) -> None:
        self._look_alikes = look_alikes
        stems = tuple(stems)
        self._inside = re.compile(_any(map(_written, stems)))
        compound = _any(map(_written, heads)) + _any(endings)
        self._whole = re.compile(f"{_any(map(_written, (*stems, *words)))}[sz]?|{compound}")
        self._harmless = frozenset(harmless)
        self._severe = tuple(word for word in (*stems, *words) if len(word) >= _SHORTEST)
        self._backwards = frozenset(word[::-1] for word in self._severe)
        self._sounds = frozenset(map(_sound, self._severe))
        self._sounds_inside = tuple(_sound(stem) for stem in stems if len(stem) >= _LONG)

    def found(self, text: str) -> bool:
        """Whether a folded text has one of the words."""
        text = _SIGN_FOR_LETTER.sub("\ue000", text)
        tokens = [token for part in text.split() if (token := part.strip(_EDGES))]
        return (
            any(self._refused(token) for token in tokens)
            or any(self._whole.fullmatch(joined) for joined in _joined(tokens))
            or (_TURNED.search(text) is not None and self.found(_turned(text)))
        )

    def _refused(self, token: str) -> bool:
        parts = [part for part in _SEPARATORS.split(token) if part]
        return any(map(self._severe_word, {token, "".join(parts), *parts}))

    def _severe_word(self, word: str) -> bool:
        if word in self._harmless:
            return False
        return bool(
            self._inside.search(word)
            or self._whole.fullmatch(word)
            or (len(word) >= _SHORTEST and self._disguised(word))
        )

    def _disguised(self, word: str) -> bool:
        """Whether a word is a severe one backwards, by its sound, or with a sign for a letter."""
        if "\ue000" in word:
            pattern = re.compile(word.replace("\ue000", "."))
            return any(map(pattern.fullmatch, self._severe))
        latin = word.translate(self._look_alikes)
        sounds = {_sound(word), _sound(word.removesuffix("s"))}
        return bool(
            word.removeprefix("s") in self._backwards
            or word in self._backwards
            or not sounds.isdisjoint(self._sounds)
            or any(stem in sound for sound in sounds for stem in self._sounds_inside)
            or (latin != word and self._whole.fullmatch(latin))
        )


def plain_letters(text: str) -> str:
    """A text in which boxed, raised, marked and small capital letters are plain letters."""
    if text.isascii():
        return text
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.translate(_SIGNS)))
    return unicodedata.normalize("NFC", "".join(map(_plain, bare)))


def _plain(letter: str) -> str:
    if letter == "\u0493":  # a Cyrillic letter that serves as the small capital F
        return "f"
    if letter < "\u0180" or "\u02af" < letter < "\u1d00":
        return letter
    name = unicodedata.name(letter, "")
    kinds = [_SMALL_CAPITAL, _BOXED]
    if not _TURNED.fullmatch(letter):
        kinds.append(_WITH_MARKS)
    if found := next(filter(None, (kind.fullmatch(name) for kind in kinds)), None):
        return found[1].lower()
    # The selector after a boxed letter.
    return "" if letter == "\ufe0f" else letter


def _sound(word: str) -> str:
    """A key that is the same for spellings that sound alike: "kunt", "beotch"."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


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
