"""Finds severe words inside other words, with look-alikes for letters, and split by spaces."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.moderation.readings import TURNED

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
_SIGN_FOR_LETTER = re.compile(
    r"(?<=[a-z])[\U0001f000-\U0001faff\u2190-\u2bff\ufe0f\u200d]+(?=[a-z])"
)
# Shorter words are ordinary ones when read backwards or by sound.
_SHORTEST = 4
# Shorter words are misspelt into ordinary ones.
_SHORTEST_MISSPELT = 5
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
        ("ea", "e"),
        ("er$", "a"),
        (r"(.)\1+", r"\1"),
    )
]


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
        self._whole_words = frozenset(self._severe)
        self._backwards = frozenset(word[::-1] for word in self._severe)
        self._misspelt = frozenset(found for word in self._severe for found in _misspelt(word))
        self._sounds = frozenset(map(_sound, self._severe))
        self._sounds_inside = tuple(_sound(stem) for stem in stems if len(stem) >= _LONG)

    def found(self, text: str) -> bool:
        """Whether a folded text has one of the words."""
        text = _SIGN_FOR_LETTER.sub("\ue000", text)
        tokens = [token for part in text.split() if (token := part.strip(_EDGES))]
        return (
            any(self._refused(token) for token in tokens)
            or any(self._whole.fullmatch(joined) for joined in _joined(tokens))
            or (TURNED.search(text) is not None and self.found(_turned(text)))
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
        """Whether a word is a severe one turned round, misspelt, or by its sound."""
        if "\ue000" in word:
            pattern = re.compile(word.replace("\ue000", "."))
            return any(map(pattern.fullmatch, self._severe))
        latin = word.translate(self._look_alikes)
        sounds = {_sound(word), _sound(word.removesuffix("s"))}
        return bool(
            word.removeprefix("s") in self._backwards
            or word in self._backwards
            or word in self._misspelt
            or not self._whole_words.isdisjoint(_out_of_pig_latin(word))
            or not sounds.isdisjoint(self._sounds)
            or any(stem in sound for sound in sounds for stem in self._sounds_inside)
            or (latin != word and self._whole.fullmatch(latin))
        )


def _sound(word: str) -> str:
    """A key that is the same for spellings that sound alike: "kunt", "beotch"."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def _misspelt(word: str) -> Iterator[str]:
    """A word with two letters exchanged, or without a vowel; the first and last letters stay."""
    if len(word) < _SHORTEST_MISSPELT:
        return
    for at in range(1, len(word) - 1):
        yield f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"
        if word[at] in "aeiou":
            yield word[:at] + word[at + 1 :]


def _out_of_pig_latin(word: str) -> set[str]:
    """What "uckfay" may stand for."""
    if not word.endswith("ay"):
        return set()
    core = word.removesuffix("ay")
    return {core[-count:] + core[:-count] for count in range(1, min(4, len(core)))}


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
